// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/checkrun.h"

#include "access/ladder/evidencereader.h"
#include "base/plaintext.h"

#include <QThread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

using pgaccess::Attempt;
using pgaccess::Cause;
using pgaccess::Diagnosis;
using pgaccess::Stage;

constexpr auto Deadline = 10s;

Diagnosis diagnosed(const Attempt &attempt, pgaccess::Evidence evidence,
                    const std::vector<pgaccess::AuthLogEntry> &log)
{
    if (attempt.connected())
        return {};
    evidence.attemptedAt = attempt.endedAt;
    evidence.log.insert(evidence.log.end(), log.begin(), log.end());
    return pgaccess::refine(pgaccess::diagnose(attempt.observation), attempt.observation, evidence);
}

// The password is asked for there: it comes further than an address that lets nobody in.
bool comesFurther(const Attempt &other)
{
    return other.connected() || (other.observation.stage >= Stage::Authenticate &&
                                 other.observation.error->sqlState == "28P01"_L1);
}

// What the attempts of a candidate say together: another of its addresses works, or comes further.
void addOtherWay(Diagnosis &diagnosis, const Attempt &failed, const QList<Attempt> &attempts)
{
    const Cause cause = diagnosis.cause;
    const bool ofAddress = cause <= Cause::NotPostgres || cause == Cause::NoHbaEntry ||
                           cause == Cause::HbaReject || cause == Cause::PeerMismatch;
    const auto better = std::ranges::find_if(attempts, [&failed](const Attempt &other) {
        return other.candidate == failed.candidate && comesFurther(other);
    });
    if (!failed.connected() && ofAddress && better != attempts.end())
        diagnosis.fixes.append({.kind = pgaccess::FixKind::ConnectElsewhere,
                                .text = u"host="_s + better->observation.address});
}

} // namespace

CheckRun::CheckRun(QThread &ioThread)
{
    m_ladder.setParent(this);
    connect(&m_ladder, &pgaccess::Ladder::attemptEnded, this, &CheckRun::takeEnded);
    moveToThread(&ioThread);
}

void CheckRun::start(int run, const QList<pgaccess::LadderCandidate> &candidates,
                     const CheckEvidence &evidence)
{
    QMetaObject::invokeMethod(
        this, [this, run, candidates, evidence] { climb(run, candidates, evidence); });
}

void CheckRun::judge(int run, const QList<Attempt> &attempts, const CheckEvidence &evidence)
{
    QMetaObject::invokeMethod(
        this, [this, run, attempts, evidence] { judgeAll(run, attempts, evidence); });
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
                                  CheckEvidence evidence)
{
    if (m_busy > 0 || m_finishing)
        co_return emit over(run, {});
    ++m_busy;
    m_run = run;
    const QList<Attempt> attempts = co_await m_ladder.climb(candidates, Deadline);
    co_await judgeAll(run, attempts, evidence);
    end();
}

// At once what the client's side alone tells; more when all are over.
void CheckRun::takeEnded(const Attempt &attempt)
{
    emit attemptJudged(m_run, {attempt, diagnosed(attempt, {}, {})});
}

QCoro::Task<void> CheckRun::judgeAll(int run, QList<Attempt> attempts, CheckEvidence evidence)
{
    ++m_busy;
    pg::Connection connection;
    pgaccess::EvidenceReader reader(connection);
    if (evidence.admin) {
        const auto opened = co_await connection.open(*evidence.admin);
        if (!opened)
            evidence.problems.append(tr("The second connection could not be made: %1")
                                         .arg(base::singleLine(opened.error().message)));
    }
    for (const Attempt &attempt : attempts) {
        pgaccess::Evidence known;
        if (!attempt.connected() && connection.isOpen() && reader.isSameServer(attempt.observation))
            known = co_await reader.read(attempt.observation);
        Diagnosis diagnosis = diagnosed(attempt, known, evidence.log);
        addOtherWay(diagnosis, attempt, attempts);
        const bool cancelled = attempt.observation.error &&
                               attempt.observation.error->kind == base::ErrorKind::Cancelled;
        if (!cancelled)
            emit attemptJudged(run, {attempt, diagnosis});
    }
    emit over(run, evidence.problems);
    end();
}

void CheckRun::end()
{
    --m_busy;
    if (m_finishing && m_busy == 0)
        deleteLater();
}

} // namespace app
