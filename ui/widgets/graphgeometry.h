// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/graphpicture.h"

#include <QPainterPath>
#include <QPolygonF>

namespace ui {

namespace graph {
constexpr qreal Bend = 36; ///< Lines leave a box, bend within this width, then run level.
constexpr qreal PileOffset = 4;
constexpr qreal Margin = 16;
constexpr qreal NoteHeight = 32;
} // namespace graph

/// The line of an edge without its head.
QPainterPath edgePath(const GraphPicture &picture, const GraphEdge &edge);

/// Points rightwards, or up for an edge that goes back.
QPolygonF arrowHead(const GraphPicture &picture, const GraphEdge &edge);

/// All that an edge paints stays in here.
QRectF edgeBounds(const GraphPicture &picture, const GraphEdge &edge);

/// Where the label of an edge has room: above a level piece of it, where no other line runs.
QRectF labelLane(const GraphPicture &picture, const GraphEdge &edge, qreal height);

/// The part of a foldable node that a click expands or collapses.
QRectF chevronRect(const GraphNode &node);

} // namespace ui
