// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/actiontext.h"

#include "actions/preparedtext.h"
#include "base/duration.h"
#include "base/plaintext.h"

#include <QLocale>

namespace ui {

using namespace actions;
using namespace Qt::StringLiterals;

namespace {

const snapshot::PreparedTransaction *preparedOf(const Confirmation &confirmation)
{
    const bool has = !confirmation.items.empty() && confirmation.items[0].target.prepared;
    return has ? &*confirmation.items[0].target.prepared : nullptr;
}

} // namespace

// Two digits below a second: "0.01" says more than "0.0". Nothing takes no time at all.
QString ActionText::seconds(base::Duration duration)
{
    const double value = double(duration.count()) / 1e6;
    if (value < 0.01)
        return tr("%1 ms", "milliseconds").arg(std::max(1, int(value * 1000)));
    return tr("%1 s", "seconds").arg(QLocale().toString(value, 'f', value < 1 ? 2 : 1));
}

QString ActionText::obstacle(Obstacle obstacle)
{
    switch (obstacle) {
    case Obstacle::Recording:
        return tr("This is a recording; there is no server to act on.");
    case Obstacle::ReadOnlyProfile:
        return tr("The connection is marked as read-only. Change that in its settings to act.");
    case Obstacle::Pooled:
        return tr("A connection pooler answers here. Connect to the server itself to act.");
    case Obstacle::Unverified:
        return tr("The settings of this connection are not in force, so what is shown may not be "
                  "what would be hit.");
    case Obstacle::OwnConnection:
        return tr("This is a connection of PgVigil itself.");
    case Obstacle::AuxiliaryProcess:
        return tr("This is a process of the server itself: PostgreSQL lets nobody signal it.");
    case Obstacle::NothingRuns:
        return tr("The session runs no statement that could be canceled.");
    case Obstacle::IdleInTransaction:
        return tr("The session is idle in its transaction: canceling would do nothing. Only "
                  "terminating it ends the transaction.");
    case Obstacle::NotTracked:
        return tr("The session does not report what it runs (track_activities is off), so a cancel "
                  "could hit another statement.");
    case Obstacle::Standby:
        return tr("This is a standby: prepared transactions are ended on its primary.");
    }
    return {};
}

QString ActionText::graveWarning(Warning warning)
{
    switch (warning) {
    case Warning::Walsender:
        return tr(
            "It sends WAL: a standby or a subscriber loses its stream until it connects again.");
    case Warning::BaseBackup:
        return tr("It sends a base backup: the backup fails and must be made anew.");
    case Warning::AutovacuumWraparound:
        return tr(
            "It is an autovacuum to prevent transaction ID wraparound: it starts again, and it "
            "must finish before the server stops taking writes.");
    case Warning::Dump:
        return tr("It belongs to a dump or a restore, which fails as a whole.");
    case Warning::ConcurrentIndex:
        return tr(
            "It builds or drops an index concurrently: an invalid index stays behind and must be "
            "dropped by hand.");
    case Warning::DetachConcurrently:
        return tr("It detaches a partition concurrently: the partition stays half detached until "
                  "ALTER TABLE … DETACH PARTITION … FINALIZE.");
    case Warning::LogicalReplication:
        return tr("It is a worker of logical replication: it starts again and repeats its work.");
    case Warning::PreparedExpected:
        return tr(
            "Whoever prepared it, such as a transaction manager, may expect to commit it: what "
            "other databases have committed of the same transaction stays.");
    case Warning::IdentityUnsafe:
        return tr(
            "Your role may not see when it started. If it has ended meanwhile, a new session of "
            "the same role and application with the same PID would be hit instead.");
    default:
        return {};
    }
}

QString ActionText::warning(Warning warning)
{
    switch (warning) {
    case Warning::Autovacuum:
        return tr("It is an autovacuum worker: the vacuum starts again later.");
    case Warning::Launcher:
        return tr("It is a launcher process: the server starts it again at once.");
    case Warning::ParallelWorker:
        return tr("It is a parallel worker: the statement of its leader fails. Act on the leader "
                  "instead.");
    case Warning::BackgroundWorker:
        return tr("It is a background worker of the server or of an extension, not a client.");
    case Warning::RollsBack:
        return tr("Its transaction has written: all of that is rolled back.");
    case Warning::FailsTransaction:
        return tr(
            "Its transaction has written: if the statement fails, all of that is rolled back.");
    case Warning::Rewrite:
        return tr("It rewrites a table: the work done so far is thrown away.");
    case Warning::PreparedStays:
        return tr(
            "Its transaction may be prepared already: then it stays, with its locks, until COMMIT "
            "PREPARED or ROLLBACK PREPARED.");
    case Warning::SuperuserOwned:
        return tr("It belongs to a superuser: the server will refuse, as your role is none.");
    case Warning::NotOwner:
        return tr(
            "Another role prepared it: the server will refuse, as your role is no superuser.");
    case Warning::MayLackRight:
        return tr(
            "It belongs to another role: the server refuses unless your role has its rights or "
            "those of pg_signal_backend.");
    case Warning::StateHidden:
        return tr("Your role may not see whether it runs anything.");
    default:
        return graveWarning(warning);
    }
}

Severity ActionText::severity(Warning warning)
{
    return isGrave(warning) ? Severity::Critical : Severity::Warning;
}

QString ActionText::button(const Confirmation &confirmation)
{
    if (const auto *prepared = preparedOf(confirmation))
        return PreparedText::button(*prepared);
    const bool cancel = confirmation.kind == Kind::Cancel;
    const int count = int(confirmation.items.size());
    if (count != 1) {
        return cancel ? tr("Cancel %n statements", nullptr, count)
                      : tr("Terminate %n sessions", nullptr, count);
    }
    const snapshot::Session &session = confirmation.items[0].target.session;
    const QString pid = QString::number(session.pid);
    QString text =
        cancel ? tr("Cancel the statement of %1").arg(pid) : tr("Terminate session %1").arg(pid);
    if (!session.role.isEmpty()) {
        const QString role = base::visibleText(session.role, 32);
        text = cancel ? tr("Cancel the statement of %1 (%2)").arg(pid, role)
                      : tr("Terminate session %1 of %2").arg(pid, role);
    }
    return text.replace(u'&', u"&&"_s);
}

QString ActionText::question(const Confirmation &confirmation)
{
    const QString server = base::visibleText(confirmation.place.server, 60);
    if (const auto *prepared = preparedOf(confirmation))
        return PreparedText::question(*prepared, server);
    if (confirmation.kind == Kind::RollbackPrepared)
        return tr("There is no prepared transaction to roll back.");
    const int count = int(confirmation.items.size());
    const bool cancel = confirmation.kind == Kind::Cancel;
    if (count == 0)
        return cancel ? tr("There is no statement to cancel.")
                      : tr("There is no session to terminate.");
    if (count > 1) {
        return (cancel ? tr("Cancel %n statements on %1?", nullptr, count)
                       : tr("Terminate %n sessions on %1?", nullptr, count))
            .arg(server);
    }
    const QString pid = QString::number(confirmation.items[0].target.session.pid);
    return cancel ? tr("Cancel the statement of session %1 on %2?").arg(pid, server)
                  : tr("Terminate session %1 on %2?").arg(pid, server);
}

QString ActionText::consequence(const Confirmation &confirmation)
{
    if (preparedOf(confirmation))
        return PreparedText::consequence();
    if (confirmation.kind == Kind::Cancel)
        return tr("The statement fails with “canceling statement due to user request”; the session "
                  "stays.");
    return tr("The client gets “terminating connection due to administrator command”; an open "
              "transaction is rolled back.");
}

QString ActionText::stateWithAge(const Target &target)
{
    const snapshot::Session &session = target.session;
    if (session.isHidden())
        return tr("hidden from your role");
    const QString state = snapshot::stateText(session.state);
    if (state.isEmpty())
        return tr("process of the server");
    const bool runs = session.state == snapshot::SessionState::Active;
    const auto age = ageAt(runs ? session.queryStart : session.stateChange, target.takenAt);
    return age ? tr("%1 for %2").arg(state, base::formatDuration(*age)) : state;
}

QString ActionText::outcome(const Outcome &outcome)
{
    if (outcome.target.prepared)
        return PreparedText::outcome(outcome);
    const QString pid = QString::number(outcome.target.session.pid);
    switch (outcome.ending) {
    case Ending::SignalledAndGone:
    case Ending::SignalledStillThere:
    case Ending::Unknown:
        return afterSignal(outcome);
    case Ending::NotFound:
        return notFound(outcome);
    case Ending::NotPermitted:
        return outcome.kind == Kind::Cancel
                   ? tr("You may not cancel the statement of session %1. Nothing was done.")
                         .arg(pid)
                   : tr("You may not terminate session %1. Nothing was done.").arg(pid);
    case Ending::Refused:
        return refused(outcome);
    }
    return {};
}

QString ActionText::afterSignal(const Outcome &outcome)
{
    const QString pid = QString::number(outcome.target.session.pid);
    const QString time = seconds(outcome.elapsed);
    const bool cancel = outcome.kind == Kind::Cancel;
    if (outcome.ending == Ending::SignalledAndGone) {
        return cancel ? tr("The statement of session %1 has ended after %2.").arg(pid, time)
                      : tr("Session %1 is gone after %2.").arg(pid, time);
    }
    if (outcome.ending == Ending::SignalledStillThere) {
        return cancel ? tr("The statement of session %1 still runs, %2 after the signal.")
                            .arg(pid, time)
                      : tr("Session %1 is still there, %2 after the signal.").arg(pid, time);
    }
    if (outcome.reason == Reason::NotVisible)
        return tr("The signal was sent to session %1; your role may not see what became of it.")
            .arg(pid);
    return tr("It is not known what became of session %1: the answer did not arrive.").arg(pid);
}

QString ActionText::notFound(const Outcome &outcome)
{
    const QString pid = QString::number(outcome.target.session.pid);
    switch (outcome.reason) {
    case Reason::OtherSession:
        return tr("Nothing was done: session %1 is gone, and another session has its PID now.")
            .arg(pid);
    case Reason::OtherStatement:
        return tr("Nothing was done: session %1 runs another statement now.").arg(pid);
    case Reason::NothingRuns:
        return tr("Nothing was done: the statement of session %1 has ended by itself.").arg(pid);
    case Reason::StateChanged:
        return tr("Nothing was done: session %1 is no longer as the rule found it.").arg(pid);
    case Reason::NoLongerVisible:
        return tr("Nothing was done: your role may no longer see when session %1 started.")
            .arg(pid);
    case Reason::NeverThere:
        return tr("Nothing was done: there is no session %1.").arg(pid);
    default:
        return tr("Nothing was done: session %1 is gone already.").arg(pid);
    }
}

QString ActionText::refused(const Outcome &outcome)
{
    const QString pid = QString::number(outcome.target.session.pid);
    if (outcome.obstacle)
        return tr("Nothing was done to session %1. %2").arg(pid, obstacle(*outcome.obstacle));
    switch (outcome.reason) {
    case Reason::NotConnected:
        return tr("Nothing was done to session %1: there is no connection to the server.").arg(pid);
    case Reason::AuditUnwritable:
        return tr("Nothing was done to session %1: the audit log cannot be written.").arg(pid);
    case Reason::IdentityUnconfirmed:
        return tr("Nothing was done to session %1: it could be another one by now, and nobody "
                  "confirmed "
                  "that.")
            .arg(pid);
    case Reason::NotSignalled:
        return tr("Nothing was done: the server does not signal process %1.").arg(pid);
    default:
        return tr("Nothing was done to session %1: the server refused.").arg(pid);
    }
}

QString ActionText::advice(const Outcome &outcome)
{
    if (outcome.target.prepared)
        return PreparedText::advice(outcome);
    switch (outcome.ending) {
    case Ending::SignalledAndGone:
        return {};
    case Ending::SignalledStillThere:
        return outcome.kind == Kind::Cancel
                   ? tr("It may be rolling back, or wait in a place that cannot be interrupted. "
                        "Look again in a "
                        "while; if it stays, terminate the session.")
                   : tr("It may be rolling back, or wait in a place that cannot be interrupted, "
                        "such as slow "
                        "storage. Look again in a while, and look at its wait event.");
    case Ending::NotPermitted:
        return grantAdvice(outcome);
    case Ending::Unknown:
        return tr("Look at the session again before you repeat it.");
    case Ending::NotFound:
        return outcome.reason == Reason::Gone || outcome.reason == Reason::NeverThere
                   ? QString()
                   : tr("Look at the session again and decide anew.");
    case Ending::Refused:
        if (outcome.reason == Reason::NotConnected)
            return tr("Try again when the server is connected.");
        if (outcome.reason == Reason::AuditUnwritable)
            return tr("Make room on the disk or give the file back to your user, then try again.");
        return {};
    }
    return {};
}

QString ActionText::grantAdvice(const Outcome &outcome)
{
    const QString grant = base::visibleText(grantStatement(outcome.missing, outcome.ourRole));
    switch (outcome.missing) {
    case MissingRight::Superuser:
        return tr("The session belongs to a superuser: connect as a superuser to act on it.");
    case MissingRight::SignalBackend:
    case MissingRight::SignalAutovacuumWorker:
        return tr("Somebody who administers the server can allow it: %1").arg(grant);
    case MissingRight::OwnerOrSuperuser:
    case MissingRight::None:
        return tr("Ask somebody who administers the server.");
    }
    return {};
}

Severity ActionText::severity(const Outcome &outcome)
{
    switch (outcome.ending) {
    case Ending::SignalledAndGone:
        return Severity::Ok;
    case Ending::NotFound:
        return Severity::Info;
    case Ending::SignalledStillThere:
    case Ending::Unknown:
        return Severity::Warning;
    case Ending::NotPermitted:
    case Ending::Refused:
        return Severity::Critical;
    }
    return Severity::None;
}

} // namespace ui
