// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"
#include "support/textsnapshot.h"

namespace tests {

/// A server at noon, put together session by session and lock by lock.
class LockScene
{
public:
    LockScene();

    /// A session as textsnapshot.h reads it.
    LockScene &session(const QString &text);
    LockScene &prepared(quint32 xid, const QString &gid, const QString &owner,
                        std::chrono::seconds age);
    LockScene &holds(int pid, const snapshot::LockTarget &target, snapshot::LockMode mode);
    LockScene &waits(int pid, const snapshot::LockTarget &target, snapshot::LockMode mode,
                     std::chrono::seconds ago);
    /// It holds a transaction id, and the other waits for that because of a row of the table.
    LockScene &rowWait(int pid, int holder, quint32 relation, std::chrono::seconds ago);

    snapshot::SnapshotPtr snapshot() const;
    locks::SituationPtr situation() const;

private:
    snapshot::Snapshot m_snapshot;
};

constexpr quint32 Orders = 16402;
constexpr quint32 Stock = 16410;

snapshot::LockTarget tableTarget(quint32 relation);
snapshot::LockTarget rowTarget(quint32 relation, int row);
snapshot::LockTarget advisoryTarget(quint32 key);
snapshot::LockTarget transactionTarget(quint32 xid);

/// 35 sessions behind one that is idle in transaction, two behind a prepared transaction.
LockScene incidentScene();

/// 1 blocks 2, 2 blocks 3 and so on, each by a row; pids from 1000 on.
LockScene chainScene(int length);

/// 900 holds a row; 1000 is first in the queue for it and so many others, from 1001 on, behind.
LockScene fanScene(int others);

/// 71 and 72 wait for each other, 73 for 72.
LockScene deadlockScene();

} // namespace tests
