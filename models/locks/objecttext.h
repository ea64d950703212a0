// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/waitgraph.h"

namespace locks {

/// What a lock is on, in PostgreSQL's words and not translated: "public.orders",
/// "row (0,7) of public.orders", "transaction 918223", "advisory 111", "advisory (7, 12)",
/// "virtual transaction 3/22", "relation 16402 in database shop" where the name is not known.
/// Names are foreign text.
QString objectText(const LockTarget &target, const snapshot::Snapshot &snapshot);

/// What a wait is for as a person thinks of it: somebody who waits for a transaction while holding
/// the queue ticket of a row waits for that row.
QString waitText(const Wait &wait, const WaitGraph &graph, const snapshot::Snapshot &snapshot);

} // namespace locks
