// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/foldedgraph.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <map>

namespace locks {

/// Where the picture of a wait-for graph puts what, in device-independent pixels.
namespace layout {
constexpr double NodeWidth = 220;
constexpr double LayerGap = 128; ///< Between two layers: room for lines and their labels.
constexpr double Pitch = NodeWidth + LayerGap;
constexpr double NodeGap = 24;    ///< Between two nodes below each other.
constexpr double FoldGap = 12;    ///< Between members of an expanded fold.
constexpr double BandGap = 44;    ///< Between parts that have nothing to do with each other.
constexpr double TrackHeight = 8; ///< What a line takes up on its way past the nodes of a layer.
constexpr double ReturnRoom = 40; ///< Below nodes where a line goes back, for that.
} // namespace layout

struct LayoutNode
{
    DrawnKey key;
    double height = 52;
    int weight = 0; ///< The weightier stand higher up.
    int fold = -1;  ///< Index in LayoutInput::folds of the expanded fold that it is in, …
    int place = 0;  ///< … whose members stand below each other in this order.
    bool operator==(const LayoutNode &) const = default;
};

struct LayoutEdge
{
    int blocker = -1; ///< Index of a node.
    int waiter = -1;
    bool operator==(const LayoutEdge &) const = default;
};

struct LayoutInput
{
    std::vector<LayoutNode> nodes; ///< Keys are unique. Earlier ones come first where all is equal.
    std::vector<LayoutEdge> edges; ///< May have cycles.
    std::vector<FoldKey> folds;
};

struct Placement
{
    DrawnKey key;
    QRectF rect;
    int layer = 0; ///< Longest way from a root; a cycle counts from its weightiest node.
    int base = 0;  ///< Column where layer 0 of its part of the graph stands: large graphs have
                   ///< several parts beside each other.
    int fold = -1; ///< As in the input.
    int column() const { return base + layer; }
    bool operator==(const Placement &) const = default;
};

/// How the line of an edge runs.
struct Route
{
    std::vector<double> tracks; ///< Heights at which it passes the columns in between, in order.
    bool back = false;          ///< Against the direction: it closes a cycle.
    bool operator==(const Route &) const = default;
};

struct GraphLayout
{
    std::vector<Placement> placements; ///< As the nodes of the input.
    std::vector<Route> routes;         ///< As its edges.
    std::vector<FoldKey> folds;        ///< As in the input.
    QRectF bounds;

    /// Where lines pass a column: by the blocker they come from.
    std::map<std::pair<DrawnKey, int>, double> tracks;
    int mostItems = 0; ///< Since all was arranged; an expanded fold counts once.
    bool operator==(const GraphLayout &) const = default;
};

/// Nodes a little higher by how many they block.
LayoutInput layoutInput(const FoldedGraph &folded, const WaitGraph &graph);

/// Places all anew: roots left, whoever waits right of all it waits for, few crossings, the
/// weightiest on top. Always ends, whatever the edges.
GraphLayout arrange(const LayoutInput &input);

/// Goes on from an earlier layout: what stays in its layer stays where it is, what is new goes into
/// free places. A fold that opens or closes moves what stands below it. Arranges anew when there is
/// much less than there was.
GraphLayout layOut(const LayoutInput &input, const GraphLayout &previous);

} // namespace locks
