// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscandidate.h"
#include "access/ladder/ladder.h"
#include "checkevidence.h"
#include "snapshot/livesource.h"

#include <QObject>

class QThread;

namespace app {

/// Live sources, whose connections are asked about attempts at their servers. Any may end.
using LiveSources = QList<QPointer<snapshot::LiveSource>>;

/// Makes attempts and judges them on the I/O thread. One at a time; a new one ends the one before.
class CheckRun final : public QObject
{
    Q_OBJECT

public:
    explicit CheckRun(QThread &ioThread);

    // From any thread. The number comes back with what the run finds.
    void start(int run, const QList<pgaccess::LadderCandidate> &candidates,
               const CheckEvidence &evidence, const LiveSources &live);
    /// No attempt is made: those that were are judged anew.
    void judge(int run, const QList<pgaccess::Attempt> &attempts, const CheckEvidence &evidence,
               const LiveSources &live);
    void cancel();
    /// Ends what runs, then goes.
    void finish();

signals:
    void attemptJudged(int run, const ui::JudgedAttempt &judged);
    void over(int run, const QStringList &problems);

private:
    QCoro::Task<void> climb(int run, QList<pgaccess::LadderCandidate> candidates,
                            CheckEvidence evidence, LiveSources live);
    QCoro::Task<void> judgeAll(int run, QList<pgaccess::Attempt> attempts, CheckEvidence evidence,
                               LiveSources live);
    void takeEnded(const pgaccess::Attempt &attempt);
    void end();

    pgaccess::Ladder m_ladder;
    int m_run = 0;
    int m_busy = 0; ///< Coroutines under way.
    bool m_finishing = false;
};

} // namespace app
