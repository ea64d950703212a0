// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/migrationreader.h"

#include "inventory/migrations.h"
#include "postgres/catalogue.h"

#include <algorithm>

namespace inventory {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int MaxRows = 10'000;  // as in contents_migrationrows.sql
constexpr size_t MaxTables = 20; // so many are no application's; each takes its time
constexpr int MaxText = 300;

struct Candidate
{
    Migration migration;
    MigrationTool tool;
    QByteArray quoted; ///< As the server quotes it, in its encoding.
};

/// A table as found in the catalogs, with its columns.
struct FoundTable
{
    Oid oid = 0;
    QString schema;
    QString name;
    QByteArray quoted;
    QStringList columns;
    QStringList plainColumns;
    Unread unread = Unread::None;
};

Unread whyUnread(const pg::Rows &rows, int row)
{
    if (!rows.boolean(row, rows.column("plain_table")))
        return Unread::NotPlain;
    if (!rows.boolean(row, rows.column("may_read")))
        return Unread::NoRight;
    return rows.boolean(row, rows.column("locked")) ? Unread::Locked : Unread::None;
}

std::vector<FoundTable> foundTables(const pg::Rows &rows)
{
    std::vector<FoundTable> tables;
    for (int row = 0; row < rows.rowCount(); ++row) {
        const Oid oid = rows.oid(row, rows.column("oid"));
        if (tables.empty() || tables.back().oid != oid) {
            tables.push_back({.oid = oid,
                              .schema = rows.text(row, rows.column("schema")),
                              .name = rows.text(row, rows.column("name")),
                              .quoted = rows.bytes(row, rows.column("quoted")).toByteArray(),
                              .unread = whyUnread(rows, row)});
        }
        const QString column = rows.text(row, rows.column("column_name"));
        tables.back().columns.append(column);
        if (rows.boolean(row, rows.column("plain_column")))
            tables.back().plainColumns.append(column);
    }
    return tables;
}

std::vector<Candidate> candidatesOf(const pg::Rows &rows)
{
    const std::vector<FoundTable> tables = foundTables(rows);
    std::vector<Candidate> candidates;
    for (const FoundTable &table : tables) {
        const bool rails = std::ranges::any_of(tables, [&table](const FoundTable &other) {
            return other.schema == table.schema && other.name == "ar_internal_metadata"_L1;
        });
        const auto tool = migrationToolOf(table.name, table.columns, rails);
        if (!tool || candidates.size() == MaxTables)
            continue;
        Candidate candidate{.migration = {.tool = tool->name,
                                          .relation = table.oid,
                                          .table = table.schema + u'.' + table.name,
                                          .unread = table.unread},
                            .tool = *tool,
                            .quoted = table.quoted};
        if (!migrationToolOf(table.name, table.plainColumns, rails))
            candidate.migration.unread = Unread::NotPlain;
        candidates.push_back(std::move(candidate));
    }
    return candidates;
}

// The columns' names are ours; the table's comes quoted from the server.
QByteArray rowsSql(const Candidate &candidate, int serverVersion)
{
    QByteArrayList columns;
    for (const QString &column : candidate.tool.columns)
        columns.append("pg_catalog.left(pg_catalog.concat(m.\"" + column.toLatin1() + "\"), " +
                       QByteArray::number(MaxText) + ')');
    QByteArray sql = pg::statement(u"inventory/contents_migrationrows"_s, serverVersion);
    sql.replace(":columns", columns.join(", "));
    sql.replace(":newest", "m.\"" + candidate.tool.newest.toLatin1() + '"');
    sql.replace(":place", "ONLY " + candidate.quoted); // last: a name may hold anything
    return sql;
}

Unread whyFailed(const base::Error &error)
{
    if (error.sqlState == "55P03"_L1)
        return Unread::Locked;
    return error.sqlState == "42501"_L1 ? Unread::NoRight : Unread::Failed;
}

QCoro::Task<Migration> readState(QPointer<pg::Connection> connection, Candidate candidate)
{
    const int version = connection->facts().serverVersion;
    const pg::Connection::Results answers = co_await connection->run(
        {{.sql = pg::statement(u"inventory/careful"_s, version), .parameters = {"1000"}},
         {.sql = rowsSql(candidate, version)}},
        {.deadline = 3s, .rows = MaxRows + 1, .bytes = 16 * 1024 * 1024, .together = true});
    Migration migration = candidate.migration;
    const base::Result<pg::Rows> &answer = answers.back();
    if (!answer) {
        migration.unread = whyFailed(answer.error());
        migration.problem = answer.error().message;
        co_return migration;
    }
    std::vector<QStringList> rows;
    for (int row = 0; row < answer->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < answer->columnCount(); ++column)
            cells.append(answer->text(row, column));
        rows.push_back(std::move(cells));
    }
    addState(migration, candidate.tool, rows, answer->rowCount() < MaxRows);
    co_return migration;
}

} // namespace

QCoro::Task<base::Result<std::vector<Migration>>>
readMigrations(QPointer<pg::Connection> connection)
{
    QByteArray names = migrationTables().join(u',').toLatin1();
    const base::Result<pg::Rows> found = co_await connection->run(
        pg::Query{.sql = pg::statement(u"inventory/contents_migrationtables"_s,
                                       connection->facts().serverVersion),
                  .parameters = {'{' + names + '}'},
                  .binary = true});
    if (!found)
        co_return std::unexpected(found.error());
    std::vector<Migration> migrations;
    const std::vector<Candidate> candidates = candidatesOf(*found);
    for (const Candidate &candidate : candidates) {
        if (candidate.migration.unread != Unread::None)
            migrations.push_back(candidate.migration);
        else if (connection)
            migrations.push_back(co_await readState(connection, candidate));
    }
    co_return migrations;
}

} // namespace inventory
