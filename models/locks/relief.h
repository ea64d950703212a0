// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"

namespace locks {

/// What it would mean for those who wait if some nodes ended at once. Node indexes of the situation
/// that it was told from.
struct Relief
{
    std::vector<int> nodes;   ///< Those of the nodes that wait or block at all.
    std::vector<int> waiting; ///< Who waits for them, directly or through others.
    std::vector<int> freed;   ///< Who of these would be free in the end.
    /// How many of these the server lets go on at once; nothing where that is not known.
    std::optional<int> atOnce;
    base::Duration longestWait{}; ///< Of those who would be free.
    /// Whom the nodes wait for themselves. A node that waits is no root: what it holds it may get
    /// rid of only when these end.
    std::vector<int> blockers;

    bool operator==(const Relief &) const = default;
};

Relief reliefOf(const Situation &situation, const std::vector<NodeKey> &nodes);

/// Who waits for these nodes, directly or through others, themselves left out; in order.
std::vector<int> waitersOf(const WaitGraph &graph, const std::vector<int> &nodes);

} // namespace locks
