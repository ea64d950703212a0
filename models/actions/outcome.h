// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/action.h"
#include "base/error.h"

#include <QJsonObject>

namespace actions {

/// How it ended.
enum class Ending {
    SignalledAndGone, ///< The session, the canceled statement or the prepared transaction is gone.
    SignalledStillThere, ///< The server took the signal, but five seconds later it is still there.
    NotFound,            ///< Nothing was done: what was shown is not there any more.
    NotPermitted,        ///< Nothing was done: this role may not.
    Refused,             ///< Nothing was done, for another reason.
    Unknown,             ///< It was sent, and what became of it could not be seen.
};

/// The closer reason of an ending, where there is one.
enum class Reason {
    None,
    // NotFound
    Gone,             ///< No session has this pid.
    NeverThere,       ///< There was none with this pid from the first look on.
    OtherSession,     ///< Another session has this pid now.
    OtherStatement,   ///< Cancel: the session runs something else now.
    NothingRuns,      ///< Cancel: the statement that was shown has ended.
    StateChanged,     ///< It was chosen by a rule for its state, which it has left.
    NoLongerVisible,  ///< This role may no longer see what it saw.
    OtherTransaction, ///< The gid belongs to another prepared transaction now.
    // Refused
    Obstructed,          ///< See Outcome::obstacle.
    NotConnected,        ///< There is no connection to act on.
    AuditUnwritable,     ///< The audit log could not be written, so nothing was sent.
    IdentityUnconfirmed, ///< Not identity-safe, and nobody confirmed that.
    NotSignalled,        ///< The server answered "false".
    ServerError,         ///< See Outcome::error.
    DatabaseUnreachable, ///< No connection to the prepared transaction's own database; see error.
    // Unknown
    Interrupted, ///< The connection broke, or the answer did not come in time.
    NotVisible,  ///< This role may not see whether the statement ended.
};

/// What this role lacks, after a refusal.
enum class MissingRight {
    None,
    SignalBackend,          ///< pg_signal_backend, or the rights of the session's role.
    SignalAutovacuumWorker, ///< pg_signal_autovacuum_worker, 18 and newer.
    Superuser,              ///< A superuser owns the session; no GRANT helps.
    OwnerOrSuperuser,       ///< Only who prepared it or a superuser may; no GRANT helps.
};

/// What became of one target.
struct Outcome
{
    quint64 plan = 0;
    Kind kind = Kind::Cancel;
    Target target;
    Ending ending = Ending::Unknown;
    Reason reason = Reason::None;
    std::optional<Obstacle> obstacle;
    MissingRight missing = MissingRight::None;
    QString ourRole;          ///< The role that asked.
    base::Error error;        ///< In the server's own words where it spoke.
    base::Duration elapsed{}; ///< From sending to the last look.
    QString auditProblem;     ///< Why the audit log lacks the ending; empty if it has it.

    bool operator==(const Outcome &) const = default;
};

/// As cli.md and the audit log spell it; empty for Unknown.
QLatin1StringView endingText(Ending ending);

/// A reason as a stable word in lower case, such as "other_session"; empty for None.
QLatin1StringView reasonText(Reason reason);

/// The statement that gives the role what it lacks, ready to be run by somebody who may; empty
/// where no GRANT helps.
QString grantStatement(MissingRight missing, const QString &role);

/// One document of the schema pgvigil.action/1.
QJsonObject toJson(const Outcome &outcome);

} // namespace actions

Q_DECLARE_METATYPE(actions::Outcome)
