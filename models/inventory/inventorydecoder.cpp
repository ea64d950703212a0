// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/inventorydecoder.h"

#include "inventory/acl.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace inventory {

namespace {

const pg::Rows &rowsOf(const pg::Connection::Results &answers, Part part)
{
    return *answers[size_t(part)];
}

template <typename Row>
Row *find(std::vector<Row> &rows, Oid oid)
{
    const auto found = std::ranges::lower_bound(rows, oid, {}, &Row::oid);
    return found != rows.end() && found->oid == oid ? &*found : nullptr;
}

void decodeFacts(const pg::Rows &rows, Inventory &inventory)
{
    if (rows.rowCount() != 1)
        return;
    inventory.takenAt = rows.timestamp(0, rows.column("taken_at")).value_or(Timestamp{});
    inventory.ourRole = rows.oid(0, rows.column("our_role"));
    inventory.superuser = rows.boolean(0, rows.column("superuser"));
    inventory.maxConnections = rows.int4(0, rows.column("max_connections"));
    inventory.usableConnections = rows.int4(0, rows.column("usable_connections"));
    inventory.countersSince = rows.timestamp(0, rows.column("counters_since"));
    inventory.freezeMaxAge = rows.int8(0, rows.column("freeze_max_age"));
    inventory.multixactFreezeMaxAge = rows.int8(0, rows.column("multixact_freeze_max_age"));
}

std::vector<Role> decodeRoles(const pg::Rows &rows)
{
    const int oid = rows.column("oid"), name = rows.column("name");
    const int superuser = rows.column("superuser"), inherits = rows.column("inherits");
    const int createRole = rows.column("create_role");
    const int createDatabase = rows.column("create_database"), login = rows.column("login");
    const int replication = rows.column("replication"), bypass = rows.column("bypass_rls");
    const int limit = rows.column("connection_limit"), until = rows.column("valid_until");
    const int comment = rows.column("comment");
    std::vector<Role> roles;
    roles.reserve(size_t(rows.rowCount()));
    for (int i = 0; i < rows.rowCount(); ++i) {
        roles.push_back({.oid = rows.oid(i, oid),
                         .name = rows.text(i, name),
                         .superuser = rows.boolean(i, superuser),
                         .inherits = rows.boolean(i, inherits),
                         .createRole = rows.boolean(i, createRole),
                         .createDatabase = rows.boolean(i, createDatabase),
                         .login = rows.boolean(i, login),
                         .replication = rows.boolean(i, replication),
                         .bypassRls = rows.boolean(i, bypass),
                         .connectionLimit = rows.int4(i, limit, -1),
                         .validUntil = rows.timestamp(i, until),
                         .comment = rows.text(i, comment)});
    }
    return roles;
}

void decodePasswords(const pg::Rows &rows, std::vector<Role> &roles)
{
    const int oid = rows.column("oid"), kind = rows.column("kind");
    for (int i = 0; i < rows.rowCount(); ++i) {
        Role *role = find(roles, rows.oid(i, oid));
        const QByteArrayView text = rows.bytes(i, kind);
        if (role && text == "none")
            role->password = PasswordKind::None;
        else if (role && text == "md5")
            role->password = PasswordKind::Md5;
        else if (role && text == "scram")
            role->password = PasswordKind::Scram;
    }
}

struct DatabaseColumns
{
    int oid, name, owner, encoding, provider, collation, characterType, locale, tablespace, comment,
        isTemplate, allowConnections, canConnect, limit, xidAge, mxidAge, statsReset, transactions,
        sessions, written, defaultAcl;

    explicit DatabaseColumns(const pg::Rows &rows)
        : oid(rows.column("oid"))
        , name(rows.column("name"))
        , owner(rows.column("owner"))
        , encoding(rows.column("encoding"))
        , provider(rows.column("provider"))
        , collation(rows.column("collation"))
        , characterType(rows.column("character_type"))
        , locale(rows.column("locale"))
        , tablespace(rows.column("tablespace"))
        , comment(rows.column("comment"))
        , isTemplate(rows.column("is_template"))
        , allowConnections(rows.column("allow_connections"))
        , canConnect(rows.column("can_connect"))
        , limit(rows.column("connection_limit"))
        , xidAge(rows.column("xid_age"))
        , mxidAge(rows.column("mxid_age"))
        , statsReset(rows.column("stats_reset"))
        , transactions(rows.column("transactions"))
        , sessions(rows.column("sessions"))
        , written(rows.column("written"))
        , defaultAcl(rows.column("default_acl"))
    {
    }
};

Database decodeDatabase(const pg::Rows &rows, int i, const DatabaseColumns &c)
{
    return {.oid = rows.oid(i, c.oid),
            .name = rows.text(i, c.name),
            .owner = rows.oid(i, c.owner),
            .encoding = rows.text(i, c.encoding),
            .provider = rows.text(i, c.provider),
            .collation = rows.text(i, c.collation),
            .characterType = rows.text(i, c.characterType),
            .locale = rows.text(i, c.locale),
            .tablespace = rows.text(i, c.tablespace),
            .comment = rows.text(i, c.comment),
            .isTemplate = rows.boolean(i, c.isTemplate),
            .allowConnections = rows.boolean(i, c.allowConnections),
            .canConnect = rows.boolean(i, c.canConnect),
            .connectionLimit = rows.int4(i, c.limit, -1),
            .xidAge = rows.int8(i, c.xidAge),
            .mxidAge = rows.int8(i, c.mxidAge),
            .statsReset = rows.timestamp(i, c.statsReset),
            .transactions = rows.int8(i, c.transactions),
            .sessions =
                rows.isNull(i, c.sessions) ? std::optional<qint64>() : rows.int8(i, c.sessions),
            .written = rows.int8(i, c.written),
            .defaultAcl = rows.boolean(i, c.defaultAcl)};
}

std::vector<Database> decodeDatabases(const pg::Rows &rows, const pg::Rows &acls)
{
    const DatabaseColumns columns(rows);
    auto aclOf = decodeAcls(acls);
    std::vector<Database> databases;
    databases.reserve(size_t(rows.rowCount()));
    for (int i = 0; i < rows.rowCount(); ++i) {
        Database &database = databases.emplace_back(decodeDatabase(rows, i, columns));
        if (const auto acl = aclOf.find(database.oid); acl != aclOf.end())
            database.acl = std::move(acl->second);
    }
    return databases;
}

// A role that was dropped between two statements is nowhere.
std::vector<Membership> decodeMemberships(const pg::Rows &rows, const Inventory &inventory)
{
    const int role = rows.column("role"), member = rows.column("member");
    const int grantor = rows.column("grantor"), admin = rows.column("admin");
    const int inherit = rows.column("inherit"), set = rows.column("set");
    std::vector<Membership> memberships;
    memberships.reserve(size_t(rows.rowCount()));
    for (int i = 0; i < rows.rowCount(); ++i) {
        const Membership one{.role = rows.oid(i, role),
                             .member = rows.oid(i, member),
                             .grantor = rows.oid(i, grantor),
                             .admin = rows.boolean(i, admin),
                             .inherit = rows.boolean(i, inherit),
                             .set = rows.boolean(i, set)};
        if (inventory.role(one.role) && inventory.role(one.member))
            memberships.push_back(one);
    }
    return memberships;
}

std::vector<StoredSetting> decodeSettings(const pg::Rows &rows, const Inventory &inventory)
{
    const int role = rows.column("role"), database = rows.column("database");
    const int setting = rows.column("setting");
    std::vector<StoredSetting> settings;
    for (int i = 0; i < rows.rowCount(); ++i) {
        const QString text = rows.text(i, setting);
        const StoredSetting one{.role = rows.oid(i, role),
                                .database = rows.oid(i, database),
                                .name = text.section(u'=', 0, 0),
                                .value = text.section(u'=', 1)};
        const bool dropped = (one.role != 0 && !inventory.role(one.role)) ||
                             (one.database != 0 && !inventory.database(one.database));
        if (!dropped)
            settings.push_back(one);
    }
    return settings;
}

// Of one of the columns that count.
std::vector<OwnedObjects> decodeOwned(const pg::Rows &rows, const char *column,
                                      const Inventory &inventory)
{
    const int role = rows.column("role"), database = rows.column("database");
    const int count = rows.column(column);
    std::vector<OwnedObjects> owned;
    for (int i = 0; i < rows.rowCount(); ++i) {
        const OwnedObjects one{.role = rows.oid(i, role),
                               .database = rows.oid(i, database),
                               .count = rows.int4(i, count)};
        const bool dropped = one.database != 0 && !inventory.database(one.database);
        if (one.count > 0 && inventory.role(one.role) && !dropped)
            owned.push_back(one);
    }
    return owned;
}

void decodeActivity(const pg::Rows &rows, Inventory &inventory)
{
    const int role = rows.column("role"), database = rows.column("database");
    const int connections = rows.column("connections");
    const int start = rows.column("last_start"), activity = rows.column("last_activity");
    for (int i = 0; i < rows.rowCount(); ++i) {
        if (Role *one = find(inventory.roles, rows.oid(i, role))) {
            one->connections += rows.int4(i, connections);
            one->lastSeen = std::max(one->lastSeen, rows.timestamp(i, start));
        }
        if (Database *one = find(inventory.databases, rows.oid(i, database))) {
            one->connections += rows.int4(i, connections);
            one->lastActivity = std::max(one->lastActivity, rows.timestamp(i, activity));
        }
    }
}

void decodeBirths(const pg::Rows &rows, std::vector<Database> &databases)
{
    const int oid = rows.column("oid"), since = rows.column("exists_since");
    for (int i = 0; i < rows.rowCount(); ++i) {
        if (Database *database = find(databases, rows.oid(i, oid)))
            database->existsSince = rows.timestamp(i, since);
    }
}

} // namespace

QString statementName(Part part)
{
    static constexpr std::array names{
        "facts"_L1, "databases"_L1, "database_acls"_L1, "memberships"_L1, "settings"_L1,
        "owned"_L1, "activity"_L1,  "roles"_L1,         "passwords"_L1,   "database_births"_L1};
    static_assert(names.size() == PartCount);
    return "inventory/"_L1 + names[size_t(part)];
}

Inventory decodeInventory(const pg::Connection::Results &answers, int serverVersion)
{
    Inventory inventory{.serverVersion = serverVersion};
    decodeFacts(rowsOf(answers, Part::Facts), inventory);
    inventory.roles = decodeRoles(rowsOf(answers, Part::Roles));
    inventory.databases =
        decodeDatabases(rowsOf(answers, Part::Databases), rowsOf(answers, Part::DatabaseAcls));
    inventory.memberships = decodeMemberships(rowsOf(answers, Part::Memberships), inventory);
    inventory.settings = decodeSettings(rowsOf(answers, Part::Settings), inventory);
    inventory.owned = decodeOwned(rowsOf(answers, Part::Owned), "count", inventory);
    inventory.naming = decodeOwned(rowsOf(answers, Part::Owned), "naming", inventory);
    decodeActivity(rowsOf(answers, Part::Activity), inventory);
    const auto isThere = [&](Part part) {
        return answers.size() > size_t(part) && answers[size_t(part)];
    };
    if (isThere(Part::Passwords))
        decodePasswords(rowsOf(answers, Part::Passwords), inventory.roles);
    if (isThere(Part::DatabaseBirths))
        decodeBirths(rowsOf(answers, Part::DatabaseBirths), inventory.databases);
    return inventory;
}

} // namespace inventory
