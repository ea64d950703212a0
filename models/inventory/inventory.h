// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/timestamp.h"

#include <QMetaType>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace inventory {

using base::Timestamp;
using Oid = quint32;

/// How the server keeps a role's password. Only superusers may see it.
enum class PasswordKind { Hidden, None, Md5, Scram };

/// A setting kept for a role, a database, or a role in a database (pg_db_role_setting).
struct StoredSetting
{
    Oid role = 0;     ///< 0: for all roles.
    Oid database = 0; ///< 0: in all databases.
    QString name;
    QString value;

    bool operator==(const StoredSetting &) const = default;
};

struct Role
{
    Oid oid = 0;
    QString name;
    bool superuser = false;
    bool inherits = true; ///< For memberships granted from now on; what holds is in Membership.
    bool createRole = false;
    bool createDatabase = false;
    bool login = false;
    bool replication = false;
    bool bypassRls = false;
    int connectionLimit = -1; ///< -1 is none.
    /// Nothing: for ever ("infinity" as well). The year 1 stands for "-infinity": never valid.
    std::optional<Timestamp> validUntil;
    PasswordKind password = PasswordKind::Hidden;
    QString comment;
    int connections = 0; ///< Of this moment; may count workers of sessions hidden from us.
    std::optional<Timestamp> lastSeen; ///< The newest start among its live sessions.

    bool operator==(const Role &) const = default;
    bool isPredefined() const { return oid < 16384 && name.startsWith(QLatin1StringView("pg_")); }
};

/// One grant of a role to another; the same pair may have several grantors since 16.
struct Membership
{
    Oid role = 0;   ///< What was granted.
    Oid member = 0; ///< To whom.
    Oid grantor = 0;
    bool admin = false;
    bool inherit = true; ///< Before 16: the member's INHERIT attribute.
    bool set = true;     ///< Before 16: always.

    bool operator==(const Membership &) const = default;
};

/// One entry of an access control list.
struct AclItem
{
    Oid grantee = 0; ///< 0: PUBLIC.
    Oid grantor = 0;
    QString privileges; ///< Letters as in the ACL: "arwd".
                        ///< https://www.postgresql.org/docs/current/ddl-priv.html
    QString grantable;  ///< Those of them with the grant option.

    bool operator==(const AclItem &) const = default;
};

struct Database
{
    Oid oid = 0;
    QString name;
    Oid owner = 0;
    QString encoding;
    QString provider; ///< "libc", "icu" or "builtin".
    QString collation;
    QString characterType;
    QString locale; ///< Of icu and builtin; empty otherwise.
    QString tablespace;
    QString comment;
    bool isTemplate = false;
    bool allowConnections = true;
    bool canConnect = false; ///< Our own role has CONNECT.
    int connectionLimit = -1;
    int connections = 0;
    qint64 xidAge = 0;
    qint64 mxidAge = 0;
    std::optional<qint64> sizeBytes;       ///< Nothing: not asked yet, or not allowed.
    std::optional<Timestamp> statsReset;   ///< From when on counters count; see countersSince.
    std::optional<Timestamp> existsSince;  ///< At least; only superusers learn it, and not of all.
    std::optional<Timestamp> lastActivity; ///< The newest sign of life among its live sessions.
    qint64 transactions = 0;               ///< Since the counters were reset.
    std::optional<qint64> sessions;        ///< Opened since then; 14 and newer.
    qint64 written = 0;       ///< Rows inserted, updated or deleted since then, catalogs included.
    std::vector<AclItem> acl; ///< As in force: the default one where none is stored.
    bool defaultAcl = true;

    bool operator==(const Database &) const = default;
};

/// The connectionLimit of what an interrupted DROP DATABASE left; it can only be dropped.
constexpr int InvalidDatabaseLimit = -2;

/// Whether to connect to it unasked to read what is in it: our role may, and a session there is in
/// nobody's way, as it is in a template, which CREATE DATABASE then can't copy.
inline bool mayBeLookedInto(const Database &database)
{
    return database.allowConnections && database.canConnect && !database.isTemplate &&
           database.connectionLimit != InvalidDatabaseLimit;
}

/// How many objects a role owns in a database (pg_shdepend); 0 for shared objects other than
/// databases. The server keeps no count for the role that made the cluster and the predefined ones.
struct OwnedObjects
{
    Oid role = 0;
    Oid database = 0;
    int count = 0;

    bool operator==(const OwnedObjects &) const = default;
};

/// Whether the server keeps a list of the objects of a role: not for those that initdb made.
constexpr bool areObjectsCounted(Oid role)
{
    return role >= 16384;
}

/// Everything about roles and databases that can be seen from any database of the server.
struct Inventory
{
    int serverVersion = 0;
    Timestamp takenAt;
    Oid ourRole = 0;
    bool superuser = false;
    int maxConnections = 0;
    int usableConnections = 0; ///< Without those reserved for special roles.
    /// Since when the server counts, where no counter of its own was reset later.
    std::optional<Timestamp> countersSince;
    qint64 freezeMaxAge = 0; ///< autovacuum_freeze_max_age
    qint64 multixactFreezeMaxAge = 0;
    std::vector<Role> roles; ///< By OID.
    std::vector<Membership> memberships;
    std::vector<Database> databases; ///< By OID.
    std::vector<StoredSetting> settings;
    std::vector<OwnedObjects> owned;
    /// As owned, of objects that name the role without being its own: in an access control list, as
    /// that of a policy. The server drops no role that has some.
    std::vector<OwnedObjects> naming;

    bool operator==(const Inventory &) const = default;
    /// Nothing if there is none of that OID.
    const Role *role(Oid oid) const;
    const Database *database(Oid oid) const;
};

using InventoryPtr = std::shared_ptr<const Inventory>;

} // namespace inventory

Q_DECLARE_METATYPE(inventory::InventoryPtr)
