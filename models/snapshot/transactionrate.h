// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

namespace snapshot {

/// Commits and rollbacks of all databases from one snapshot to a later one; nothing where that
/// cannot be told, such as after a reset of the statistics.
std::optional<double> transactionsPerSecond(const Snapshot &now, const Snapshot &before);

} // namespace snapshot
