// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"

namespace tests {

/// The edges as text, sorted, each pair once: "12 waits 7, 13 waits 12 (queue)". A prepared
/// transaction is "P918" by its transaction id. An edge that no picture needs ends in "~".
QString edgesText(const locks::WaitGraph &graph);

/// The same without how the edges are known, as pg_blocking_pids() tells it: "12 waits 0".
QString pairsText(const locks::WaitGraph &graph);

/// Who they are: "7, 12, P918".
QString nodesText(const locks::WaitGraph &graph, const std::vector<int> &nodes);

/// "7 12; 20 21"
QString cyclesText(const locks::WaitGraph &graph);

} // namespace tests
