// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/rollback.h"

#include "actions/judgement.h"
#include "actions/preparedlook.h"
#include "actions/statements.h"

namespace actions {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr pg::Limits LookLimits{.deadline = 5s, .rows = 10, .bytes = 64 * 1024};
// Its state file is read and WAL is flushed, perhaps up to a standby.
constexpr pg::Limits RollbackLimits{.deadline = 15s, .rows = 10, .bytes = 64 * 1024};

// One attempt over one connection.
struct Attempt
{
    Outcome outcome;
    QString elsewhere; // the database that it has to be done in; nothing was done then
};

Outcome refused(Outcome outcome, Reason reason, const base::Error &error = {})
{
    outcome.ending = Ending::Refused;
    outcome.reason = reason;
    outcome.error = error;
    return outcome;
}

Outcome obstructed(Outcome outcome, Obstacle obstacle, const QString &why = {})
{
    outcome.obstacle = obstacle;
    return refused(std::move(outcome), Reason::Obstructed, {.message = why});
}

// Nothing was sent yet.
Outcome notRead(Outcome outcome, const base::Error &error)
{
    const bool spoke = error.kind == base::ErrorKind::Server;
    return refused(std::move(outcome), spoke ? Reason::ServerError : Reason::NotConnected, error);
}

Outcome explained(Outcome outcome, const base::Error &error)
{
    outcome.error = error;
    outcome.ending = endingOf(error);
    if (error.sqlState == "42704"_L1) {
        outcome.ending = Ending::NotFound;
        outcome.reason = Reason::Gone;
    } else if (outcome.ending == Ending::NotPermitted) {
        outcome.missing = MissingRight::OwnerOrSuperuser;
    } else {
        outcome.reason =
            outcome.ending == Ending::Unknown ? Reason::Interrupted : Reason::ServerError;
    }
    return outcome;
}

QCoro::Task<Attempt> attempt(QPointer<pg::Connection> connection, Outcome outcome)
{
    const int version = connection->facts().serverVersion;
    const snapshot::PreparedTransaction shown = *outcome.target.prepared;
    const auto rows = co_await connection->run(preparedStatement(shown, version), LookLimits);
    if (!rows || !connection)
        co_return {notRead(outcome, rows ? base::Error{} : rows.error()), {}};
    const PreparedLook look = preparedLook(*rows, shown);
    if (look.standby)
        co_return {obstructed(outcome, Obstacle::Standby), {}};
    if (look.missing != Reason::None) {
        outcome.ending = Ending::NotFound;
        outcome.reason = look.missing;
        co_return {outcome, {}};
    }
    if (!look.here)
        co_return {outcome, look.database};
    const auto gid = connection->quoteLiteral(look.gid);
    if (!gid)
        co_return {refused(outcome, Reason::ServerError, gid.error()), {}};
    const auto done = co_await connection->run(rollbackStatement(*gid, version), RollbackLimits);
    if (!done)
        co_return {explained(outcome, done.error()), {}};
    outcome.ending = Ending::SignalledAndGone;
    co_return {outcome, {}};
}

// In the transaction's own database.
QCoro::Task<Outcome> rollBackThere(pg::ConnectParameters parameters, Outcome outcome,
                                   QPointer<QObject> owner)
{
    const QPointer<pg::Connection> there(new pg::Connection(owner));
    const auto facts = co_await there->open(parameters);
    if (!facts) {
        outcome = refused(outcome, Reason::DatabaseUnreachable, facts.error());
    } else if (facts->pooled || !facts->verified) {
        outcome = obstructed(outcome, facts->pooled ? Obstacle::Pooled : Obstacle::Unverified,
                             facts->verifyProblem);
    } else {
        Attempt second = co_await attempt(there, outcome);
        outcome = second.elsewhere.isEmpty() ? std::move(second.outcome)
                                             : refused(outcome, Reason::DatabaseUnreachable, {});
    }
    if (there) {
        there->close(); // a session less at once, not when the event loop comes to it
        there->deleteLater();
    }
    co_return outcome;
}

} // namespace

QCoro::Task<Outcome> rollBackPrepared(Reach reach, Outcome outcome, QPointer<QObject> owner)
{
    const Attempt first = co_await attempt(&reach.control(), outcome);
    if (first.elsewhere.isEmpty() || !owner)
        co_return first.outcome;
    const pg::ConnectParameters parameters = parametersBeside(reach, first.elsewhere);
    co_return co_await rollBackThere(parameters, first.outcome, owner);
}

} // namespace actions
