// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/actors.h"

#include <algorithm>

namespace locks {

using namespace Qt::StringLiterals;
using snapshot::Session;

namespace {

// A parallel apply worker of logical replication names its leader too, but shares no locks with it.
int groupLeader(const Session &session)
{
    const bool apply = session.backendType.startsWith("logical replication"_L1);
    return session.leaderPid > 0 && !apply ? session.leaderPid : session.pid;
}

} // namespace

Actors::Actors(const snapshot::Snapshot &snapshot)
    : m_snapshot(snapshot)
{
    m_sessions.reserve(snapshot.sessions.size());
    for (size_t i = 0; i < snapshot.sessions.size(); ++i)
        m_sessions.emplace_back(snapshot.sessions[i].pid, int(i));
    if (!std::ranges::is_sorted(m_sessions))
        std::ranges::sort(m_sessions);
    readPrepared();
}

int Actors::sessionIndex(int pid) const
{
    const auto at = std::ranges::lower_bound(m_sessions, std::pair(pid, 0));
    return at != m_sessions.end() && at->first == pid ? at->second : -1;
}

const Session *Actors::session(int pid) const
{
    const int index = sessionIndex(pid);
    return index < 0 ? nullptr : &m_snapshot.sessions[size_t(index)];
}

int Actors::ofPid(int pid)
{
    if (pid <= 0)
        return -1;
    if (const auto known = m_byPid.constFind(pid); known != m_byPid.constEnd())
        return *known;
    const Session *own = session(pid);
    const int leader = own ? groupLeader(*own) : pid;
    int number = leader == pid ? -1 : m_byPid.value(leader, -1);
    if (number < 0) {
        number = int(m_nodes.size());
        Node &node = m_nodes.emplace_back();
        node.key.pid = leader;
        node.session = sessionIndex(leader);
        if (node.session >= 0)
            node.key.backendStart = m_snapshot.sessions[size_t(node.session)].backendStart;
        m_byPid.insert(leader, number);
    }
    m_byPid.insert(pid, number);
    return number;
}

int Actors::ofLock(const snapshot::Lock &lock)
{
    return lock.pid == 0 ? ofPrepared(lock.virtualTransaction) : ofPid(lock.pid);
}

// A prepared transaction holds its own transaction id, and those of its subtransactions.
void Actors::readPrepared()
{
    for (size_t i = 0; i < m_snapshot.prepared.size(); ++i)
        m_prepared.insert(m_snapshot.prepared[i].transactionId, int(i));
    for (const snapshot::Lock &lock : m_snapshot.locks) {
        if (lock.pid != 0 || !lock.granted || lock.target.transactionId == 0 ||
            lock.target.type != "transactionid"_L1)
            continue;
        quint32 &xid = m_xids[lock.virtualTransaction];
        if (xid == 0 ||
            (!m_prepared.contains(xid) && m_prepared.contains(lock.target.transactionId)))
            xid = lock.target.transactionId;
    }
}

int Actors::ofPrepared(const QString &virtualTransaction)
{
    quint32 &xid = m_xids[virtualTransaction];
    if (xid == 0)
        xid = guessXid(virtualTransaction);
    const auto known = m_byXid.constFind(xid);
    if (known != m_byXid.constEnd())
        return *known;
    const int number = int(m_nodes.size());
    Node &node = m_nodes.emplace_back();
    node.key.preparedXid = xid;
    node.prepared = m_prepared.value(xid, -1);
    m_byXid.insert(xid, number);
    return number;
}

// After a restart of the server the virtual transaction is "-1/" and the transaction id. Else, if
// there is just one prepared transaction, it must be that. 0 if nobody knows.
quint32 Actors::guessXid(const QString &virtualTransaction) const
{
    if (virtualTransaction.startsWith("-1/"_L1))
        return QStringView(virtualTransaction).sliced(3).toUInt();
    return m_snapshot.prepared.size() == 1 ? m_snapshot.prepared.front().transactionId : 0;
}

} // namespace locks
