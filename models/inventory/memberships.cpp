// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/memberships.h"

#include <QSet>

#include <algorithm>
#include <span>

namespace inventory {

namespace {

Oid farEnd(const Membership &grant, Direction direction)
{
    return direction == Direction::RolesOf ? grant.role : grant.member;
}

bool allows(const Membership &grant, Way way)
{
    return way == Way::Inherit ? grant.inherit : way == Way::Set ? grant.set : true;
}

std::span<const Membership> grantsAt(const std::vector<Membership> &sorted, Oid role,
                                     Direction direction)
{
    const auto found = direction == Direction::RolesOf
                           ? std::ranges::equal_range(sorted, role, {}, &Membership::member)
                           : std::ranges::equal_range(sorted, role, {}, &Membership::role);
    return {found.begin(), found.end()};
}

} // namespace

bool MembershipClosure::reaches(Oid role, Way way) const
{
    const int place = m_places.value(role, -1);
    return role == m_start || (place >= 0 && m_previous[size_t(place)][size_t(way)] != NotReached);
}

std::vector<Oid> MembershipClosure::path(Oid role, Way way) const
{
    if (!reaches(role, way))
        return {};
    std::vector<Oid> roles;
    if (role != m_start) {
        for (int place = m_places.value(role); place != FromStart;
             place = m_previous[size_t(place)][size_t(way)])
            roles.push_back(m_reached[size_t(place)].role);
    }
    roles.push_back(m_start);
    std::ranges::reverse(roles);
    return roles;
}

std::vector<Oid> MembershipClosure::path(Oid role) const
{
    for (const Way way : {Way::Inherit, Way::Set}) {
        if (reaches(role, way))
            return path(role, way);
    }
    return path(role, Way::Member);
}

MembershipGraph::MembershipGraph(const Inventory &inventory)
    : m_byMember(inventory.memberships)
    , m_byRole(inventory.memberships)
{
    std::ranges::sort(m_byMember, {},
                      [](const Membership &one) { return std::pair(one.member, one.role); });
    std::ranges::sort(m_byRole, {},
                      [](const Membership &one) { return std::pair(one.role, one.member); });
}

std::vector<Membership> MembershipGraph::grants(Oid role, Direction direction) const
{
    const auto found =
        grantsAt(direction == Direction::RolesOf ? m_byMember : m_byRole, role, direction);
    return {found.begin(), found.end()};
}

MembershipClosure MembershipGraph::closure(Oid role, Direction direction) const
{
    MembershipClosure closure;
    closure.m_start = role;
    // Every role is reached by the last one; the others mark some of them.
    walk(closure, direction, Way::Member);
    walk(closure, direction, Way::Set);
    walk(closure, direction, Way::Inherit);
    for (size_t i = 0; i < closure.m_reached.size(); ++i) {
        const MembershipClosure::Previous &previous = closure.m_previous[i];
        Reached &reached = closure.m_reached[i];
        reached.inherits = previous[size_t(Way::Inherit)] != MembershipClosure::NotReached;
        reached.set = previous[size_t(Way::Set)] != MembershipClosure::NotReached;
    }
    markAdmins(closure, direction);
    return closure;
}

// Breadth first, so that ways are shortest.
void MembershipGraph::walk(MembershipClosure &closure, Direction direction, Way way) const
{
    using Closure = MembershipClosure;
    const Grants &sorted = direction == Direction::RolesOf ? m_byMember : m_byRole;
    std::vector<int> queue{Closure::FromStart};
    for (size_t next = 0; next < queue.size(); ++next) {
        const int from = queue[next];
        const bool first = from == Closure::FromStart;
        const Oid role = first ? closure.m_start : closure.m_reached[size_t(from)].role;
        const int depth = first ? 0 : closure.m_reached[size_t(from)].depth;
        for (const Membership &grant : grantsAt(sorted, role, direction)) {
            const Oid end = farEnd(grant, direction);
            if (!allows(grant, way) || end == closure.m_start)
                continue;
            const int place = closure.m_places.value(end, int(closure.m_reached.size()));
            if (size_t(place) == closure.m_reached.size()) {
                closure.m_places.insert(end, place);
                closure.m_reached.push_back({.role = end, .depth = depth + 1});
                closure.m_previous.push_back(
                    {Closure::NotReached, Closure::NotReached, Closure::NotReached});
            }
            int &previous = closure.m_previous[size_t(place)][size_t(way)];
            if (previous == Closure::NotReached) {
                previous = from;
                queue.push_back(place);
            }
        }
    }
}

// As the server's is_admin_of_role(): whoever is, in any way, a member of one that holds the grant
// with the admin option.
void MembershipGraph::markAdmins(MembershipClosure &closure, Direction direction) const
{
    std::vector<Reached> &reached = closure.m_reached;
    const auto markRolesOf = [&](Oid member) {
        for (const Membership &grant : grantsAt(m_byMember, member, Direction::RolesOf)) {
            if (grant.admin && grant.role != closure.m_start)
                reached[size_t(closure.m_places.value(grant.role))].admin = true;
        }
    };
    if (direction == Direction::RolesOf) {
        markRolesOf(closure.m_start);
        for (const Reached &one : reached)
            markRolesOf(one.role);
        return;
    }
    std::vector<Oid> queue;
    for (const Membership &grant : grantsAt(m_byRole, closure.m_start, direction)) {
        if (grant.admin)
            queue.push_back(grant.member);
    }
    while (!queue.empty()) {
        const int place = closure.m_places.value(queue.back(), -1);
        queue.pop_back();
        if (place < 0 || std::exchange(reached[size_t(place)].admin, true))
            continue;
        for (const Membership &grant : grantsAt(m_byRole, reached[size_t(place)].role, direction))
            queue.push_back(grant.member);
    }
}

namespace {

// The children of a node, one for each role, in reverse: the first is taken from the stack first.
std::vector<TreeNode> childrenOf(const MembershipGraph &graph, const TreeNode &node, int place,
                                 Direction direction)
{
    std::vector<TreeNode> children;
    for (const Membership &grant : graph.grants(node.role, direction)) {
        const Oid role = farEnd(grant, direction);
        if (children.empty() || children.back().role != role)
            children.push_back({.role = role, .parent = place, .depth = node.depth + 1});
        TreeNode &child = children.back();
        child.inherit |= grant.inherit;
        child.set |= grant.set;
        child.admin |= grant.admin;
    }
    std::ranges::reverse(children);
    return children;
}

} // namespace

std::vector<TreeNode> membershipTree(const MembershipGraph &graph, Oid root, Direction direction,
                                     TreeLimits limits)
{
    std::vector<TreeNode> nodes;
    std::vector<TreeNode> stack{{.role = root, .inherit = true, .set = true}};
    QSet<Oid> unfolded;
    while (!stack.empty()) {
        TreeNode node = stack.back();
        stack.pop_back();
        if (int(nodes.size()) >= limits.nodes) {
            nodes[size_t(std::max(0, node.parent))].cut = true;
            continue;
        }
        const int place = int(nodes.size());
        std::vector<TreeNode> children = childrenOf(graph, node, place, direction);
        node.repeated = !children.empty() && unfolded.contains(node.role);
        node.cut = !children.empty() && !node.repeated && node.depth >= limits.depth;
        if (!node.repeated && !node.cut) {
            unfolded.insert(node.role);
            stack.insert(stack.end(), children.begin(), children.end());
        }
        nodes.push_back(node);
    }
    return nodes;
}

} // namespace inventory
