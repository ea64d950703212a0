// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/layoutarrange.h"

namespace locks::layout {

/// Nodes, but an expanded fold counts once.
int itemCount(const LayoutInput &input);

/// Writes an item of an arranged part into a layout, for a part that begins at this column and
/// height.
void put(GraphLayout &layout, const LayoutInput &input, const Item &item, int base, double top);

/// Routes and bounds, once everything has its place.
void finishLayout(GraphLayout &layout, const LayoutInput &input, const Layers &layers);

/// The layout of what is now there, with as little moved as can be.
GraphLayout refresh(const LayoutInput &input, const GraphLayout &previous);

} // namespace locks::layout
