// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/waitgraph.h"

#include <span>

namespace locks {

/// The strongly connected components of a graph. Their numbers are an order in which to walk: an
/// edge never leads from a waiter to a blocker with a higher number.
struct Components
{
    std::vector<int> of;    ///< For each node.
    std::vector<int> nodes; ///< Ordered by component.
    std::vector<int> begin; ///< Where each starts in nodes, and the end.

    int count() const { return int(begin.size()) - 1; }
    std::span<const int> members(int component) const
    {
        const auto from = size_t(begin[size_t(component)]);
        return std::span(nodes).subspan(from, size_t(begin[size_t(component) + 1]) - from);
    }
};

enum class Edges {
    All,
    Proved, ///< Not those that only the rule of the queue tells.
};

/// The edges are sorted by waiter. Without recursion, so that no chain is too long.
Components components(int nodeCount, std::span<const Edge> edges, Edges which);

} // namespace locks
