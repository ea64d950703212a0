// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/server.h"
#include "snapshot/decoder.h"
#include "snapshot/followup.h"
#include "snapshot/snapshot.h"

#include <QElapsedTimer>
#include <QTimer>

namespace snapshot {

/// Takes one snapshot after the other over a server's watching connection: one pipeline a tick,
/// never a second one before the first is answered, less often while the server is slow. Lives on
/// the server's thread.
class Sampler final : public QObject
{
    Q_OBJECT

public:
    explicit Sampler(pg::Server &server, QObject *parent = nullptr);

    void setInterval(std::chrono::milliseconds interval);
    void setPaused(bool paused);

    /// Asks at once.
    void refresh();

    /// Call it before the first snapshot.
    void setPidsToConfirm(PidsToConfirm choose);

signals:
    void snapshotTaken(const snapshot::SnapshotPtr &snapshot);
    void intervalChanged(std::chrono::milliseconds interval, const QString &reason);

private:
    void begin();
    void tick();
    QCoro::Task<void> takeSnapshot();
    QCoro::Task<void> publish(std::shared_ptr<Snapshot> snapshot);
    QCoro::Task<void> followUp(std::shared_ptr<Snapshot> snapshot, QDeadlineTimer deadline);
    QCoro::Task<bool> readFacts();
    QCoro::Task<void> readNames();
    pg::Query tickQuery(const QString &name) const;
    QList<pg::Query> tickQueries() const;
    std::shared_ptr<Snapshot> decode(const pg::Connection::Results &results);
    void complete(Snapshot &snapshot);
    void addLimits(Snapshot &snapshot) const;
    void schedule(std::chrono::milliseconds lastTick);
    void warnOverdue();
    bool wasSuspended();

    pg::Server &m_server;
    Decoder m_decoder;
    Names m_names;
    FollowUp m_followUp;
    ServerFacts m_facts;
    Limits m_limits;
    int m_maxPrepared = 0;
    QString m_namesProblem;
    SnapshotPtr m_previous;
    QTimer m_timer;
    QTimer m_overdue;
    std::chrono::milliseconds m_interval{1000};
    std::chrono::milliseconds m_effective{1000};
    QDeadlineTimer m_namesDue;
    std::chrono::nanoseconds m_suspended{};
    quint64 m_sequence = 0;
    bool m_paused = false;
    bool m_busy = false;
    bool m_factsKnown = false;
};

} // namespace snapshot
