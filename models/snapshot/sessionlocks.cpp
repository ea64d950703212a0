// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "snapshot/sessionlocks.h"

#include "postgres/catalogue.h"
#include "snapshot/decoder.h"
#include "snapshot/objectnames.h"

#include <algorithm>
#include <iterator>

namespace snapshot {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// The server gives up first: whoever runs into the deadline of the connection loses it.
constexpr auto Patience = "3000ms";
constexpr pg::Limits ListLimits{
    .deadline = 8s, .rows = MaxSessionLocks + 10, .bytes = 16 * 1024 * 1024, .together = true};

pg::Query patience(int version)
{
    return {.sql = pg::statement(u"locks/patience"_s, version), .parameters = {Patience}};
}

QList<pg::Query> listQueries(const Session::Key &key, int version)
{
    pg::Parameter start;
    if (key.backendStart)
        start = base::toIso(*key.backendStart).toUtf8();
    return {
        patience(version),
        {.sql = pg::statement(u"locks/session"_s, version),
         .parameters = {QByteArray::number(key.pid), start, QByteArray::number(MaxSessionLocks)},
         .binary = true}};
}

SessionLocks decode(const pg::Rows &rows)
{
    SessionLocks answer;
    if (rows.rowCount() == 0) {
        answer.problem = u"This session has ended."_s;
        return answer;
    }
    answer.total = int(rows.int8(0, rows.column("total")));
    answer.cut = answer.total > rows.rowCount();
    answer.locks = Decoder().locks(rows);
    // A process without a lock has a row without one.
    std::erase_if(answer.locks, [](const Lock &lock) { return lock.mode == LockMode::None; });
    return answer;
}

} // namespace

QCoro::Task<SessionLocks> readSessionLocks(QPointer<pg::Connection> connection, Session::Key key)
{
    const int version = connection->facts().serverVersion;
    const pg::Connection::Results list =
        co_await connection->run(listQueries(key, version), ListLimits);
    if (!list.back())
        co_return SessionLocks{.problem = list.back().error().message};
    SessionLocks answer = decode(*list.back());
    std::set<ObjectKey> objects;
    for (const Lock &lock : answer.locks) {
        if (const auto object = objectOf(lock.target))
            objects.insert(*object);
    }
    if (objects.empty() || !connection)
        co_return answer;
    for (const pg::Query &query : nameQueries(objects, version)) {
        const pg::Connection::Results names =
            co_await connection->run(QList<pg::Query>{patience(version), query}, ListLimits);
        if (!connection)
            break;
        if (!names.back() && names.back().error().kind != base::ErrorKind::Server)
            break;
        if (names.back())
            std::ranges::move(decodeNames(*names.back()), std::back_inserter(answer.names));
    }
    std::ranges::sort(answer.names, {}, keyOf);
    co_return answer;
}

} // namespace snapshot
