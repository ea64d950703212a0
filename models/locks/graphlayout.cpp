// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/graphlayout.h"

#include "locks/layoutarrange.h"
#include "locks/layoutrefresh.h"
#include "locks/layoutresult.h"

#include <algorithm>
#include <cmath>

namespace locks {

using namespace layout;

namespace {

constexpr double OneColumn = 1600; // up to this height the parts stand below each other
constexpr double Aspect = 1.8;     // beyond, the whole is about so much wider than high
constexpr int FewItems = 12;       // not worth arranging anew

// Parts below each other, and beside each other when there are many.
struct Band
{
    int base = 0;
    double top = 0;
};

std::vector<Band> bands(const Arrangement &parts)
{
    double total = 0;
    double area = 0;
    for (size_t i = 0; i < parts.heights.size(); ++i) {
        total += parts.heights[i] + BandGap;
        area += (parts.heights[i] + BandGap) * parts.widths[i] * Pitch;
    }
    const double limit = total <= OneColumn ? total : std::max(OneColumn, std::sqrt(area / Aspect));
    std::vector<Band> result;
    Band next;
    int width = 0;
    for (size_t i = 0; i < parts.heights.size(); ++i) {
        if (next.top > 0 && next.top + parts.heights[i] > limit) {
            next = {next.base + width, 0};
            width = 0;
        }
        result.push_back(next);
        width = std::max(width, parts.widths[i]);
        next.top += parts.heights[i] + BandGap;
    }
    return result;
}

} // namespace

LayoutInput layoutInput(const FoldedGraph &folded, const WaitGraph &graph)
{
    std::vector<int> places(graph.nodes.size());
    LayoutInput input;
    for (const Fold &fold : folded.folds) {
        for (size_t i = 0; i < fold.members.size(); ++i)
            places[size_t(fold.members[i])] = int(i);
        input.folds.push_back(fold.key);
    }
    for (size_t i = 0; i < folded.nodes.size(); ++i) {
        const DrawnNode &drawn = folded.nodes[i];
        const bool member = drawn.fold >= 0 && !drawn.isFold();
        input.nodes.push_back({.key = keyOf(folded, graph, int(i)),
                               .height = drawn.weight >= 100  ? 60.0
                                         : drawn.weight >= 10 ? 56.0
                                                              : 52.0,
                               .weight = drawn.weight,
                               .fold = member ? drawn.fold : -1,
                               .place = member ? places[size_t(drawn.node)] : 0});
    }
    for (const DrawnEdge &edge : folded.edges)
        input.edges.push_back({edge.blocker, edge.waiter});
    return input;
}

GraphLayout arrange(const LayoutInput &input)
{
    const Layers layers = layersOf(input);
    const std::vector<bool> all(size_t(layers.components), true);
    const Arrangement parts = arrangeParts(input, layers, all);
    const std::vector<Band> places = bands(parts);
    GraphLayout result;
    result.placements.resize(input.nodes.size());
    result.folds = input.folds;
    result.mostItems = itemCount(input);
    for (const Item &item : parts.items) {
        const Band &band = places[size_t(item.component)];
        put(result, {input, layers, band.base, band.top}, item);
    }
    finishLayout(result, input, layers);
    return result;
}

GraphLayout layOut(const LayoutInput &input, const GraphLayout &previous)
{
    const bool muchLess =
        previous.mostItems >= FewItems && itemCount(input) * 3 < previous.mostItems;
    if (previous.placements.empty() || muchLess)
        return arrange(input);
    return refresh(input, previous);
}

} // namespace locks
