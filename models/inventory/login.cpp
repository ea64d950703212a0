// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/login.h"

#include <algorithm>

namespace inventory {

namespace {

bool grants(const AclItem &item, QChar privilege)
{
    return item.privileges.contains(privilege);
}

// The way to one that was granted something: inheriting all along. Before 16 an owner with
// NOINHERIT does not have the rights of pg_database_owner.
std::vector<Oid> pathTo(const Inventory &inventory, const MembershipClosure &closure, Oid grantee,
                        Oid ownerHere)
{
    if (grantee != DatabaseOwnerRole)
        return closure.path(grantee, Way::Inherit);
    const Role *owner = inventory.role(ownerHere);
    if (!owner || (inventory.serverVersion < 160000 && !owner->inherits))
        return {};
    std::vector<Oid> path = closure.path(ownerHere, Way::Inherit);
    if (!path.empty())
        path.push_back(grantee);
    return path;
}

bool isFull(int limit, int used)
{
    return limit >= 0 && used >= limit;
}

LoginAnswer answerOf(const LoginVerdict &verdict, const Role &role, const Database &database)
{
    const auto has = [&verdict](LoginObstacle obstacle) {
        return std::ranges::contains(verdict.obstacles, obstacle);
    };
    using enum LoginObstacle;
    const bool never = (has(RoleLimit) && role.connectionLimit == 0) ||
                       (has(DatabaseLimit) && database.connectionLimit == 0);
    if (never || has(NoLogin) || has(DatabaseInvalid) || has(DatabaseClosed) || has(NoConnect))
        return LoginAnswer::No;
    if (has(RoleLimit) || has(DatabaseLimit))
        return LoginAnswer::NotNow;
    return verdict.obstacles.empty() ? LoginAnswer::Yes : LoginAnswer::NotByPassword;
}

} // namespace

PrivilegeGround databasePrivilege(const Inventory &inventory, const MembershipClosure &closure,
                                  const Database &database, QChar privilege, Oid ownerHere)
{
    const Role *role = inventory.role(closure.start());
    if (role && role->superuser)
        return {ConnectGround::Superuser, {}};
    const auto isFor = [privilege](Oid grantee) {
        return [privilege, grantee](const AclItem &item) {
            return item.grantee == grantee && grants(item, privilege);
        };
    };
    if (std::ranges::any_of(database.acl, isFor(closure.start())))
        return {ConnectGround::Own, {}};
    if (std::ranges::any_of(database.acl, isFor(0)))
        return {ConnectGround::Public, {}};
    PrivilegeGround best;
    for (const AclItem &item : database.acl) {
        if (item.grantee == 0 || !grants(item, privilege))
            continue;
        std::vector<Oid> path = pathTo(inventory, closure, item.grantee, ownerHere);
        if (!path.empty() && (best.path.empty() || path.size() < best.path.size()))
            best = {ConnectGround::Membership, std::move(path)};
    }
    return best;
}

// In the order in which the server comes to them, but that LOGIN is the first to be named.
LoginVerdict judgeLogin(const Inventory &inventory, const MembershipClosure &closure,
                        const Database &database, Timestamp now)
{
    using enum LoginObstacle;
    LoginVerdict verdict{.role = closure.start(), .database = database.oid};
    const auto note = [&verdict](bool holds, LoginObstacle obstacle) {
        if (holds)
            verdict.obstacles.push_back(obstacle);
    };
    const Role *known = inventory.role(closure.start());
    const Role role = known ? *known : Role{};
    note(!role.login, NoLogin);
    note(role.password == PasswordKind::None, NoPassword);
    note(role.validUntil && *role.validUntil < now, PasswordExpired);
    note(!role.superuser && isFull(role.connectionLimit, role.connections), RoleLimit);
    note(database.connectionLimit == InvalidDatabaseLimit, DatabaseInvalid);
    note(!database.allowConnections, DatabaseClosed);
    // Inside of the database its owner is a member of pg_database_owner.
    PrivilegeGround ground = databasePrivilege(inventory, closure, database, u'c', database.owner);
    verdict.ground = ground.ground;
    verdict.path = std::move(ground.path);
    note(verdict.ground == ConnectGround::None, NoConnect);
    note(!role.superuser && isFull(database.connectionLimit, database.connections), DatabaseLimit);
    verdict.answer = answerOf(verdict, role, database);
    return verdict;
}

std::vector<LoginVerdict> loginsOf(const Inventory &inventory, const MembershipGraph &graph,
                                   Oid role, Timestamp now)
{
    std::vector<LoginVerdict> verdicts;
    if (!inventory.role(role))
        return verdicts;
    const MembershipClosure closure = graph.closure(role, Direction::RolesOf);
    verdicts.reserve(inventory.databases.size());
    for (const Database &database : inventory.databases)
        verdicts.push_back(judgeLogin(inventory, closure, database, now));
    return verdicts;
}

std::vector<LoginVerdict> loginsInto(const Inventory &inventory, const MembershipGraph &graph,
                                     Oid database, Timestamp now)
{
    std::vector<LoginVerdict> verdicts;
    const Database *where = inventory.database(database);
    if (!where)
        return verdicts;
    for (const Role &role : inventory.roles) {
        if (role.login) {
            const MembershipClosure closure = graph.closure(role.oid, Direction::RolesOf);
            verdicts.push_back(judgeLogin(inventory, closure, *where, now));
        }
    }
    return verdicts;
}

} // namespace inventory
