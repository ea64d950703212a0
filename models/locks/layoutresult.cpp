// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/layoutresult.h"

#include <algorithm>
#include <set>

namespace locks::layout {

std::vector<int> columnsBetween(const Placement &from, const Placement &to)
{
    const int step = to.column() < from.column() ? -1 : 1;
    std::vector<int> columns;
    for (int column = from.column() + step; column != to.column() && from.column() != to.column();
         column += step)
        columns.push_back(column);
    return columns;
}

int itemCount(const LayoutInput &input)
{
    std::set<int> folds;
    int count = 0;
    for (const LayoutNode &node : input.nodes)
        count += node.fold < 0 || folds.insert(node.fold).second ? 1 : 0;
    return count;
}

void put(GraphLayout &layout, const Part &part, const Item &item)
{
    const LayoutInput &input = part.input;
    const int column = part.base + item.layer;
    double y = part.top + item.top;
    if (item.isTrack())
        layout.tracks[{input.nodes[size_t(item.source)].key, column}] = y + item.middle;
    for (const int node : item.nodes) {
        const LayoutNode &now = input.nodes[size_t(node)];
        layout.placements[size_t(node)] = {.key = now.key,
                                           .rect = {column * Pitch, y, NodeWidth, now.height},
                                           .layer = item.layer,
                                           .base = part.base,
                                           .fold = now.fold};
        y += heightOf(input, part.layers, node) + FoldGap;
    }
}

void finishLayout(GraphLayout &layout, const LayoutInput &input, const Layers &layers)
{
    layout.routes.resize(input.edges.size());
    for (size_t i = 0; i < input.edges.size(); ++i) {
        Route &route = layout.routes[i];
        const Placement &from = layout.placements[size_t(input.edges[i].blocker)];
        route.back = layers.back[i];
        for (const int column :
             columnsBetween(from, layout.placements[size_t(input.edges[i].waiter)])) {
            const auto track = layout.tracks.find({from.key, column});
            if (track == layout.tracks.end()) {
                route.tracks.clear();
                break;
            }
            route.tracks.push_back(track->second);
        }
    }
    for (const auto &[key, middle] : layout.tracks) {
        const double top = middle - TrackHeight / 2;
        layout.bounds |= QRectF(key.second * Pitch, top, NodeWidth, TrackHeight);
    }
    for (size_t i = 0; i < input.nodes.size(); ++i) {
        const QRectF &rect = layout.placements[i].rect;
        const double below = heightOf(input, layers, int(i)) - input.nodes[i].height;
        layout.bounds |= rect.adjusted(0, 0, 0, below);
    }
}

} // namespace locks::layout
