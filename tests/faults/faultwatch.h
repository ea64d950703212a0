// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/livesource.h"
#include "support/heartbeat.h"
#include "support/rssmeter.h"

#include <QThread>

namespace faults {

/// A server being watched as in the program: a live source on an I/O thread of its own. Records
/// what a window would see, and holds the oracles that are true of every fault. (The test's own
/// thread blocks while it handles servers, so only the I/O thread has a heartbeat here.)
class FaultWatch final
{
public:
    explicit FaultWatch(pg::ConnectParameters parameters);
    ~FaultWatch();
    Q_DISABLE_COPY_MOVE(FaultWatch)

    snapshot::LiveSource &source() { return *m_source; }

    /// The latest of both, as signals brought them.
    snapshot::SnapshotPtr last() const { return m_last; }
    const base::ServerStatus &status() const { return m_history.back(); }

    /// Every status so far.
    const QList<base::ServerStatus> &history() const { return m_history; }
    void forgetHistory();

    /// Runs the event loop until the state is reached, or time is over.
    bool reaches(base::ServerState state,
                 std::chrono::milliseconds within = std::chrono::seconds(15));

    /// Runs the event loop until a snapshot arrives that was asked for after this call.
    snapshot::SnapshotPtr next(std::chrono::milliseconds within = std::chrono::seconds(15));

    /// Nothing if the I/O thread did not stand still and memory did not grow; else what is wrong.
    QByteArray brokenOracle() const;

private:
    QThread m_thread;
    QObject m_context;
    snapshot::LiveSource *m_source;
    snapshot::SnapshotPtr m_last;
    QList<base::ServerStatus> m_history{base::ServerStatus{}};
    std::unique_ptr<tests::Heartbeat> m_io;
    tests::RssMeter m_rss;
};

/// The session of a pid in a snapshot, or null.
const snapshot::Session *sessionIn(const snapshot::SnapshotPtr &snapshot, int pid);

/// The state, reason and SQLSTATE of a status, for messages.
QByteArray describe(const base::ServerStatus &status);

} // namespace faults

#define QVERIFY_ORACLES(watch)                                                                     \
    QVERIFY2((watch).brokenOracle().isEmpty(), (watch).brokenOracle().constData())

/// Waits for a state, and shows the last status if it does not come.
#define QVERIFY_STATE(watch, state)                                                                \
    QVERIFY2((watch).reaches(base::ServerState::state),                                            \
             faults::describe((watch).status()).constData())
