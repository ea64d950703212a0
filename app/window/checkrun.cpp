// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/checkrun.h"

#include <QThread>

using namespace std::chrono_literals;

namespace app {

using pgaccess::Attempt;
using pgaccess::Diagnosis;

namespace {

constexpr auto Deadline = 10s;

bool isCancelled(const Attempt &attempt)
{
    const auto &error = attempt.observation.error;
    return error && error->kind == base::ErrorKind::Cancelled;
}

} // namespace

CheckRun::CheckRun(QThread &ioThread)
{
    m_ladder.setParent(this);
    connect(&m_ladder, &pgaccess::Ladder::attemptEnded, this, &CheckRun::takeEnded);
    moveToThread(&ioThread);
}

void CheckRun::start(int run, const QList<pgaccess::LadderCandidate> &candidates,
                     const CheckEvidence &evidence, const LiveSources &live)
{
    QMetaObject::invokeMethod(
        this, [this, run, candidates, evidence, live] { climb(run, candidates, evidence, live); });
}

void CheckRun::judge(int run, const QList<Attempt> &attempts, const CheckEvidence &evidence,
                     const LiveSources &live)
{
    QMetaObject::invokeMethod(
        this, [this, run, attempts, evidence, live] { judgeAll(run, attempts, evidence, live); });
}

void CheckRun::cancel()
{
    QMetaObject::invokeMethod(this, [this] { m_ladder.cancel(); });
}

void CheckRun::finish()
{
    QMetaObject::invokeMethod(this, [this] {
        m_finishing = true;
        m_ladder.cancel();
        if (m_busy == 0)
            deleteLater();
    });
}

QCoro::Task<void> CheckRun::climb(int run, QList<pgaccess::LadderCandidate> candidates,
                                  CheckEvidence evidence, LiveSources live)
{
    if (m_busy > 0 || m_finishing)
        co_return emit over(run, {});
    ++m_busy;
    m_run = run;
    const QList<Attempt> attempts = co_await m_ladder.climb(candidates, Deadline);
    co_await judgeAll(run, attempts, evidence, live);
    end();
}

// At once what the client's side alone tells; more when all are over.
void CheckRun::takeEnded(const Attempt &attempt)
{
    const bool failed = !attempt.connected();
    emit attemptJudged(m_run,
                       {attempt, failed ? pgaccess::diagnose(attempt.observation) : Diagnosis()});
}

QCoro::Task<void> CheckRun::judgeAll(int run, QList<Attempt> attempts, CheckEvidence evidence,
                                     LiveSources live)
{
    ++m_busy;
    QList<QPointer<pg::Connection>> open;
    for (const auto &source : live) {
        if (source)
            open.append(&source->server().control());
    }
    const Judgement judged = co_await judgeAttempts(attempts, evidence, open);
    for (int i = 0; i < attempts.size(); ++i) {
        if (!isCancelled(attempts[i]))
            emit attemptJudged(run, {attempts[i], judged.diagnoses[i]});
    }
    emit over(run, judged.problems);
    end();
}

void CheckRun::end()
{
    --m_busy;
    if (m_finishing && m_busy == 0)
        deleteLater();
}

} // namespace app
