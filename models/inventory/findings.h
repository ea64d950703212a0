// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"

#include <QStringList>

#include <map>
#include <set>

namespace inventory {

/// What can be wrong with the roles and databases of a server.
enum class FindingId {
    SharedLogin,          ///< One role logs in for several databases and owns them.
    AppSuperuser,         ///< An application's role is a superuser.
    AppBypassesRls,       ///< … bypasses row security.
    AppCreatesRoles,      ///< … may create roles.
    NoPassword,           ///< A role with LOGIN has none.
    Md5Password,          ///< It has one that is kept as an MD5 hash.
    PasswordExpired,      ///< VALID UNTIL has passed.
    PasswordExpiresSoon,  ///< It will within the days of the options.
    RoleUnused,           ///< No session seen, owns nothing, takes part in no membership.
    RoleLimitNear,        ///< Its connections come near its limit.
    DatabaseLimitNear,    ///< The same for a database.
    DatabaseUnused,       ///< Nobody is connected, and nothing was written since a moment.
    XidAge,               ///< Beyond autovacuum_freeze_max_age.
    MxidAge,              ///< Beyond autovacuum_multixact_freeze_max_age.
    NoMonitoringRole,     ///< No role with LOGIN may watch without being a superuser.
    PublicSchemaWritable, ///< Everybody may create objects in a schema.
    DefaultsForEverybody, ///< What a role makes from now on everybody may change.
    ExtensionOutdated,    ///< A newer version of it lies on the server.
};

/// "shared_login" and so on, as programs know them.
QLatin1StringView findingName(FindingId id);

enum class FindingSeverity { Info, Warning, Critical };

/// "info", "warning", "critical".
QLatin1StringView severityName(FindingSeverity severity);

/// What a finding is about.
enum class SubjectKind { Server, Role, Database, Schema, Extension };

/// What it rests on that something is unused, from the moment of the finding on.
enum class UnusedBasis {
    None,
    Counters,  ///< The server began to count then.
    Existence, ///< The database was made then, or before: its files say so.
    Watching,  ///< It is known of since then: that was the first reading, or the first with it.
};

/// A finding with its evidence. The words are made elsewhere.
struct Finding
{
    FindingId id = FindingId::SharedLogin;
    FindingSeverity severity = FindingSeverity::Warning;
    SubjectKind kind = SubjectKind::Role;
    Oid subject = 0;               ///< The role, database or schema.
    Oid database = 0;              ///< Where to run the SQL; 0: anywhere.
    QString name;                  ///< Of a schema or extension, as it is.
    Oid role = 0;                  ///< Whose new objects DefaultsForEverybody means.
    std::vector<Oid> related;      ///< The databases of SharedLogin, AppSuperuser and the like;
                                   ///< where RoleUnused is named, 0 for what is in none of them.
    qint64 value = 0;              ///< Databases, connections, age: what was counted.
    qint64 limit = 0;              ///< What it is held against.
    std::optional<Timestamp> when; ///< The end of the password; since when it is unused.
    UnusedBasis basis = UnusedBasis::None;
    /// How many DatabaseUnused had since then; nothing before 14. Whoever reads it for its contents
    /// adds to them, so that only 0 tells that nobody came.
    std::optional<qint64> sessions;
    QString text;       ///< The version that there is; of DefaultsForEverybody the kind of objects.
    QString privileges; ///< What everybody gets of them: letters as in the ACL.
    /// What mends it, statement by statement, with :'password' and :'until' to be given; empty
    /// where there is nothing to propose.
    QStringList sql;

    bool operator==(const Finding &) const = default;
};

/// What earlier readings of the server tell.
struct Watched
{
    std::optional<Timestamp> since;     ///< The first one.
    std::map<Oid, Timestamp> roles;     ///< Last seen connected.
    std::map<Oid, Timestamp> databases; ///< Last seen in use.
    std::map<Oid, Timestamp> newRoles;  ///< That came after the first one: first seen.
    std::map<Oid, Timestamp> newDatabases;
};

/// What counts as near and as soon.
struct FindingOptions
{
    Timestamp now;
    int expiryDays = 14;
    int nearPercent = 80;
    qint64 criticalAge = 1'000'000'000; ///< Transactions.
    /// Nothing is called unused that may be younger. When a role was made is never known, so this
    /// holds back only those that came while somebody looked.
    std::chrono::hours unusedAfter{24};
    const Watched *watched = nullptr; ///< Null: this is the first reading.
};

/// What is wrong with roles and databases; the most severe first.
std::vector<Finding> inventoryFindings(const Inventory &inventory, const FindingOptions &options);

/// The roles or databases that something is wrong with: information alone does not count.
/// A schema or an extension counts for its database.
std::set<Oid> subjectsInTrouble(const std::vector<Finding> &findings, SubjectKind kind);

/// What is wrong inside of a database.
std::vector<Finding> contentsFindings(const Inventory &inventory, const DatabaseContents &contents);

/// A login role that owns a database, or objects in one, without being the cluster's own.
bool isApplicationRole(const Inventory &inventory, const Role &role);

/// The databases of people: without templates and "postgres".
bool isUserDatabase(const Database &database);

/// The name as an SQL identifier, always quoted.
QString quotedIdentifier(const QString &name);

/// False for a name that came as bytes that are no text: no statement could name it.
bool isNameable(const QString &name);

/// The parts of inventoryFindings().
std::vector<Finding> roleFindings(const Inventory &inventory, const FindingOptions &options);
std::vector<Finding> databaseFindings(const Inventory &inventory, const FindingOptions &options);

/// A name that no role has yet: the wanted one, else with a number.
QString freeRoleName(const Inventory &inventory, const QString &wanted);

} // namespace inventory
