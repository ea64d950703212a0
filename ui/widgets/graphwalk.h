// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/graphpicture.h"

namespace ui {

enum class GraphStep { Left, Right, Up, Down };

/// The node that an arrow key goes to: along an edge leftwards or rightwards, to the nearest one in
/// the same column up or down; -1 if there is none. Edges that lead back count by their arrow.
int neighbour(const GraphPicture &picture, int node, GraphStep step);

/// The next node for which `matches` is true, from `node` on and round the end; -1 without one.
int nextMatch(const std::vector<bool> &matches, int node, bool backwards);

} // namespace ui
