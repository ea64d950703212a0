// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "snapshot/followup.h"

#include "postgres/catalogue.h"

#include <QtEndian>

#include <algorithm>

namespace snapshot {

using namespace Qt::StringLiterals;

namespace {

// The array of int4 in a binary cell; empty where it is something else.
std::vector<int> int4Array(QByteArrayView cell)
{
    constexpr qsizetype Header = 20; // dimensions, flags, type, length, lower bound
    const auto at = [&](qsizetype offset) { return qFromBigEndian<qint32>(cell.data() + offset); };
    std::vector<int> values;
    if (cell.size() < Header || at(0) != 1)
        return values;
    for (qsizetype i = Header; i + 8 <= cell.size(); i += 8) // each with its length before it
        values.push_back(at(i + 4));
    return values;
}

std::vector<Blocking> decodeBlocking(const pg::Rows &rows)
{
    const int pid = rows.column("pid");
    const int blockers = rows.column("blockers");
    const int safeSnapshot = rows.column("safe_snapshot");
    std::vector<Blocking> out;
    for (int i = 0; i < rows.rowCount(); ++i) {
        Blocking &one = out.emplace_back();
        one.pid = rows.int4(i, pid);
        one.blockers = int4Array(rows.bytes(i, blockers));
        one.safeSnapshot = rows.boolean(i, safeSnapshot);
        // A parallel query comes once for each of its processes.
        std::ranges::sort(one.blockers);
        const auto again = std::ranges::unique(one.blockers);
        one.blockers.erase(again.begin(), again.end());
    }
    return out;
}

bool waitsForSafeSnapshot(const Session &session)
{
    return session.waitEvent == "SafeSnapshot"_L1;
}

bool somebodyWaits(const Snapshot &snapshot)
{
    return !snapshot.locks.empty() || std::ranges::any_of(snapshot.sessions, waitsForSafeSnapshot);
}

} // namespace

void FollowUp::reset()
{
    m_names = {};
}

QList<pg::Query> FollowUp::queries(const Snapshot &snapshot, int serverVersion)
{
    m_askedBlocking = false;
    if (!somebodyWaits(snapshot))
        return {};
    QList<pg::Query> queries = m_names.queries(snapshot.locks, serverVersion);
    if (const pg::Query blocking = blockingQuery(snapshot, serverVersion);
        !blocking.sql.isEmpty()) {
        m_askedBlocking = true;
        queries.prepend(blocking);
    }
    return queries;
}

pg::Query FollowUp::blockingQuery(const Snapshot &snapshot, int serverVersion) const
{
    std::set<int> waiting;
    std::set<int> unsafe;
    const std::vector<int> chosen = m_choose ? m_choose(snapshot) : std::vector<int>();
    for (const int pid : chosen) {
        const auto found = std::ranges::lower_bound(snapshot.sessions, pid, {}, &Session::pid);
        const bool known = found != snapshot.sessions.end() && found->pid == pid;
        (known && waitsForSafeSnapshot(*found) ? unsafe : waiting).insert(pid);
    }
    if (chosen.empty())
        return {};
    return {.sql = pg::statement(u"snapshot/blocking"_s, serverVersion),
            .parameters = {pg::oidArray(waiting), pg::oidArray(unsafe)},
            .binary = true,
            .prepare = true};
}

void FollowUp::complete(Snapshot &snapshot, std::span<const base::Result<pg::Rows>> results)
{
    if (m_askedBlocking && !results.empty()) {
        if (results.front())
            snapshot.blocking = decodeBlocking(*results.front());
        results = results.subspan(1);
    }
    m_names.take(results);
    snapshot.objects = m_names.of(snapshot.locks);
}

} // namespace snapshot
