// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/memberships.h"

namespace inventory {

/// The role of which the owner of a database is a member inside of it; 14 and newer.
constexpr Oid DatabaseOwnerRole = 6171;

/// What keeps a role out of a database.
enum class LoginObstacle {
    NoLogin,         ///< The role lacks LOGIN.
    NoPassword,      ///< It has none; other ways to authenticate are open.
    PasswordExpired, ///< VALID UNTIL has passed; it counts for passwords only.
    RoleLimit,       ///< The role has all the connections it may have.
    DatabaseInvalid, ///< A DROP DATABASE that was interrupted left it; it can only be dropped.
    DatabaseClosed,  ///< ALLOW_CONNECTIONS false: even for superusers.
    NoConnect,       ///< Nobody granted CONNECT.
    DatabaseLimit,   ///< The database has all the connections it may have.
};

enum class LoginAnswer {
    Yes,
    NotByPassword, ///< Only where pg_hba.conf asks for no password.
    NotNow,        ///< A connection limit is used up.
    No,
};

/// What the right to connect rests on.
enum class ConnectGround {
    None,
    Superuser,
    Own,        ///< Granted to the role itself; to the owner by default.
    Membership, ///< Granted to a role whose rights it inherits.
    Public,
};

/// Whether a role may log in to a database, as far as the catalogs decide it. pg_hba.conf, which
/// comes before all this, is not in here.
struct LoginVerdict
{
    Oid role = 0;
    Oid database = 0;
    LoginAnswer answer = LoginAnswer::Yes;
    std::vector<LoginObstacle> obstacles; ///< All of them; first those that come first.
    ConnectGround ground = ConnectGround::None;
    std::vector<Oid> path; ///< Of Membership: from the role to the one that was granted CONNECT.

    bool operator==(const LoginVerdict &) const = default;
};

/// What the right of a role on a database rests on, as the server decides it.
struct PrivilegeGround
{
    ConnectGround ground = ConnectGround::None;
    std::vector<Oid> path;

    bool operator==(const PrivilegeGround &) const = default;
};

/// closure: what the role in question is a member of. privilege: a letter as in the ACL. ownerHere:
/// who owns the database that the question is asked in; he has the rights of pg_database_owner.
PrivilegeGround databasePrivilege(const Inventory &inventory, const MembershipClosure &closure,
                                  const Database &database, QChar privilege, Oid ownerHere);

/// As has_database_privilege().
inline bool hasDatabasePrivilege(const Inventory &inventory, const MembershipClosure &closure,
                                 const Database &database, QChar privilege, Oid ownerHere)
{
    return databasePrivilege(inventory, closure, database, privilege, ownerHere).ground !=
           ConnectGround::None;
}

/// closure: what the role is a member of. now: for VALID UNTIL.
LoginVerdict judgeLogin(const Inventory &inventory, const MembershipClosure &closure,
                        const Database &database, Timestamp now);

/// The role and every database, by OID.
std::vector<LoginVerdict> loginsOf(const Inventory &inventory, const MembershipGraph &graph,
                                   Oid role, Timestamp now);

/// Every role with LOGIN, by OID, and the database.
std::vector<LoginVerdict> loginsInto(const Inventory &inventory, const MembershipGraph &graph,
                                     Oid database, Timestamp now);

} // namespace inventory
