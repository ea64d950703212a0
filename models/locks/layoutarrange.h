// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/layoutlayers.h"

namespace locks::layout {

/// What takes up room in a layer: a node, the members of an expanded fold below each other, or the
/// track on which the lines of a blocker pass.
struct Item
{
    std::vector<int> nodes; ///< Empty for a track.
    int source = -1;        ///< Of a track: the blocker.
    bool back = false;      ///< Of a track: for lines that go back, which run below the boxes.
    int layer = 0;
    int component = 0;
    int weight = 0;
    double height = 0;
    double middle = 0; ///< From the top to where lines meet it.
    double top = 0;
    bool isTrack() const { return nodes.empty(); }
};

/// All parts, each from height 0 on.
struct Arrangement
{
    std::vector<Item> items;
    std::vector<double> heights; ///< By component.
    std::vector<int> widths;     ///< In layers.
};

/// What a node takes up in its layer, room for lines below it included.
double heightOf(const LayoutInput &input, const Layers &layers, int node);

/// Only those parts for which `wanted` is true.
Arrangement arrangeParts(const LayoutInput &input, const Layers &layers,
                         const std::vector<bool> &wanted);

} // namespace locks::layout
