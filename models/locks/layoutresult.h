// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/layoutarrange.h"

namespace locks::layout {

/// The columns that a line passes, in its order.
std::vector<int> columnsBetween(const Placement &from, const Placement &to);

/// Nodes, but an expanded fold counts once.
int itemCount(const LayoutInput &input);

/// A part of the graph that has found its place.
struct Part
{
    const LayoutInput &input;
    const Layers &layers;
    int base = 0; ///< Column of its first layer.
    double top = 0;
};

/// Writes an item of an arranged part into a layout.
void put(GraphLayout &layout, const Part &part, const Item &item);

/// Routes and bounds, once everything has its place.
void finishLayout(GraphLayout &layout, const LayoutInput &input, const Layers &layers);

} // namespace locks::layout
