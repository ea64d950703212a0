// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QList>
#include <QRectF>
#include <QString>

#include <vector>

namespace ui {

/// A box in a graph. Its texts are shown as plain text; foreign ones come through visibleText().
struct GraphNode
{
    quint64 id = 0; ///< The same from one picture to the next.
    QRectF rect;    ///< In pixels at a zoom of 1.
    QString title;
    QString badge;                      ///< At the right of the title.
    QString subtitle;                   ///< Below it.
    Severity severity = Severity::None; ///< Of the badge; with `filled` of the whole box.
    bool filled = false;                ///< A root: ground and border in the severity's colours.
    bool stack = false;                 ///< Stands for several: drawn as a pile.
    bool foldable = false;              ///< Can be expanded, or with its siblings collapsed.
    QString alarm;                      ///< A word on the upper edge, such as "deadlock".
    bool operator==(const GraphNode &) const = default;
};

/// An arrow between two boxes.
struct GraphEdge
{
    int from = -1; ///< Index in GraphPicture::nodes.
    int to = -1;
    QString label;
    QString shortLabel; ///< Where there is no room for the other.
    bool dashed = false;
    bool alarm = false;    ///< A double line in the critical colour.
    bool back = false;     ///< Leads leftwards, below the boxes.
    QList<qreal> passages; ///< Heights at which it passes the columns in between.
    bool operator==(const GraphEdge &) const = default;
};

/// A graph, laid out and worded.
struct GraphPicture
{
    std::vector<GraphNode> nodes;
    std::vector<GraphEdge> edges;
    QRectF bounds;
    qreal columnWidth = 0; ///< Of the boxes.
    qreal columnPitch = 0; ///< From one column to the next.
    QString note;          ///< Below everything: what is not shown. Empty if all is.
    bool operator==(const GraphPicture &) const = default;

    int find(quint64 id) const; ///< -1 if it is not there.
};

/// Where a picture with its margins ends.
QRectF outline(const GraphPicture &picture);

} // namespace ui
