// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/changerights.h"

#include "inventory/login.h"

#include <algorithm>

namespace inventory {

namespace {

bool isSuperuser(const Inventory &inventory, Oid role)
{
    const Role *found = inventory.role(role);
    return found && found->superuser;
}

void append(std::vector<NeededRight> &missing, const std::vector<NeededRight> &more)
{
    missing.insert(missing.end(), more.begin(), more.end());
}

} // namespace

// Nothing is asked of the memberships of a superuser.
ChangeRights::ChangeRights(const Inventory &inventory, Oid role)
    : m_inventory(&inventory)
    , m_graph(isSuperuser(inventory, role) ? Inventory() : inventory)
    , m_closure(m_graph.closure(role, Direction::RolesOf))
    , m_role(role)
{
    if (const Role *self = m_inventory->role(role)) {
        m_self = *self;
        m_known = true;
    }
}

std::vector<NeededRight> ChangeRights::missing(const ChangeQuestion &question) const
{
    if (!m_known)
        return {};
    const bool ofItself = question.target == m_role;
    if (ofItself &&
        (question.kind == ChangeKind::RenameRole || question.kind == ChangeKind::DropRole))
        return {{Right::NotOneself, m_role}};
    if (m_self.superuser)
        return {};
    switch (question.kind) {
    case ChangeKind::CreateRole: {
        if (question.superuser)
            return {{Right::Superuser}};
        Missing missing = toGive(question);
        if (!m_self.createRole && !std::ranges::contains(missing, NeededRight{Right::Superuser}))
            missing.insert(missing.begin(), {Right::CreateRole});
        return missing;
    }
    case ChangeKind::GrantRole:
        return toGrant(question.target);
    case ChangeKind::CreateApplication:
    case ChangeKind::CreateDatabase:
    case ChangeKind::AlterDatabase:
    case ChangeKind::CommentDatabase:
    case ChangeKind::RenameDatabase:
    case ChangeKind::ChangeOwner:
    case ChangeKind::DropDatabase:
        return ofDatabase(question);
    default:
        break;
    }
    const Role *target = m_inventory->role(question.target);
    return target ? ofRole(question, *target) : Missing();
}

ChangeRights::Missing ChangeRights::ofRole(const ChangeQuestion &question, const Role &target) const
{
    switch (question.kind) {
    case ChangeKind::AlterRole:
        return toAlter(question, target);
    case ChangeKind::SetPassword:
        // Before 16 roles with REPLICATION are those of superusers, even for themselves.
        if (target.oid == m_role && (since16() || !target.replication))
            return {};
        return toAlter({.kind = ChangeKind::AlterRole}, target);
    case ChangeKind::AlterMembership:
    case ChangeKind::RevokeRole:
        return toTouchGrant(question);
    case ChangeKind::GiveAway:
        return toDisposeOf(question);
    default:
        return toManage(target);
    }
}

ChangeRights::Missing ChangeRights::ofDatabase(const ChangeQuestion &question) const
{
    const ChangeKind kind = question.kind;
    const bool isNew = kind == ChangeKind::CreateDatabase || kind == ChangeKind::CreateApplication;
    const Database *database = m_inventory->database(question.target);
    // Who is a member of pg_database_owner depends on the database that one is connected to.
    if (!isNew && (!database || database->owner == DatabaseOwnerRole))
        return {};
    Missing missing;
    if (kind == ChangeKind::CreateApplication && !m_self.createRole)
        missing.push_back({Right::CreateRole});
    if (!isNew && !m_closure.reaches(database->owner, Way::Inherit))
        missing.push_back({Right::RightsOf, database->owner});
    if (question.other != 0 && (isNew || kind == ChangeKind::ChangeOwner) &&
        !maySetRole(question.other))
        missing.push_back({Right::SetRole, question.other});
    if ((isNew || kind == ChangeKind::RenameDatabase || kind == ChangeKind::ChangeOwner) &&
        !m_self.createDatabase)
        missing.push_back({Right::CreateDatabase});
    return missing;
}

// Since 16 nobody gives what he does not have; before, CREATEDB is in CREATEROLE, and the others
// are for superusers.
ChangeRights::Missing ChangeRights::toGive(const ChangeQuestion &question) const
{
    Missing missing;
    if (!since16()) {
        if (question.replication || question.bypassRls)
            missing.push_back({Right::Superuser});
        return missing;
    }
    if (question.createDatabase && !m_self.createDatabase)
        missing.push_back({Right::CreateDatabase});
    if (question.replication && !m_self.replication)
        missing.push_back({Right::Replication});
    if (question.bypassRls && !m_self.bypassRls)
        missing.push_back({Right::BypassRls});
    return missing;
}

ChangeRights::Missing ChangeRights::toManage(const Role &target) const
{
    if (target.superuser)
        return {{Right::Superuser}};
    Missing missing;
    if (!m_self.createRole)
        missing.push_back({Right::CreateRole});
    if (since16() && !isAdmin(target.oid))
        missing.push_back({Right::Admin, target.oid});
    return missing;
}

ChangeRights::Missing ChangeRights::toAlter(const ChangeQuestion &question,
                                            const Role &target) const
{
    if (question.superuser || target.superuser || (!since16() && target.replication))
        return {{Right::Superuser}};
    Missing missing = toGive(question);
    if (!std::ranges::contains(missing, NeededRight{Right::Superuser}))
        append(missing, toManage(target));
    return missing;
}

ChangeRights::Missing ChangeRights::toGrant(Oid role) const
{
    const Role *target = m_inventory->role(role);
    if (target && target->superuser)
        return {{Right::Superuser}};
    if (!since16() && (m_self.createRole || isAdmin(role)))
        return {};
    if (!since16())
        return {{Right::CreateRoleOrAdmin, role}};
    if (!isAdmin(role))
        return {{Right::Admin, role}};
    // The grant needs a grantor: one that holds ADMIN OPTION and whose rights one has.
    if (role != 0 && !isAdminByInheritance(role))
        return {{Right::InheritedAdmin, role}};
    return {};
}

ChangeRights::Missing ChangeRights::toTouchGrant(const ChangeQuestion &question) const
{
    if (!since16() || question.other == 0)
        return toGrant(question.target);
    Missing missing = toGrant(question.target);
    std::erase(missing, NeededRight{Right::InheritedAdmin, question.target});
    if (!std::ranges::contains(missing, NeededRight{Right::Superuser}) &&
        !m_closure.reaches(question.other, Way::Inherit))
        missing.push_back({Right::RightsOf, question.other});
    return missing;
}

ChangeRights::Missing ChangeRights::toDisposeOf(const ChangeQuestion &question) const
{
    Missing missing;
    for (const Oid role : {question.target, question.other}) {
        if (role != 0 && !m_closure.reaches(role, Way::Inherit))
            missing.push_back({Right::RightsOf, role});
    }
    // Tables go without it, databases do not.
    const bool ownsDatabase =
        std::ranges::contains(m_inventory->databases, question.target, &Database::owner);
    if (question.other != 0 && question.other != question.target && ownsDatabase &&
        missing.empty() && !maySetRole(question.other))
        missing.push_back({Right::SetRole, question.other});
    return missing;
}

// 0 is any role. Before 15 a role that is logged in may grant membership in itself.
bool ChangeRights::isAdmin(Oid role) const
{
    if (m_inventory->serverVersion < 150000 && (role == m_role || role == 0))
        return true;
    return std::ranges::any_of(m_closure.reached(), [role](const Reached &one) {
        return one.admin && (role == 0 || one.role == role);
    });
}

bool ChangeRights::isAdminByInheritance(Oid role) const
{
    return std::ranges::any_of(
        m_graph.grants(role, Direction::MembersOf), [this](const Membership &grant) {
            return grant.admin && m_closure.reaches(grant.member, Way::Inherit);
        });
}

bool ChangeRights::maySetRole(Oid role) const
{
    return m_closure.reaches(role, since16() ? Way::Set : Way::Member);
}

} // namespace inventory
