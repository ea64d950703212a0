// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

namespace tests {

/// Reads a line about locks into the snapshot, as snapshotOf() describes; false if it is about
/// something else. What cannot be read is a fatal message.
bool addLockLine(snapshot::Snapshot &snapshot, const QString &line);

} // namespace tests
