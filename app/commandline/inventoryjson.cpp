// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/inventoryjson.h"

#include "inventory/findingwords.h"
#include "inventory/memberships.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace app {

namespace {

using namespace inventory;

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue momentOrNull(std::optional<Timestamp> time)
{
    return time ? QJsonValue(base::toIso(*time)) : QJsonValue();
}

QJsonValue numberOrNull(std::optional<qint64> number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QJsonValue roleName(const Inventory &inventory, Oid oid)
{
    const Role *role = inventory.role(oid);
    return role ? QJsonValue(role->name) : QJsonValue();
}

QJsonValue databaseName(const Inventory &inventory, Oid oid)
{
    const Database *database = inventory.database(oid);
    return database ? QJsonValue(database->name) : QJsonValue();
}

QJsonObject serverToJson(const InventoryRead &read)
{
    return {{u"version_num"_s, read.inventory.serverVersion},
            {u"role"_s, read.server.connection->facts().user},
            {u"superuser"_s, read.inventory.superuser},
            {u"max_connections"_s, read.inventory.maxConnections}};
}

QLatin1StringView kindName(SubjectKind kind)
{
    switch (kind) {
    case SubjectKind::Server:
        return "server"_L1;
    case SubjectKind::Role:
        return "role"_L1;
    case SubjectKind::Database:
        return "database"_L1;
    case SubjectKind::Schema:
        return "schema"_L1;
    case SubjectKind::Extension:
        return "extension"_L1;
    }
    return {};
}

QJsonValue subjectName(const Inventory &inventory, const Finding &finding)
{
    switch (finding.kind) {
    case SubjectKind::Role:
        return roleName(inventory, finding.subject);
    case SubjectKind::Database:
        return databaseName(inventory, finding.subject);
    default:
        return textOrNull(finding.name);
    }
}

QJsonObject findingToJson(const Inventory &inventory, const Finding &finding)
{
    QJsonArray databases;
    for (const Oid oid : finding.related)
        databases.append(databaseName(inventory, oid));
    const bool counted = finding.value != 0 || finding.limit != 0;
    const QJsonObject evidence{
        {u"databases"_s, databases},
        {u"value"_s, counted ? QJsonValue(finding.value) : QJsonValue()},
        {u"limit"_s, finding.limit != 0 ? QJsonValue(finding.limit) : QJsonValue()},
        {u"at"_s, momentOrNull(finding.when)},
        {u"sessions"_s, numberOrNull(finding.sessions)},
        {u"version"_s, textOrNull(finding.text)}};
    const ui::FindingText text = ui::findingText(inventory, finding);
    return {{u"id"_s, QString(findingName(finding.id))},
            {u"severity"_s, QString(severityName(finding.severity))},
            {u"subject_kind"_s, QString(kindName(finding.kind))},
            {u"subject"_s, subjectName(inventory, finding)},
            {u"database"_s, databaseName(inventory, finding.database)},
            {u"evidence"_s, evidence},
            {u"message"_s, text.title},
            {u"advice"_s, text.sentence},
            {u"sql"_s, QJsonArray::fromStringList(finding.sql)}};
}

QJsonArray findingsToJson(const Inventory &inventory, const std::vector<Finding> &findings)
{
    QJsonArray array;
    for (const Finding &finding : findings)
        array.append(findingToJson(inventory, finding));
    return array;
}

QJsonArray membershipsToJson(const Inventory &inventory, const MembershipGraph &graph, Oid role)
{
    QJsonArray array;
    for (const Membership &one : graph.grants(role, Direction::RolesOf)) {
        array.append(QJsonObject{{u"role"_s, roleName(inventory, one.role)},
                                 {u"admin"_s, one.admin},
                                 {u"inherit"_s, one.inherit},
                                 {u"set"_s, one.set},
                                 {u"grantor"_s, roleName(inventory, one.grantor)}});
    }
    return array;
}

QJsonObject roleToJson(const Inventory &inventory, const MembershipGraph &graph, const Role &role)
{
    QJsonArray owned;
    for (const Database &database : inventory.databases) {
        if (database.owner == role.oid)
            owned.append(database.name);
    }
    return {{u"name"_s, role.name},
            {u"oid"_s, qint64(role.oid)},
            {u"login"_s, role.login},
            {u"superuser"_s, role.superuser},
            {u"createrole"_s, role.createRole},
            {u"createdb"_s, role.createDatabase},
            {u"replication"_s, role.replication},
            {u"bypassrls"_s, role.bypassRls},
            {u"inherit"_s, role.inherits},
            {u"connection_limit"_s, role.connectionLimit},
            {u"connections"_s, role.connections},
            {u"last_seen"_s, momentOrNull(role.lastSeen)},
            {u"valid_until"_s, momentOrNull(role.validUntil)},
            {u"password"_s, QString(passwordWord(role.password))},
            {u"comment"_s, textOrNull(role.comment)},
            {u"member_of"_s, membershipsToJson(inventory, graph, role.oid)},
            {u"owns_databases"_s, owned}};
}

QJsonValue extensionsToJson(const DatabaseContents *contents)
{
    if (!contents ||
        std::ranges::contains(contents->gaps, ContentsPart::Extensions, &ContentsGap::part))
        return {};
    QJsonArray array;
    for (const Extension &extension : contents->extensions) {
        array.append(QJsonObject{{u"name"_s, extension.name},
                                 {u"version"_s, extension.version},
                                 {u"available"_s, textOrNull(extension.availableVersion)},
                                 {u"outdated"_s, extension.isOutdated()}});
    }
    return array;
}

QJsonObject migrationToJson(const Migration &migration)
{
    return {{u"tool"_s, migration.tool},
            {u"table"_s, migration.table},
            {u"version"_s, textOrNull(migration.version)},
            {u"applied"_s, numberOrNull(migration.applied)},
            {u"failed"_s, migration.failed},
            {u"problem"_s, textOrNull(migration.problem)}};
}

// What is inside, or why that is not known.
void addContents(QJsonObject &object, const ContentsRead &read, Oid oid)
{
    const auto found = read.find(oid);
    const DatabaseContents *contents =
        found != read.end() && found->second ? &*found->second : nullptr;
    object[u"extensions"_s] = extensionsToJson(contents);
    QJsonArray migrations;
    for (const Migration &migration : contents ? contents->migrations : std::vector<Migration>())
        migrations.append(migrationToJson(migration));
    const bool known = contents && !std::ranges::contains(contents->gaps, ContentsPart::Migrations,
                                                          &ContentsGap::part);
    object[u"migration"_s] = migrations.isEmpty() ? QJsonValue() : migrations.first();
    object[u"migrations"_s] = known ? QJsonValue(migrations) : QJsonValue();
    object[u"contents_problem"_s] = found != read.end() && !found->second
                                        ? QJsonValue(found->second.error().message)
                                        : QJsonValue();
}

QJsonObject databaseToJson(const Inventory &inventory, const Database &database)
{
    return {{u"name"_s, database.name},
            {u"oid"_s, qint64(database.oid)},
            {u"owner"_s, roleName(inventory, database.owner)},
            {u"encoding"_s, database.encoding},
            {u"provider"_s, database.provider},
            {u"collation"_s, database.collation},
            {u"character_type"_s, database.characterType},
            {u"locale"_s, textOrNull(database.locale)},
            {u"tablespace"_s, textOrNull(database.tablespace)},
            {u"comment"_s, textOrNull(database.comment)},
            {u"size_bytes"_s, numberOrNull(database.sizeBytes)},
            {u"connections"_s, database.connections},
            {u"connection_limit"_s, database.connectionLimit},
            {u"last_activity"_s, momentOrNull(database.lastActivity)},
            {u"stats_reset"_s, momentOrNull(database.statsReset)},
            {u"sessions"_s, numberOrNull(database.sessions)},
            {u"transactions"_s, database.transactions},
            {u"rows_written"_s, database.written},
            {u"xid_age"_s, database.xidAge},
            {u"mxid_age"_s, database.mxidAge},
            {u"allow_connections"_s, database.allowConnections},
            {u"is_template"_s, database.isTemplate},
            {u"can_connect"_s, database.canConnect}};
}

} // namespace

QLatin1StringView passwordWord(PasswordKind kind)
{
    switch (kind) {
    case PasswordKind::None:
        return "none"_L1;
    case PasswordKind::Md5:
        return "md5"_L1;
    case PasswordKind::Scram:
        return "scram"_L1;
    case PasswordKind::Hidden:
        break;
    }
    return "hidden"_L1;
}

QJsonObject rolesToJson(const InventoryRead &read, const std::vector<Finding> &findings)
{
    const Inventory &inventory = read.inventory;
    const MembershipGraph graph(inventory);
    QJsonArray roles;
    for (const Role &role : inventory.roles)
        roles.append(roleToJson(inventory, graph, role));
    return {{u"schema"_s, u"pgvigil.roles/1"_s},
            {u"server"_s, serverToJson(read)},
            {u"taken_at"_s, base::toIso(inventory.takenAt)},
            {u"roles"_s, roles},
            {u"findings"_s, findingsToJson(inventory, findings)}};
}

QJsonObject databasesToJson(const InventoryRead &read, const ContentsRead &contents,
                            const std::vector<Finding> &findings)
{
    const Inventory &inventory = read.inventory;
    QJsonArray databases;
    for (const Database &database : inventory.databases) {
        QJsonObject object = databaseToJson(inventory, database);
        addContents(object, contents, database.oid);
        databases.append(object);
    }
    return {{u"schema"_s, u"pgvigil.databases/1"_s},
            {u"server"_s, serverToJson(read)},
            {u"taken_at"_s, base::toIso(inventory.takenAt)},
            {u"databases"_s, databases},
            {u"findings"_s, findingsToJson(inventory, findings)}};
}

} // namespace app
