// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/contentsdecoder.h"

#include "inventory/privileges.h"

#include <algorithm>
#include <map>

namespace inventory {

using namespace Qt::StringLiterals;

namespace {

constexpr Oid SchemaClass = 2615;    // pg_namespace
constexpr Oid RelationClass = 1259;  // pg_class
constexpr Oid DefaultAclClass = 826; // pg_default_acl

// Before anything is granted or revoked an owner has all there is.
std::vector<AclItem> ownersAcl(Oid owner, const QString &privileges)
{
    return {{.grantee = owner, .grantor = owner, .privileges = privileges}};
}

QString inOrder(const QString &letters)
{
    QString sorted;
    for (const QChar letter : AllPrivileges) {
        if (letters.contains(letter))
            sorted += letter;
    }
    return sorted;
}

std::optional<qint64> rowEstimate(double rows, int pages, bool everLooked, int serverVersion)
{
    if (rows < 0)
        return {};
    // Before 14 a table that was never looked at says 0, as an empty one does.
    if (serverVersion < 140000 && rows == 0 && pages == 0 && !everLooked)
        return {};
    return qint64(rows);
}

struct RelationColumns
{
    int oid, schema, name, kind, owner, defaultAcl, bytes, rows, pages, deadRows, lastVacuum,
        lastAnalyze, rowSecurity, forced, locked, partitionOf, comment;

    explicit RelationColumns(const pg::Rows &rows_)
        : oid(rows_.column("oid"))
        , schema(rows_.column("schema"))
        , name(rows_.column("name"))
        , kind(rows_.column("kind"))
        , owner(rows_.column("owner"))
        , defaultAcl(rows_.column("default_acl"))
        , bytes(rows_.column("bytes"))
        , rows(rows_.column("rows"))
        , pages(rows_.column("pages"))
        , deadRows(rows_.column("dead_rows"))
        , lastVacuum(rows_.column("last_vacuum"))
        , lastAnalyze(rows_.column("last_analyze"))
        , rowSecurity(rows_.column("row_security"))
        , forced(rows_.column("forced_row_security"))
        , locked(rows_.column("locked"))
        , partitionOf(rows_.column("partition_of"))
        , comment(rows_.column("comment"))
    {
    }
};

Relation decodeRelation(const pg::Rows &rows, int row, const RelationColumns &c, int serverVersion)
{
    Relation relation{.oid = rows.oid(row, c.oid),
                      .schema = rows.oid(row, c.schema),
                      .name = rows.text(row, c.name),
                      .kind = rows.text(row, c.kind),
                      .owner = rows.oid(row, c.owner),
                      .deadRows = rows.int8(row, c.deadRows),
                      .lastVacuum = rows.timestamp(row, c.lastVacuum),
                      .lastAnalyze = rows.timestamp(row, c.lastAnalyze),
                      .rowSecurity = rows.boolean(row, c.rowSecurity),
                      .forcedRowSecurity = rows.boolean(row, c.forced),
                      .locked = rows.boolean(row, c.locked),
                      .partitionOf = rows.oid(row, c.partitionOf),
                      .comment = rows.text(row, c.comment)};
    const bool hasRows = relation.kind != "view"_L1 && relation.kind != "sequence"_L1;
    if (hasRows)
        relation.estimatedRows =
            rowEstimate(rows.float8(row, c.rows), rows.int4(row, c.pages),
                        relation.lastVacuum || relation.lastAnalyze, serverVersion);
    if (!hasRows || (relation.estimatedRows && relation.kind != "partitioned table"_L1))
        relation.estimatedBytes = rows.int8(row, c.bytes);
    if (rows.boolean(row, c.defaultAcl))
        relation.acl = ownersAcl(relation.owner,
                                 privilegesOf(Grantable::Relation, serverVersion, relation.kind));
    return relation;
}

template <typename Row>
Row *find(std::vector<Row> &rows, Oid oid)
{
    const auto found = std::ranges::lower_bound(rows, oid, {}, &Row::oid);
    return found != rows.end() && found->oid == oid ? &*found : nullptr;
}

} // namespace

void decodeDatabase(const pg::Rows &rows, DatabaseContents &contents)
{
    if (rows.rowCount() == 0)
        return;
    contents.database = rows.oid(0, rows.column("oid"));
    contents.takenAt = rows.timestamp(0, rows.column("now")).value_or(Timestamp());
}

std::vector<Schema> decodeSchemas(const pg::Rows &rows)
{
    const int oid = rows.column("oid");
    const int name = rows.column("name");
    const int owner = rows.column("owner");
    const int defaultAcl = rows.column("default_acl");
    const int comment = rows.column("comment");
    std::vector<Schema> schemas;
    for (int row = 0; row < rows.rowCount(); ++row) {
        Schema schema{.oid = rows.oid(row, oid),
                      .name = rows.text(row, name),
                      .owner = rows.oid(row, owner),
                      .comment = rows.text(row, comment)};
        if (rows.boolean(row, defaultAcl))
            schema.acl = ownersAcl(schema.owner, privilegesOf(Grantable::Schema, 0));
        schemas.push_back(std::move(schema));
    }
    return schemas;
}

std::vector<Relation> decodeRelations(const pg::Rows &rows, int serverVersion)
{
    const RelationColumns columns(rows);
    std::vector<Relation> relations;
    relations.reserve(size_t(rows.rowCount()));
    for (int row = 0; row < rows.rowCount(); ++row)
        relations.push_back(decodeRelation(rows, row, columns, serverVersion));
    return relations;
}

std::vector<Policy> decodePolicies(const pg::Rows &rows)
{
    const int oid = rows.column("oid");
    const int relation = rows.column("relation");
    const int name = rows.column("name");
    const int permissive = rows.column("permissive");
    const int command = rows.column("command");
    const int roles = rows.column("roles");
    const int locked = rows.column("locked");
    std::vector<Policy> policies;
    for (int row = 0; row < rows.rowCount(); ++row) {
        Policy policy{.oid = rows.oid(row, oid),
                      .relation = rows.oid(row, relation),
                      .name = rows.text(row, name),
                      .permissive = rows.boolean(row, permissive),
                      .command = rows.text(row, command)};
        const QStringList members = rows.text(row, roles).split(u',', Qt::SkipEmptyParts);
        for (const QString &member : members)
            policy.roles.push_back(member.toUInt());
        if (rows.boolean(row, locked))
            policy.unread = Unread::Locked;
        policies.push_back(std::move(policy));
    }
    return policies;
}

std::vector<Extension> decodeExtensions(const pg::Rows &rows)
{
    const int name = rows.column("name");
    const int version = rows.column("version");
    const int schema = rows.column("schema");
    std::vector<Extension> extensions;
    for (int row = 0; row < rows.rowCount(); ++row) {
        extensions.push_back({.name = rows.text(row, name),
                              .version = rows.text(row, version),
                              .schema = rows.oid(row, schema)});
    }
    return extensions;
}

void addAvailableVersions(const pg::Rows &rows, std::vector<Extension> &extensions)
{
    const int name = rows.column("name");
    const int version = rows.column("version");
    std::map<QString, QString> newest;
    for (int row = 0; row < rows.rowCount(); ++row)
        newest.emplace(rows.text(row, name), rows.text(row, version));
    for (Extension &extension : extensions) {
        if (const auto found = newest.find(extension.name); found != newest.end())
            extension.availableVersion = found->second;
    }
}

void addExpressions(const pg::Rows &rows, std::vector<Policy> &policies)
{
    const int oid = rows.column("oid");
    const int usingExpression = rows.column("using_expression");
    const int checkExpression = rows.column("check_expression");
    std::map<Oid, int> rowOf;
    for (int row = 0; row < rows.rowCount(); ++row)
        rowOf.emplace(rows.oid(row, oid), row);
    for (Policy &policy : policies) {
        const auto found = rowOf.find(policy.oid);
        if (found == rowOf.end())
            continue;
        policy.usingExpression = rows.text(found->second, usingExpression);
        policy.checkExpression = rows.text(found->second, checkExpression);
    }
}

void addGrants(const pg::Rows &grants, const pg::Rows *defaults, DatabaseContents &contents)
{
    std::map<Oid, DefaultPrivileges> defaultsOf;
    for (int row = 0; defaults && row < defaults->rowCount(); ++row) {
        defaultsOf.emplace(
            defaults->oid(row, defaults->column("oid")),
            DefaultPrivileges{.role = defaults->oid(row, defaults->column("role")),
                              .schema = defaults->oid(row, defaults->column("schema")),
                              .objects = defaults->text(row, defaults->column("objects"))});
    }
    const int oidColumn = grants.column("oid");
    const int classColumn = grants.column("class");
    const int nameColumn = grants.column("column_name");
    for (int row = 0; row < grants.rowCount(); ++row) {
        const Oid oid = grants.oid(row, oidColumn);
        const Oid kind = grants.oid(row, classColumn);
        const AclItem item{.grantee = grants.oid(row, grants.column("grantee")),
                           .grantor = grants.oid(row, grants.column("grantor")),
                           .privileges = inOrder(grants.text(row, grants.column("privileges"))),
                           .grantable = inOrder(grants.text(row, grants.column("grantable")))};
        if (kind == DefaultAclClass && defaultsOf.contains(oid)) {
            defaultsOf[oid].acl.push_back(item);
        } else if (kind == SchemaClass) {
            if (Schema *schema = find(contents.schemas, oid))
                schema->acl.push_back(item);
        } else if (kind == RelationClass && !grants.isNull(row, nameColumn)) {
            const QString column = grants.text(row, nameColumn);
            auto &all = contents.columnGrants;
            if (all.empty() || all.back().relation != oid || all.back().column != column)
                all.push_back({.relation = oid, .column = column});
            all.back().acl.push_back(item);
        } else if (Relation *relation =
                       kind == RelationClass ? find(contents.relations, oid) : nullptr) {
            relation->acl.push_back(item);
        }
    }
    for (auto &[oid, entry] : defaultsOf)
        contents.defaultPrivileges.push_back(std::move(entry));
}

} // namespace inventory
