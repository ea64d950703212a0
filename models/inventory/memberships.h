// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventory.h"

#include <QHash>

#include <array>

namespace inventory {

/// Which end of a membership is looked for.
enum class Direction {
    RolesOf,   ///< What a role is a member of.
    MembersOf, ///< Who is a member of it.
};

/// What every grant on the way allows.
enum class Way {
    Inherit, ///< Using the rights at once: pg_has_role(…, 'USAGE').
    Set,     ///< SET ROLE; since 16 pg_has_role(…, 'SET').
    Member,  ///< Being a member at all, whatever that is good for: pg_has_role(…, 'MEMBER').
};
constexpr int WayCount = int(Way::Member) + 1;

/// A role that another one reaches by memberships, or is reached by.
struct Reached
{
    Oid role = 0;
    bool inherits = false;
    bool set = false;
    bool admin = false; ///< May grant it to others.
    int depth = 0;      ///< How many grants away, on the shortest way of any kind.

    bool operator==(const Reached &) const = default;
};

/// All that one role reaches in one direction, without itself, the nearest first. What superusers
/// may do without any membership, and that the owner of a database is a member of
/// pg_database_owner inside of it, is not in here.
class MembershipClosure final
{
public:
    Oid start() const { return m_start; }
    const std::vector<Reached> &reached() const { return m_reached; }

    /// True for the start itself, too.
    bool reaches(Oid role, Way way) const;

    /// A shortest way from the start to the role, both included; empty if there is none.
    std::vector<Oid> path(Oid role, Way way) const;

    /// The same for the best way there is: inheriting, else by SET ROLE, else any.
    std::vector<Oid> path(Oid role) const;

private:
    friend class MembershipGraph;
    static constexpr int FromStart = -1;
    static constexpr int NotReached = -2;
    using Previous = std::array<int, WayCount>;

    Oid m_start = 0;
    std::vector<Reached> m_reached;
    std::vector<Previous> m_previous; ///< By way: the place in m_reached of the one before.
    QHash<Oid, int> m_places;
};

/// The memberships of an inventory, ready to be walked along. Stands cycles, and any depth.
class MembershipGraph final
{
public:
    explicit MembershipGraph(const Inventory &inventory);

    /// Costs in the order of what is reached.
    MembershipClosure closure(Oid role, Direction direction) const;

    /// The grants of other roles to this one, or of this one to others; by the other role. The same
    /// pair has several if several roles granted it.
    std::vector<Membership> grants(Oid role, Direction direction) const;

private:
    using Grants = std::vector<Membership>;
    void walk(MembershipClosure &closure, Direction direction, Way way) const;
    void markAdmins(MembershipClosure &closure, Direction direction) const;

    Grants m_byMember;
    Grants m_byRole;
};

/// One line of a tree of memberships.
struct TreeNode
{
    Oid role = 0;
    int parent = -1; ///< Its place in the list; -1 for the root.
    int depth = 0;
    bool inherit = false; ///< By one of the grants to, or of, its parent.
    bool set = false;
    bool admin = false;
    bool repeated = false; ///< What is below stands elsewhere in the list, or goes in a circle.
    bool cut = false;      ///< What is below was left out, because of the limits.

    bool operator==(const TreeNode &) const = default;
};

struct TreeLimits
{
    int depth = 1000;
    int nodes = 10'000;
};

/// What a role is a member of, or who is a member of it, as a tree: the root first, each parent
/// right before what is below it. A role that is reached on several ways is unfolded once.
std::vector<TreeNode> membershipTree(const MembershipGraph &graph, Oid root, Direction direction,
                                     TreeLimits limits = {});

} // namespace inventory
