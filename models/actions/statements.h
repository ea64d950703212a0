// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/confirmation.h"
#include "postgres/query.h"

namespace actions {

/// The one statement that finds the target by its identity and signals it: never a signal by a bare
/// pid. Its only column says whether the server sent the signal; no row means that nothing was
/// done.
pg::Query signalStatement(const Plan &plan, const Target &target, int serverVersion);

/// What these pids are now.
/// Asks what has become of a prepared transaction, by its transaction id and by its gid.
pg::Query preparedStatement(const snapshot::PreparedTransaction &prepared, int serverVersion);

/// ROLLBACK PREPARED, which takes no parameters: the gid as a literal that libpq has quoted.
pg::Query rollbackStatement(const QByteArray &quotedGid, int serverVersion);

pg::Query lookStatement(const QList<int> &pids, int serverVersion);

/// Whether a superuser owns the sessions of this role.
pg::Query missingRightStatement(snapshot::Oid role, int serverVersion);

} // namespace actions
