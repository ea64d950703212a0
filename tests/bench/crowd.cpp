// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/crowd.h"

#include "support/waiting.h"

#include <sys/resource.h>

namespace bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto tables = "CREATE TABLE stock (id int PRIMARY KEY, n int);"
                        "INSERT INTO stock SELECT i, 0 FROM generate_series(1, 100) AS i;"
                        "CREATE TABLE orders (id int PRIMARY KEY, customer int);";
constexpr auto idle = "SELECT s.id, s.n, o.id AS \"order\", o.customer FROM stock AS s "
                      "LEFT JOIN orders AS o ON o.id = s.id WHERE s.n > 5 AND s.id < 20 "
                      "ORDER BY s.id, o.customer LIMIT 100";
constexpr auto waitForRow = "UPDATE stock SET n = n - 1 WHERE id = 7";
constexpr auto waitForTable = "UPDATE orders SET customer = 12 WHERE id = 4711";
constexpr auto alterTable = "ALTER TABLE orders ADD COLUMN note text";
constexpr auto readTable = "SELECT customer FROM orders WHERE id = 4711";
constexpr int OnRows = 160;
constexpr auto countWaiting = "SELECT count(*) FROM pg_locks WHERE NOT granted";

// A thousand sockets are more than the usual limit of a process leaves.
void allowManyFiles()
{
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

Crowd::Crowd(int version)
    : m_server({.version = version, .settings = {u"max_connections = 1100"_s}})
{
    allowManyFiles();
}

base::Result<void> Crowd::gather(int sessions, int waiting, Queue queue)
{
    if (const auto started = m_server.start(); !started)
        return started;
    if (const auto made = m_server.sql(tables); !made)
        return std::unexpected(made.error());
    const int blockers = 2;
    for (int i = blockers + waiting; i < sessions; ++i) {
        if (const auto added = add(idle, false); !added)
            return added;
    }
    m_idle = m_sessions.size();
    if (const auto added = addWaiting(waiting, queue); !added)
        return added;
    const QByteArray wanted = QByteArray::number(waiting);
    if (!tests::waitUntil([&] { return m_server.sql(countWaiting).value_or("") == wanted; }, 60s))
        return base::localError(u"not all sessions wait that should"_s);
    tests::pause(2s); // each waiter looks for a deadlock once, after a second
    return {};
}

base::Result<void> Crowd::addWaiting(int count, Queue queue)
{
    const bool readers = queue == Queue::Readers;
    if (const auto added = add("BEGIN; UPDATE stock SET n = n - 1 WHERE id = 7", false); !added)
        return added;
    const auto *holder =
        readers ? "BEGIN; SELECT count(*) FROM orders" : "BEGIN; LOCK TABLE orders";
    if (const auto added = add(holder, false); !added)
        return added;
    for (int i = 0; i < count; ++i) {
        const auto *mixed = i % 2 ? waitForTable : waitForRow;
        const auto *behind = i == 0 ? alterTable : i <= count - OnRows ? readTable : waitForRow;
        if (const auto added = add(readers ? behind : mixed, true); !added)
            return added;
        if (readers && i == 0)
            tests::pause(200ms); // the others queue behind it
    }
    return {};
}

base::Result<void> Crowd::stir(int sessions)
{
    for (int i = 0; i < sessions && m_idle > 0; ++i) {
        if (const auto ran = m_sessions[m_next++ % m_idle].run(idle); !ran)
            return std::unexpected(ran.error());
    }
    return {};
}

base::Result<void> Crowd::add(const QByteArray &statement, bool waits)
{
    auto session = m_server.session(u"postgres"_s, u"shop %1"_s.arg(m_sessions.size() % 20));
    if (!session)
        return std::unexpected(session.error());
    if (waits)
        session->send(statement);
    else if (const auto ran = session->run(statement); !ran)
        return std::unexpected(ran.error());
    m_sessions.push_back(std::move(*session));
    return {};
}

} // namespace bench
