// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/graphpicture.h"
#include "widgets/theme.h"

#include <QFont>

class QPainter;

namespace ui {

/// What changes from one painting of the same picture to the next.
struct GraphLook
{
    QRectF exposed;   ///< Nothing outside needs to be painted.
    qreal scale = 1;  ///< Of the view: what would be too small to read is left out.
    int current = -1; ///< The chosen node.
    bool focused = false;
    int hovered = -1;
    const std::vector<bool> *matches = nullptr; ///< By node; all others are dimmed.
};

/// Paints graphs. Made once for a font and theme, because fonts are expensive to make.
class GraphPainter final
{
public:
    GraphPainter(const QFont &font, const Tokens &tokens);

    void paint(QPainter &painter, const GraphPicture &picture, const GraphLook &look) const;

private:
    void paintEdges(QPainter &painter, const GraphPicture &picture, const GraphLook &look,
                    bool alarm) const;
    void paintEdge(QPainter &painter, const GraphPicture &picture, const GraphEdge &edge,
                   const GraphLook &look) const;
    void paintLabels(QPainter &painter, const GraphPicture &picture, const GraphLook &look) const;
    void paintLabel(QPainter &painter, const GraphPicture &picture, const GraphEdge &edge,
                    const GraphLook &look) const;
    void paintNode(QPainter &painter, const GraphPicture &picture, int index,
                   const GraphLook &look) const;
    void paintTexts(QPainter &painter, const GraphNode &node, qreal scale) const;
    void paintAlarm(QPainter &painter, const GraphNode &node) const;
    void paintChevron(QPainter &painter, const GraphNode &node) const;
    void paintBlock(QPainter &painter, const GraphNode &node, bool dimmed, bool current) const;
    void paintFocus(QPainter &painter, const GraphNode &node, const GraphLook &look) const;
    void elided(QPainter &painter, const QRectF &rect, const QString &text,
                Qt::TextElideMode mode) const;

    const Tokens &m_tokens;
    QFont m_titleFont;
    QFont m_badgeFont;
    QFont m_smallFont;
    QFont m_labelFont;
};

} // namespace ui
