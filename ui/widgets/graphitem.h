// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/graphpainter.h"

#include <QGraphicsItem>

#include <memory>

namespace ui {

/// A whole graph as one item of a scene: thousands of boxes cost one list to run through, where as
/// many items would each cost the scene's book-keeping at every refresh.
class GraphItem final : public QGraphicsItem
{
public:
    GraphItem();

    QRectF boundingRect() const override { return outline(m_picture); }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

    void setPicture(GraphPicture picture);
    const GraphPicture &picture() const { return m_picture; }
    void wear(const QFont &font, const Tokens &tokens);

    void setCurrent(int node, bool focused);
    void setHovered(int node);
    /// Nothing ends the search.
    void setMatches(std::optional<std::vector<bool>> matches);
    const std::optional<std::vector<bool>> &matches() const { return m_matches; }

    int nodeAt(const QPointF &position) const; ///< -1 for none.
    int edgeAt(const QPointF &position, qreal tolerance) const;

private:
    GraphPicture m_picture;
    GraphLook m_look;
    std::optional<std::vector<bool>> m_matches;
    std::unique_ptr<GraphPainter> m_painter;
};

} // namespace ui
