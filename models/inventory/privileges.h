// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"

namespace inventory {

/// What a privilege is of.
enum class Grantable { Relation, Schema, Database };

/// "May this role do that?"
struct PrivilegeQuestion
{
    Oid role = 0;
    Grantable kind = Grantable::Relation;
    Oid object = 0;
    QChar privilege; ///< A letter as in the ACL: 'r' is SELECT.

    bool operator==(const PrivilegeQuestion &) const = default;
};

/// What a right rests on.
enum class Ground {
    Superuser,  ///< The role is one: nothing is checked.
    Granted,    ///< The ACL names the last role of the path.
    Public,     ///< The ACL grants it to PUBLIC.
    Predefined, ///< The last role of the path is pg_read_all_data or its like.
};

/// One way on which a right reaches a role.
struct PrivilegePath
{
    Ground ground = Ground::Granted;
    /// From the role in question, by membership, to the one that has the right; one alone if it
    /// has it itself.
    std::vector<Oid> roles;
    Oid grantor = 0;        ///< Of Granted and Public.
    bool owner = false;     ///< The last role owns the object.
    bool grantable = false; ///< With the grant option.
    Oid setRole = 0;        ///< Holds after SET ROLE to this one of them; 0: holds at once.

    bool operator==(const PrivilegePath &) const = default;
};

/// Why a role may, or may not.
struct PrivilegeAnswer
{
    bool known = false;               ///< The role and the object are in the inventory.
    bool allowed = false;             ///< As has_table_privilege() and its like say.
    std::vector<PrivilegePath> paths; ///< All that hold, the shortest first.
    /// Ways that hold only after SET ROLE, because a membership on the way does not inherit.
    std::vector<PrivilegePath> bySetRole;
    bool ownerMayGrant = false; ///< Not allowed, but the role owns it and may grant it to itself.
    QStringList columns;        ///< Of a relation: those that it may, though not the whole.
    /// Of a relation: may the role use the schema? Without that nothing in it can be reached.
    bool schemaUsage = true;
    std::vector<PrivilegePath> schemaPaths;

    bool operator==(const PrivilegeAnswer &) const = default;
    bool isEffective() const { return allowed && schemaUsage; }
};

/// Answers as the server would; contents may be null for a question about a database.
PrivilegeAnswer explainPrivilege(const Inventory &inventory, const DatabaseContents *contents,
                                 const PrivilegeQuestion &question);

/// The letters that mean something for such an object, in the order of the ACL; relationKind as in
/// Relation. MAINTAIN is there since 17.
QString privilegesOf(Grantable kind, int serverVersion, const QString &relationKind = {});

/// Every letter that there is, in the order of the ACL.
inline constexpr QStringView AllPrivileges = u"arwdDxtmXUCTcsA";

/// "SELECT" for 'r' …; empty for an unknown letter.
QLatin1StringView privilegeName(QChar letter);

/// All roles whose rights the role has without SET ROLE (itself too), each with the shortest way to
/// it, by OID. databaseOwner: of the database in question, because its owner is a member of
/// pg_database_owner; 0 if there is none.
std::vector<std::vector<Oid>> rolesWithRights(const Inventory &inventory, Oid role,
                                              Oid databaseOwner);

} // namespace inventory
