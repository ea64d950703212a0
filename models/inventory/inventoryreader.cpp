// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/inventoryreader.h"

#include "inventory/inventorydecoder.h"
#include "postgres/catalogue.h"

#include <span>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace inventory {

namespace {

// 100,000 roles with their memberships fit. One transaction: behind a locked catalog the first
// statement waits for lock_timeout, and the others don't wait after it.
constexpr pg::Limits ReadLimits{
    .deadline = 20s, .rows = 2'000'000, .bytes = 128 * 1024 * 1024, .together = true};
// The session's statement_timeout (15 s) ends one that walks for too long.
constexpr auto SizeDeadline = 20s;
constexpr size_t SizesAtOnce = 16;

std::unexpected<base::Error> closed()
{
    return std::unexpected(base::Error{.kind = base::ErrorKind::Cancelled,
                                       .message = u"The connection was closed."_s});
}

pg::Query sizeOf(Oid database, int serverVersion)
{
    return {.sql = pg::statement(u"inventory/database_size"_s, serverVersion),
            .parameters = {QByteArray::number(database)},
            .binary = true,
            .prepare = true};
}

} // namespace

QCoro::Task<base::Result<Inventory>> readInventory(QPointer<pg::Connection> connection)
{
    if (!connection)
        co_return closed();
    const int version = connection->facts().serverVersion;
    QList<pg::Query> queries;
    const int parts = connection->facts().superuser ? PartCount : NeededParts;
    for (int part = 0; part < parts; ++part) {
        queries.append({.sql = pg::statement(statementName(Part(part)), version), .binary = true});
    }
    const auto answers = co_await connection->run(queries, ReadLimits);
    for (const auto &answer : std::span(answers).first(NeededParts)) {
        if (!answer)
            co_return std::unexpected(answer.error());
    }
    co_return decodeInventory(answers, version);
}

bool isBusy(const base::Error &error)
{
    return error.sqlState == "55P03"_L1;
}

QCoro::Task<base::Result<DatabaseSizes>> readDatabaseSizes(QPointer<pg::Connection> connection,
                                                           std::vector<Oid> databases)
{
    DatabaseSizes sizes;
    for (size_t next = 0; next < databases.size();) {
        if (!connection)
            co_return closed();
        // Behind a pooler the statements of a batch share a transaction, and its fate.
        const pg::ConnectionFacts &facts = connection->facts();
        const size_t end = std::min(databases.size(), next + (facts.pooled ? 1U : SizesAtOnce));
        QList<pg::Query> queries;
        for (size_t i = next; i < end; ++i)
            queries.append(sizeOf(databases[i], facts.serverVersion));
        const auto answers =
            co_await connection->run(queries, {.deadline = SizeDeadline * queries.size()});
        for (size_t i = 0; i < answers.size(); ++i, ++next) {
            if (!answers[i] && answers[i].error().kind != base::ErrorKind::Server)
                co_return std::unexpected(answers[i].error());
            const bool known =
                answers[i] && answers[i]->rowCount() == 1 && !answers[i]->isNull(0, 0);
            sizes[databases[next]] = known ? std::optional(answers[i]->int8(0, 0)) : std::nullopt;
        }
    }
    co_return sizes;
}

Inventory withSizes(Inventory inventory, const DatabaseSizes &sizes)
{
    for (Database &database : inventory.databases) {
        if (const auto size = sizes.find(database.oid); size != sizes.end())
            database.sizeBytes = size->second;
    }
    return inventory;
}

} // namespace inventory
