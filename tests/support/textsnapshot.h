// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

namespace tests {

/// The moment of every snapshot that is written as text: 2026-01-15 12:00 UTC.
snapshot::Timestamp noon();

/// Reads a session: pid, role, state, how long it has been in that state, the query in single
/// quotes (optional), then details as name=value (db, app, client, type, wait, xact, start, leader,
/// xid, xmin; times as "5m"), such as
///     4711 app_rw active 5m 'SELECT 1' db=orders wait=Lock:relation xact=6m
/// States: active, idle, idle-tx, aborted, background, hidden, starting, disabled, fastpath.
/// What cannot be read is a fatal message: it is a mistake in the test.
snapshot::Session sessionOf(const QString &text);

/// Reads a snapshot taken at noon(): a session on each line, or "12 waits 7", for which 7 holds an
/// AccessExclusiveLock that 12 waits for. Locks in detail, P for a prepared transaction by its
/// virtual transaction, modes with or without "Lock", targets relation, extend, tuple, xid, vxid,
/// advisory and spectoken with their numbers:
///     lock relation 16384 held 7 AccessShareLock; wait 12 AccessExclusiveLock since 3s
///     lock xid 918 held P46/2 Exclusive; wait 12 Share since 3s
///     prepared 918 gid
///     blocking 12: 7 0
///     safe 12: 7
///     version 130016
/// The last three: what the server said blocks 12, or what its snapshot waits for; and a server
/// that is not 17.4. Sequence numbers count up from 1 in each process.
snapshot::SnapshotPtr snapshotOf(const QString &text);

} // namespace tests
