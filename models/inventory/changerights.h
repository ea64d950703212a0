// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/memberships.h"

namespace inventory {

/// A change of roles or databases, as far as what it takes differs.
enum class ChangeKind {
    CreateRole,
    AlterRole,
    SetPassword,
    RenameRole,
    CommentRole,
    DropRole,
    GiveAway, ///< REASSIGN OWNED and DROP OWNED, which come before dropping one that owns
              ///< something.
    GrantRole,
    AlterMembership,
    RevokeRole,
    CreateApplication, ///< A role, and a database that it owns.
    CreateDatabase,
    AlterDatabase, ///< Its connection limit, whether it is a template …
    CommentDatabase,
    RenameDatabase,
    ChangeOwner,
    DropDatabase,
};

struct ChangeQuestion
{
    ChangeKind kind = ChangeKind::AlterRole;
    /// The role or the database; of memberships the role that is granted. 0: not chosen yet.
    Oid target = 0;
    /// CreateDatabase and ChangeOwner: who is to own it. GiveAway: who gets it. AlterMembership and
    /// RevokeRole: the grantor, which is named since 16. 0: oneself, or not chosen yet.
    Oid other = 0;
    // What CREATE ROLE and ALTER ROLE are to say.
    bool superuser = false;
    bool createDatabase = false;
    bool replication = false;
    bool bypassRls = false;
};

/// What can be missing.
enum class Right {
    Superuser,
    CreateRole,
    CreateDatabase,
    Replication,
    BypassRls,
    Admin,             ///< ADMIN OPTION on the role; on any if none is chosen yet.
    InheritedAdmin,    ///< It is there, but by a membership that does not inherit.
    CreateRoleOrAdmin, ///< One of both; before 16.
    RightsOf,          ///< Of the role: being it, or a member that inherits.
    SetRole,           ///< SET ROLE to it; before 16 any membership in it.
    NotOneself,        ///< PostgreSQL lets nobody do this to the role that he logged in as.
};

struct NeededRight
{
    Right right = Right::Superuser;
    Oid on = 0; ///< Which role.

    bool operator==(const NeededRight &) const = default;
};

/// What a role lacks for a change, as PostgreSQL 13 to 18 decide it:
/// https://www.postgresql.org/docs/current/role-attributes.html and role-membership.html, on the
/// pages sql-createrole, sql-alterrole, sql-droprole, sql-grant, sql-revoke, sql-comment,
/// sql-createdatabase, sql-alterdatabase, sql-dropdatabase, sql-reassign-owned; what CREATEROLE
/// meant before 16 is on the same pages of 15.
///
/// Asks of rights only: that a database is in use, or that a role owns something, is not in here.
class ChangeRights final
{
public:
    /// role: who is to carry it out, logged in as itself. The inventory outlives this.
    ChangeRights(const Inventory &inventory, Oid role);

    Oid role() const { return m_role; }
    const Inventory &inventory() const { return *m_inventory; }

    /// All that is missing; a superuser needs none of it. Nothing if the change is allowed, or if
    /// it can't be told from the inventory.
    std::vector<NeededRight> missing(const ChangeQuestion &question) const;

private:
    using Missing = std::vector<NeededRight>;
    Missing ofRole(const ChangeQuestion &question, const Role &target) const;
    Missing ofDatabase(const ChangeQuestion &question) const;
    Missing toGive(const ChangeQuestion &question) const;
    Missing toManage(const Role &target) const;
    Missing toAlter(const ChangeQuestion &question, const Role &target) const;
    Missing toGrant(Oid role) const;
    Missing toTouchGrant(const ChangeQuestion &question) const;
    Missing toDisposeOf(const ChangeQuestion &question) const;
    bool isAdmin(Oid role) const;
    bool isAdminByInheritance(Oid role) const;
    bool maySetRole(Oid role) const;
    bool since16() const { return m_inventory->serverVersion >= 160000; }

    const Inventory *m_inventory;
    MembershipGraph m_graph;
    MembershipClosure m_closure;
    Oid m_role;
    Role m_self; ///< One without any right if it is gone.
    bool m_known = false;
};

} // namespace inventory
