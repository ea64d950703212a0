// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/action.h"

#include <QList>

namespace actions {

/// What somebody must know before acting on a session, because of what it is or does.
enum class Warning {
    // grave ones: more than this session suffers, or it comes back
    Walsender,            ///< A standby or a subscriber loses its stream.
    BaseBackup,           ///< pg_basebackup: the backup fails and must be made anew.
    AutovacuumWraparound, ///< Prevents transaction id wraparound; starts again and must finish.
    Dump,                 ///< pg_dump, pg_dumpall, pg_restore: the whole dump fails.
    ConcurrentIndex,      ///< CREATE, DROP or REINDEX … CONCURRENTLY: leaves an invalid index.
    DetachConcurrently,   ///< DETACH PARTITION … CONCURRENTLY: leaves it pending; FINALIZE ends it.
    LogicalReplication,   ///< A worker of a subscription; it starts again.
    PreparedExpected,     ///< Who prepared it may be about to commit it.
    IdentityUnsafe,       ///< When it started is hidden: it could be another session by now.
    // what it is
    Autovacuum,       ///< Comes back by itself.
    Launcher,         ///< A launcher of autovacuum or logical replication: the server restarts it.
    ParallelWorker,   ///< Its leader's statement fails; act on the leader instead.
    BackgroundWorker, ///< Belongs to an extension or to the server.
    // what is lost
    RollsBack,        ///< Its transaction has written; all of that is undone.
    FailsTransaction, ///< Cancel inside a transaction that has written: it must be rolled back.
    Rewrite,          ///< VACUUM FULL or CLUSTER: the work so far is thrown away.
    PreparedStays,    ///< PREPARE TRANSACTION: what is prepared stays, with its locks.
    // what may stop us
    SuperuserOwned, ///< Only a superuser may do it, and this role is none.
    NotOwner,       ///< Another role prepared it, and this one is no superuser.
    MayLackRight,   ///< Another role's session, and this role has no pg_signal_backend.
    StateHidden,    ///< Nobody can tell whether it runs anything.
};

/// All that hold for this action on this session, gravest first.
QList<Warning> warnings(Kind kind, const Target &target, const snapshot::ServerFacts &server);

/// True for those that are shown in the critical colour.
bool isGrave(Warning warning);

} // namespace actions
