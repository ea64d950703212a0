// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

namespace tests {

/// A snapshot of a server with an incident, in which so many sessions wait for locks: up to 300 for
/// one row, the others half in chains of six and half in queues of 25 for a relation, where readers
/// stand behind a statement that changes the table. Always the same for the same number.
snapshot::SnapshotPtr sampleLocks(int waiting);

} // namespace tests
