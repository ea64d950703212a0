// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/baselinereader.h"

#include "postgres/catalogue.h"

#include <QDeadlineTimer>

#include <algorithm>
#include <map>

namespace inventory {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A table on its way: its place in the baseline, and its name as the server quotes it.
struct Counted
{
    size_t place = 0;
    Oid oid = 0;
    QByteArray quoted;
    bool alone = false; ///< No partitions belong to it.
};

std::map<std::pair<QString, QString>, Oid> oidsByName(const DatabaseContents &contents)
{
    std::map<std::pair<QString, QString>, Oid> oids;
    for (const Relation &relation : contents.relations) {
        if (const Schema *schema = contents.schema(relation.schema))
            oids.emplace(std::pair(schema->name, relation.name), relation.oid);
    }
    return oids;
}

// Those that can be counted; the others get a reason.
std::vector<Counted> countable(const pg::Rows &rows, const DatabaseContents &contents,
                               Baseline &baseline)
{
    std::map<Oid, int> rowOf;
    for (int row = 0; row < rows.rowCount(); ++row)
        rowOf.emplace(rows.oid(row, rows.column("oid")), row);
    const auto oids = oidsByName(contents);
    std::vector<Counted> counted;
    for (size_t place = 0; place < baseline.tables.size(); ++place) {
        BaselineTable &table = baseline.tables[place];
        const auto oid = oids.find({table.schema, table.name});
        const auto row = oid == oids.end() ? rowOf.end() : rowOf.find(oid->second);
        if (row == rowOf.end())
            table.notCounted = NotCounted::Gone;
        else if (rows.boolean(row->second, rows.column("locked")))
            table.notCounted = NotCounted::Locked;
        else
            counted.push_back(
                {.place = place,
                 .oid = oid->second,
                 .quoted = rows.bytes(row->second, rows.column("quoted")).toByteArray(),
                 .alone = rows.boolean(row->second, rows.column("alone"))});
    }
    return counted;
}

NotCounted whyNotCounted(const base::Error &error)
{
    if (error.sqlState == "55P03"_L1)
        return NotCounted::Locked;
    if (error.sqlState == "42501"_L1)
        return NotCounted::NoRight;
    if (error.sqlState == "42P01"_L1)
        return NotCounted::Gone;
    const bool late = error.sqlState == "57014"_L1 || error.kind == base::ErrorKind::Timeout;
    return late ? NotCounted::NoTime : NotCounted::Failed;
}

QByteArray countSql(const Counted &table, int serverVersion)
{
    QByteArray sql = pg::statement(u"inventory/baseline_count"_s, serverVersion);
    sql.replace(":place", (table.alone ? "ONLY " : "") + table.quoted);
    return sql;
}

// Its rows and its size, both of the same moment.
QCoro::Task<base::Result<BaselineTable>> counted(QPointer<pg::Connection> connection, Counted table,
                                                 BaselineTable entry,
                                                 std::chrono::milliseconds patience)
{
    const int version = connection->facts().serverVersion;
    const auto answers =
        co_await connection->run({{.sql = pg::statement(u"inventory/careful"_s, version),
                                   .parameters = {QByteArray::number(qint64(patience.count()))}},
                                  {.sql = countSql(table, version),
                                   .parameters = {QByteArray::number(table.oid)},
                                   .binary = true}},
                                 {.deadline = patience + 2s, .together = true});
    if (!answers.back())
        co_return std::unexpected(answers.back().error());
    const pg::Rows &rows = *answers.back();
    entry.counted = RowCount::Exact;
    entry.rows = rows.int8(0, rows.column("rows"));
    entry.measured = !rows.isNull(0, rows.column("bytes"));
    if (entry.measured)
        entry.bytes = rows.int8(0, rows.column("bytes"));
    co_return entry;
}

} // namespace

QCoro::Task<base::Result<Baseline>> readBaseline(QPointer<pg::Connection> connection,
                                                 BaselineRequest request)
{
    Baseline baseline = estimatedBaseline(request.contents, request.tables);
    baseline.takenAt = base::now();
    if (!request.exact || !connection)
        co_return baseline;
    std::vector<Oid> oids;
    for (const Relation &relation : request.contents.relations)
        oids.push_back(relation.oid);
    const QDeadlineTimer deadline(request.patience);
    const auto names = co_await connection->run(pg::Query{
        .sql = pg::statement(u"inventory/baseline_tables"_s, connection->facts().serverVersion),
        .parameters = {pg::oidArray(oids)},
        .binary = true});
    if (!names)
        co_return std::unexpected(names.error());
    const std::vector<Counted> tables = countable(*names, request.contents, baseline);
    for (const Counted &table : tables) {
        BaselineTable &entry = baseline.tables[table.place];
        const auto left = std::chrono::milliseconds(deadline.remainingTime());
        if (left <= 0ms) {
            entry.notCounted = NotCounted::NoTime;
            continue;
        }
        if (!connection || !connection->isOpen())
            co_return std::unexpected(base::Error{.kind = base::ErrorKind::ConnectionLost,
                                                  .message = u"The connection was lost."_s});
        const auto exact = co_await counted(connection, table, entry, left);
        if (exact) {
            entry = *exact;
        } else {
            entry.notCounted = whyNotCounted(exact.error());
            entry.problem = exact.error().message;
        }
    }
    co_return baseline;
}

} // namespace inventory
