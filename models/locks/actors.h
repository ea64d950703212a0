// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/waitgraph.h"

#include <QHash>

namespace locks {

/// Finds who a row of pg_locks belongs to, as the lock manager sees it: the workers of a parallel
/// query are one with their leader, and a prepared transaction is somebody by itself.
class Actors final
{
public:
    explicit Actors(const snapshot::Snapshot &snapshot);

    /// A number from 0 for the process; -1 for a pid that cannot be one.
    int ofPid(int pid);

    /// The same for a row: also of a prepared transaction.
    int ofLock(const snapshot::Lock &lock);

    /// The session of one process, not of its leader; null if it is not in the snapshot.
    const snapshot::Session *session(int pid) const;

    /// Everybody that was asked for, by number.
    std::vector<Node> takeNodes() { return std::move(m_nodes); }

private:
    int sessionIndex(int pid) const;
    void readPrepared();
    int ofPrepared(const QString &virtualTransaction);
    quint32 guessXid(const QString &virtualTransaction) const;

    const snapshot::Snapshot &m_snapshot;
    std::vector<std::pair<int, int>> m_sessions; // pid and index, sorted
    std::vector<Node> m_nodes;
    QHash<int, int> m_byPid;
    QHash<quint32, int> m_byXid;
    QHash<quint32, int> m_prepared; // index in the snapshot by transaction id
    QHash<QString, quint32> m_xids; // of prepared transactions, by virtual transaction
};

} // namespace locks
