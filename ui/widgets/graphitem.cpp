// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/graphitem.h"

#include "widgets/graphgeometry.h"

#include <QPainter>
#include <QStyleOptionGraphicsItem>

namespace ui {

GraphItem::GraphItem()
{
    setFlag(ItemUsesExtendedStyleOption); // for the exposed part
}

void GraphItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *)
{
    if (!m_painter)
        return;
    GraphLook look = m_look;
    look.exposed = option->exposedRect;
    look.scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    look.scale /= painter->device()->devicePixelRatioF(); // a fine screen does not enlarge
    look.matches = m_matches ? &*m_matches : nullptr;
    m_painter->paint(*painter, m_picture, look);
}

void GraphItem::setPicture(GraphPicture picture)
{
    if (outline(picture) != outline(m_picture))
        prepareGeometryChange();
    m_picture = std::move(picture);
    m_look = {};
    m_matches.reset();
    update();
}

void GraphItem::wear(const QFont &font, const Tokens &tokens)
{
    m_painter = std::make_unique<GraphPainter>(font, tokens);
    update();
}

void GraphItem::setCurrent(int node, bool focused)
{
    if (m_look.current == node && m_look.focused == focused)
        return;
    m_look.current = node;
    m_look.focused = focused;
    update();
}

void GraphItem::setHovered(int node)
{
    if (m_look.hovered == node)
        return;
    for (const int changed : {m_look.hovered, node}) {
        if (changed >= 0)
            update(m_picture.nodes[size_t(changed)].rect.adjusted(-2, -2, 10, 10));
    }
    m_look.hovered = node;
}

void GraphItem::setMatches(std::optional<std::vector<bool>> matches)
{
    if (matches == m_matches)
        return;
    m_matches = std::move(matches);
    update();
}

int GraphItem::nodeAt(const QPointF &position) const
{
    for (size_t i = 0; i < m_picture.nodes.size(); ++i) {
        if (m_picture.nodes[i].rect.contains(position))
            return int(i);
    }
    return -1;
}

int GraphItem::edgeAt(const QPointF &position, qreal tolerance) const
{
    QPainterPathStroker stroker;
    stroker.setWidth(2 * tolerance);
    for (size_t i = 0; i < m_picture.edges.size(); ++i) {
        const GraphEdge &edge = m_picture.edges[i];
        if (edgeBounds(m_picture, edge).contains(position) &&
            stroker.createStroke(edgePath(m_picture, edge)).contains(position))
            return int(i);
    }
    return -1;
}

} // namespace ui
