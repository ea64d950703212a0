// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

#include <QMetaType>

namespace actions {

/// What can be done to a session, or to a prepared transaction, which has none.
enum class Kind {
    Cancel,           ///< pg_cancel_backend: the statement ends, the session stays.
    Terminate,        ///< pg_terminate_backend: the session ends, its transaction rolls back.
    RollbackPrepared, ///< ROLLBACK PREPARED: the prepared transaction is undone.
};

/// "cancel", "terminate" or "rollback_prepared", as in JSON and in the audit log.
QLatin1StringView kindText(Kind kind);

/// One session or prepared transaction as it was shown when somebody chose it. Never changes
/// afterwards: whatever is sent is compared with this, not with what the table shows by then.
struct Target
{
    snapshot::Session session;
    base::Timestamp takenAt; ///< When the server showed it so, by the server's clock.
    /// What RollbackPrepared is about; the session is empty then.
    std::optional<snapshot::PreparedTransaction> prepared = {};

    bool operator==(const Target &) const = default;
    snapshot::Session::Key key() const { return session.key(); }

    /// False if this role may not see when the session started, so that a new session with the same
    /// pid could not be told from it.
    bool isIdentitySafe() const { return prepared || session.backendStart; }
};

/// The time from a moment of the session to the snapshot, never negative; nothing if unknown.
std::optional<base::Duration> ageAt(std::optional<base::Timestamp> since, base::Timestamp takenAt);

/// What an action depends on besides the session.
struct Circumstances
{
    bool live = true; ///< False for a recording.
    bool readOnlyProfile = false;
    snapshot::ServerFacts server;

    bool operator==(const Circumstances &) const = default;
};

/// Why an action would do nothing, or may not be done at all.
enum class Obstacle {
    Recording,         ///< A recording has no server behind it.
    ReadOnlyProfile,   ///< The profile says: look only.
    Pooled,            ///< Behind a pooler the pids are not ours to trust.
    Unverified,        ///< The settings of the connection are not in force.
    OwnConnection,     ///< A connection of this program.
    AuxiliaryProcess,  ///< The server does not signal these, for anybody.
    NothingRuns,       ///< Cancel: the session runs no statement.
    IdleInTransaction, ///< Cancel: answers "true" and does nothing.
    NotTracked,        ///< Cancel: track_activities is off, the statement cannot be told.
    Standby,           ///< Prepared transactions are ended on the primary.
};

/// Why this action on this session is not to be offered; nothing if it may be.
std::optional<Obstacle> whyNot(Kind kind, const snapshot::Session &session,
                               const Circumstances &circumstances = {});

/// The same for a target of any kind.
std::optional<Obstacle> whyNot(Kind kind, const Target &target,
                               const Circumstances &circumstances = {});

/// The part of whyNot() that is the same for every session.
std::optional<Obstacle> whyNotAtAll(const Circumstances &circumstances);

/// A process of the server's own that takes no signals: pg_cancel_backend() and
/// pg_terminate_backend() answer "is not a PostgreSQL backend process", even to a superuser.
bool isAuxiliary(const QString &backendType);

} // namespace actions

Q_DECLARE_METATYPE(actions::Kind)
