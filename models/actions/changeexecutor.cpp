// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changeexecutor.h"

#include "actions/offthread.h"

#include <QElapsedTimer>
#include <QUuid>

namespace actions {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Copying a template takes its time, and waiting for a lock a person's patience.
constexpr auto OwnPatience = 300s;
constexpr auto OwnSettings = "SELECT pg_catalog.set_config('statement_timeout', '300000', false), "
                             "pg_catalog.set_config('lock_timeout', '5000', false)";
// The control connection's own timeouts are shorter.
constexpr auto ControlPatience = 20s;

ChangeOutcome refused(ChangeOutcome outcome, Reason reason, const base::Error &error)
{
    outcome.ending = ChangeEnding::Refused;
    outcome.reason = reason;
    outcome.error = error;
    return outcome;
}

std::optional<ChangeOutcome> obstructed(ChangeOutcome outcome, const pg::ConnectionFacts &facts)
{
    if (!facts.pooled && facts.verified)
        return {};
    outcome.obstacle = facts.pooled ? Obstacle::Pooled : Obstacle::Unverified;
    return refused(outcome, Reason::Obstructed, {.message = facts.verifyProblem});
}

ChangeEntry entryOf(const Change &change, const pg::ConnectionFacts &facts, const QString &id)
{
    return {.id = id,
            .server = change.server,
            .address = u"%1:%2"_s.arg(facts.address, QString::number(facts.port)),
            .serverRole = facts.user,
            .database = change.database.isEmpty() ? facts.database : change.database,
            .title = change.title,
            .together = change.together,
            .statements = change.statements};
}

} // namespace

ChangeExecutor::ChangeExecutor(Reach reach, AuditLog log, QObject *parent)
    : QObject(parent)
    , m_reach(std::move(reach))
    , m_log(std::move(log))
    , m_wish(std::make_shared<StopWish>())
{
}

void ChangeExecutor::start(const Change &change)
{
    run(change);
}

void ChangeExecutor::stop()
{
    if (m_wish->undoing)
        return;
    m_wish->stopped = true;
    if (m_wish->busy)
        m_wish->busy->cancel(5s);
}

QCoro::Task<ChangeOutcome> ChangeExecutor::run(Change change)
{
    const QPointer<ChangeExecutor> alive(this);
    ChangeOutcome outcome{.id = change.id};
    if (const auto no = refusal(change, outcome)) {
        outcome = *no;
    } else {
        const pg::ConnectionFacts facts = m_reach.control().facts();
        outcome.ourRole = facts.user;
        outcome.serverVersion = facts.serverVersion;
        outcome = co_await announced(change, outcome);
    }
    if (alive)
        emit finished(outcome);
    co_return outcome;
}

std::optional<ChangeOutcome> ChangeExecutor::refusal(const Change &change,
                                                     ChangeOutcome outcome) const
{
    const pg::Connection &control = m_reach.control();
    if (!control.isOpen())
        return refused(outcome, Reason::NotConnected,
                       {.kind = base::ErrorKind::ConnectionLost,
                        .message = u"There is no connection to the server."_s});
    outcome.problem = textProblem(change);
    if (outcome.problem != TextProblem::None)
        return refused(outcome, Reason::Obstructed, {});
    return obstructed(outcome, control.facts());
}

// Between the two lines of the log.
QCoro::Task<ChangeOutcome> ChangeExecutor::announced(Change change, ChangeOutcome outcome)
{
    const QPointer<ChangeExecutor> alive(this);
    const AuditLog log = m_log;
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const ChangeEntry entry = entryOf(change, m_reach.control().facts(), id);
    const auto written = co_await offThread([log, entry] { return log.sending(entry); });
    if (!written)
        co_return refused(outcome, Reason::AuditUnwritable, written.error());
    if (!alive)
        co_return outcome;
    QElapsedTimer sent;
    sent.start();
    outcome = co_await connected(change, outcome);
    outcome.elapsed = std::chrono::duration_cast<base::Duration>(sent.durationElapsed());
    const ChangeOutcome closing = outcome;
    const auto closed = co_await offThread([log, id, closing] { return log.done(id, closing); });
    if (!closed)
        outcome.auditProblem = closed.error().message;
    co_return outcome;
}

// A connection of this object, with patience for what takes long.
QCoro::Task<base::Result<QPointer<pg::Connection>>> ChangeExecutor::openDatabase(QString database)
{
    const QPointer<ChangeExecutor> alive(this);
    if (!m_reach.control().isOpen())
        co_return std::unexpected(base::Error{.kind = base::ErrorKind::ConnectionLost});
    const QPointer<pg::Connection> own(new pg::Connection(this));
    const auto facts = co_await own->open(parametersBeside(m_reach, database));
    if (!alive)
        co_return std::unexpected(base::Error{.kind = base::ErrorKind::Cancelled});
    base::Result<pg::Rows> settled;
    if (facts)
        settled = co_await own->run(pg::Query{.sql = OwnSettings});
    if (alive && own && facts && settled)
        co_return own;
    if (own)
        own->deleteLater();
    co_return std::unexpected(facts ? settled.error() : facts.error());
}

QCoro::Task<ChangeOutcome> ChangeExecutor::connected(Change change, ChangeOutcome outcome)
{
    const QPointer<ChangeExecutor> alive(this);
    if (!m_reach.control().isOpen())
        co_return refused(outcome, Reason::NotConnected, {});
    const QString here = m_reach.control().facts().database;
    const auto wish = m_wish;
    Workplace place{.open = [this](const QString &database) { return openDatabase(database); },
                    .patience = OwnPatience};
    const auto own = co_await openDatabase(change.database);
    if (!alive)
        co_return outcome;
    if (!own) {
        const bool full = own.error().isClass("53"_L1);
        const bool elsewhere = !change.database.isEmpty() && change.database != here;
        if (!full || elsewhere || !m_reach.control().isOpen())
            co_return refused(outcome, Reason::DatabaseUnreachable, own.error());
        place.connection = &m_reach.control();
        place.patience = ControlPatience;
        co_return co_await carryOut(place, change, outcome, wish);
    }
    if (const auto no = obstructed(outcome, (*own)->facts())) {
        (*own)->deleteLater();
        co_return *no;
    }
    place.connection = *own;
    outcome = co_await carryOut(place, change, outcome, wish);
    if (*own)
        (*own)->deleteLater();
    co_return outcome;
}

} // namespace actions
