// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"

#include <set>
#include <variant>

namespace locks {

/// Which fold: the same from one snapshot to the next, whoever comes and goes.
struct FoldKey
{
    LockTarget target;              ///< Nothing in it for a safe snapshot.
    LockMode mode = LockMode::None; ///< None for rows, whose queue is one whatever the mode.
    std::optional<NodeKey> barrier; ///< Waits itself, and stands ahead of them all in the queue.
    int ordinal = 0;                ///< Tells those apart that are alike in all of the above.
    auto operator<=>(const FoldKey &) const = default;
};

/// What a drawn node is, told from one picture to the next.
using DrawnKey = std::variant<NodeKey, FoldKey>;

/// Sessions that wait for the same thing: the same lock and blockers, and but for rows the same
/// mode; and nobody else waits for them.
struct Fold
{
    FoldKey key;
    std::vector<int> members; ///< Indexes in WaitGraph::nodes, in the order of the queue.
    bool expanded = false;
    bool operator==(const Fold &) const = default;
};

/// A session, a prepared transaction, or a fold that is not expanded.
struct DrawnNode
{
    int node = -1;  ///< Index in WaitGraph::nodes; -1 for a fold.
    int fold = -1;  ///< Index in FoldedGraph::folds: of the fold, or the one it is a member of.
    int weight = 0; ///< How many sessions wait for it in all.
    bool root = false;
    bool inCycle = false;
    bool isFold() const { return node < 0; }
    bool operator==(const DrawnNode &) const = default;
};

/// One for each pair, whatever the number of edges between the two.
struct DrawnEdge
{
    int blocker = -1; ///< Index in FoldedGraph::nodes.
    int waiter = -1;  ///< Too.
    int edge = -1;    ///< Index in WaitGraph::edges of the one that says most: hard before queue.
    EdgeKind kind = EdgeKind::Hard; ///< Of that one.
    bool inCycle = false;
    bool operator==(const DrawnEdge &) const = default;
};

/// The graph that is drawn.
struct FoldedGraph
{
    std::vector<DrawnNode> nodes; ///< Roots first, those that block most before others.
    std::vector<DrawnEdge> edges; ///< By waiter.
    std::vector<Fold> folds;
    int notDrawn = 0; ///< Sessions left out, because a picture of so many helps nobody.
    bool operator==(const FoldedGraph &) const = default;
};

/// Caps that keep a hostile server from stopping the window.
constexpr int MaxDrawnNodes = 2500;
constexpr int MaxDrawnEdges = 10000;

/// Folds of less than three are left open: they would save no room.
constexpr int SmallestFold = 3;

/// Folds siblings, except those in `expanded`. Time is linear in the drawn edges, but for sorting.
FoldedGraph foldedGraph(const Situation &situation, const std::set<FoldKey> &expanded,
                        int mostNodes = MaxDrawnNodes);

DrawnKey keyOf(const FoldedGraph &folded, const WaitGraph &graph, int drawn);

/// The drawn node of a node of the graph, or the fold that holds it, by index of the former; -1
/// for those that are not drawn.
std::vector<int> drawnIndexes(const FoldedGraph &folded, const WaitGraph &graph);

} // namespace locks
