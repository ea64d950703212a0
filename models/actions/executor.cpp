// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/executor.h"

#include "actions/judgement.h"
#include "actions/offthread.h"
#include "actions/statements.h"
#include "postgres/connection.h"

#include <QCoroTimer>
#include <QUuid>

namespace actions {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds Patience = 5s;
constexpr pg::Limits ActionLimits{.deadline = 5s, .rows = 10'000, .bytes = 4 * 1024 * 1024};

base::Duration since(const QElapsedTimer &timer)
{
    return std::chrono::duration_cast<base::Duration>(timer.durationElapsed());
}

std::optional<Sighting> sightingOf(const QHash<int, Sighting> &found, const Target &target)
{
    const auto at = found.constFind(target.session.pid);
    return at == found.constEnd() ? std::nullopt : std::optional(*at);
}

} // namespace

Executor::Executor(Reach reach, AuditLog log, QObject *parent)
    : QObject(parent)
    , m_reach(std::move(reach))
    , m_log(std::move(log))
{
}

void Executor::start(const Plan &plan)
{
    run(plan);
}

QCoro::Task<std::vector<Outcome>> Executor::run(Plan plan)
{
    const QPointer<Executor> alive(this);
    std::vector<Step> steps;
    for (const Target &target : plan.targets) {
        Step step = co_await send(plan, target);
        if (alive && step.stage == Stage::Settled)
            step = co_await close(step);
        if (!alive)
            co_return std::vector<Outcome>{};
        steps.push_back(step);
    }
    steps = co_await followUp(std::move(steps));
    std::vector<Outcome> outcomes;
    for (const Step &step : steps)
        outcomes.push_back(step.outcome);
    if (alive)
        emit finished(plan.id);
    co_return outcomes;
}

std::optional<Outcome> Executor::refusal(const Plan &plan, const Target &target) const
{
    Outcome outcome{.plan = plan.id,
                    .kind = plan.kind,
                    .target = target,
                    .ending = Ending::Refused,
                    .reason = Reason::Obstructed};
    if (!control().isOpen()) {
        outcome.reason = Reason::NotConnected;
        outcome.error = {.kind = base::ErrorKind::ConnectionLost,
                         .message = u"There is no connection to the server."_s};
        return outcome;
    }
    outcome.ourRole = control().facts().user;
    outcome.obstacle = obstacleOf(control().facts(), target);
    if (!outcome.obstacle)
        outcome.obstacle = whyNot(plan.kind, target);
    if (outcome.obstacle) {
        outcome.error.message = control().facts().verifyProblem;
        return outcome;
    }
    if (!target.isIdentitySafe() && !plan.unsafeConfirmed) {
        outcome.reason = Reason::IdentityUnconfirmed;
        return outcome;
    }
    return {};
}

// Everything about one target up to the signal. Between the check of the connection and the
// statement only the log is written, and then it is checked again.
QCoro::Task<Executor::Step> Executor::send(Plan plan, Target target)
{
    const QPointer<Executor> alive(this);
    if (auto refused = refusal(plan, target))
        co_return Step{.outcome = *refused};
    Step step = co_await announce(plan, target);
    if (!alive || step.outcome.ending == Ending::Refused)
        co_return step;
    if (auto refused = refusal(plan, target)) {
        step.outcome = *refused;
        co_return step;
    }
    step.sent.start();
    if (target.prepared) {
        step.outcome = co_await rollBackPrepared(m_reach, step.outcome, this);
        step.outcome.elapsed = since(step.sent);
        co_return step;
    }
    const pg::Query query = signalStatement(plan, target, control().facts().serverVersion);
    const base::Result<pg::Rows> rows = co_await control().run(query, ActionLimits);
    if (!alive)
        co_return step;
    step.outcome.elapsed = since(step.sent);
    if (!rows) {
        step.outcome.error = rows.error();
        co_return co_await explainError(step);
    }
    if (rows->rowCount() == 0 || !rows->boolean(0, 0))
        co_return co_await explainNothing(plan, step, rows->rowCount() > 0);
    step.stage = Stage::Signalled;
    co_return step;
}

// The line in the log before anything is sent, written where it may wait for the disk.
QCoro::Task<Executor::Step> Executor::announce(Plan plan, Target target)
{
    const pg::ConnectionFacts facts = control().facts();
    Step step{
        .outcome = {.plan = plan.id, .kind = plan.kind, .target = target, .ourRole = facts.user},
        .auditId = QUuid::createUuid().toString(QUuid::WithoutBraces)};
    const AuditEntry entry{.id = step.auditId,
                           .kind = plan.kind,
                           .server = plan.server,
                           .address = u"%1:%2"_s.arg(facts.address, QString::number(facts.port)),
                           .serverRole = facts.user,
                           .target = target,
                           .identityChecked = target.isIdentitySafe()};
    const AuditLog log = m_log;
    const base::Result<void> written =
        co_await offThread([log, entry] { return log.sending(entry); });
    if (!written) {
        step.auditId.clear();
        step.outcome.ending = Ending::Refused;
        step.outcome.reason = Reason::AuditUnwritable;
        step.outcome.error = written.error();
    }
    co_return step;
}

// The line in the log after it, then the word to whoever listens.
QCoro::Task<Executor::Step> Executor::close(Step step)
{
    const QPointer<Executor> alive(this);
    step.stage = Stage::Closed;
    if (!step.auditId.isEmpty()) {
        const AuditLog log = m_log;
        const Step closing = step;
        const base::Result<void> written = co_await offThread(
            [log, closing] { return log.done(closing.auditId, closing.outcome); });
        if (!written)
            step.outcome.auditProblem = written.error().message;
    }
    if (alive)
        emit outcomeKnown(step.outcome);
    co_return step;
}

// The statement failed.
QCoro::Task<Executor::Step> Executor::explainError(Step step)
{
    Outcome &outcome = step.outcome;
    outcome.ending = endingOf(outcome.error);
    if (outcome.ending == Ending::Unknown)
        outcome.reason = Reason::Interrupted;
    else if (outcome.ending == Ending::Refused)
        outcome.reason = Reason::ServerError;
    if (outcome.ending != Ending::NotPermitted)
        co_return step;
    const int version = control().facts().serverVersion;
    const pg::Query query = missingRightStatement(outcome.target.session.roleOid, version);
    const base::Result<pg::Rows> answer = co_await control().run(query, ActionLimits);
    if (answer && answer->rowCount() == 1)
        outcome.missing = missingRight(outcome.target, answer->boolean(0, 0), version);
    co_return step;
}

// The statement signalled nobody: no row, or the server's own "false".
QCoro::Task<Executor::Step> Executor::explainNothing(Plan plan, Step step, bool signalRefused)
{
    Outcome &outcome = step.outcome;
    outcome.ending = Ending::NotFound;
    outcome.reason = Reason::Gone;
    const base::Result<pg::Rows> rows = co_await look({outcome.target.session.pid});
    if (!rows) {
        outcome.reason = Reason::None;
        outcome.error = rows.error();
        co_return step;
    }
    const auto now = sightingOf(sightings(*rows), outcome.target);
    if (signalRefused && standing(plan.kind, outcome.target, now) != Ending::SignalledAndGone) {
        outcome.ending = Ending::Refused;
        outcome.reason = Reason::NotSignalled;
    } else if (!signalRefused) {
        outcome.reason = whyNothingDone(plan, outcome.target, now);
    }
    co_return step;
}

// Looks at all that were signalled until each is gone or has had its five seconds.
QCoro::Task<std::vector<Executor::Step>> Executor::followUp(std::vector<Step> steps)
{
    const QPointer<Executor> alive(this);
    std::chrono::milliseconds pause = 5ms;
    while (alive) {
        const QList<int> pids = signalledPids(steps);
        if (pids.isEmpty())
            break;
        co_await QCoro::sleepFor(pause);
        pause = std::min<std::chrono::milliseconds>(pause * 2, 400ms);
        if (!alive)
            break;
        const base::Result<pg::Rows> rows = co_await look(pids);
        for (size_t i = 0; i < steps.size(); ++i) {
            if (steps[i].stage == Stage::Signalled)
                settle(steps[i], rows);
            if (alive && steps[i].stage == Stage::Settled)
                steps[i] = co_await close(steps[i]);
        }
    }
    co_return steps;
}

QCoro::Task<base::Result<pg::Rows>> Executor::look(QList<int> pids)
{
    const pg::Query query = lookStatement(pids, control().facts().serverVersion);
    co_return co_await control().run(query, ActionLimits);
}

QList<int> Executor::signalledPids(const std::vector<Step> &steps)
{
    QList<int> pids;
    for (const Step &step : steps) {
        if (step.stage == Stage::Signalled)
            pids << step.outcome.target.session.pid;
    }
    return pids;
}

void Executor::settle(Step &step, const base::Result<pg::Rows> &rows)
{
    Outcome &outcome = step.outcome;
    outcome.elapsed = since(step.sent);
    if (rows) {
        const auto now = sightingOf(sightings(*rows), outcome.target);
        outcome.ending = standing(outcome.kind, outcome.target, now);
        outcome.reason = outcome.ending == Ending::Unknown ? Reason::NotVisible : Reason::None;
    } else {
        outcome.ending = Ending::Unknown;
        outcome.reason = Reason::Interrupted;
        outcome.error = rows.error();
    }
    const bool wait = outcome.ending == Ending::SignalledStillThere && outcome.elapsed < Patience;
    step.stage = wait ? Stage::Signalled : Stage::Settled;
}

} // namespace actions
