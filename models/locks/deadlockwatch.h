// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/livesource.h"

#include <QObject>

#include <deque>

namespace locks {

/// One process of a deadlock that the server has resolved. Texts come from the server's log.
struct DeadlockParticipant
{
    int pid = 0;
    snapshot::LockMode mode = snapshot::LockMode::None; ///< What it waited for.
    QString object; ///< "transaction 742"; in the server's language.
    int blocker = 0;
    QString statement;

    bool operator==(const DeadlockParticipant &) const = default;
};

/// What the server's log tells of one deadlock.
struct DeadlockReport
{
    QString time;   ///< As the log has it, zone included; empty if it has none.
    int victim = 0; ///< The process whose statement the server ended.
    std::vector<DeadlockParticipant>
        participants; ///< Each waits for the next, the last for the first.

    bool operator==(const DeadlockReport &) const = default;
};

/// A server's count of deadlocks in one database has grown.
struct DeadlockEvent
{
    QString database;
    int count = 0; ///< By so many.
    snapshot::Timestamp
        when{}; ///< The snapshot that showed it; they happened since the one before.
    /// Of that time, oldest first, as far as the log was readable. A plain log does not tell the
    /// database, so reports of another one may be among them.
    std::vector<DeadlockReport> reports;
    QString problem; ///< Why there are none, in whole sentences; empty if there are some.

    bool operator==(const DeadlockEvent &) const = default;
};

/// Watches the snapshots of a live server for deadlocks and then reads the end of the server's log,
/// in the background over the connection for actions. Lives on the source's thread and has to end
/// before it.
class DeadlockWatch final : public QObject
{
    Q_OBJECT

public:
    explicit DeadlockWatch(snapshot::LiveSource &source);

signals:
    /// Once for each database and each growth of its count, when the log has been read or cannot
    /// be, at most a few seconds later.
    void deadlockSeen(const locks::DeadlockEvent &event);

private:
    struct LogPart;
    void look(const snapshot::SnapshotPtr &snapshot);
    QCoro::Task<void> tell();
    QCoro::Task<base::Result<LogPart>> readLog();
    QCoro::Task<base::Result<std::vector<DeadlockReport>>> readNewReports();
    void addReports(DeadlockEvent &event, std::vector<DeadlockReport> &reports);

    snapshot::LiveSource &m_source;
    snapshot::SnapshotPtr m_previous;
    std::deque<DeadlockEvent> m_waiting; ///< For the log.
    std::vector<DeadlockReport> m_told;  ///< The newest that were told.
    bool m_reading = false;
};

} // namespace locks

Q_DECLARE_METATYPE(locks::DeadlockEvent)
