// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/graphgeometry.h"

#include "widgets/metrics.h"

#include <QLineF>

#include <algorithm>

namespace ui {

using namespace graph;

namespace {

constexpr qreal HeadLength = 8; // of an arrow
constexpr qreal HeadWidth = 7;
constexpr qreal Corner = 14;
constexpr qreal ReturnDepth = 28;
constexpr qreal Chevron = 20;

QPointF outOf(const GraphNode &node)
{
    return {node.rect.right(), node.rect.center().y()};
}

QPointF into(const GraphNode &node)
{
    return {node.rect.left(), node.rect.center().y()};
}

// Level, then up or down, then level again. The lines of one box run up and down over each other,
// so that they look like one that branches; those of another box run a little beside.
void bendTo(QPainterPath &path, const QPointF &to, int source)
{
    const QPointF from = path.currentPosition();
    const qreal way = to.y() - from.y();
    if (std::abs(way) < 0.5) {
        path.lineTo(to);
        return;
    }
    const qreal trunk = from.x() + Bend / 2 + (source % 3 - 1) * 4;
    const qreal corner = std::min(Corner, std::abs(way) / 2);
    const qreal down = way > 0 ? corner : -corner;
    path.lineTo(trunk - corner, from.y());
    path.quadTo({trunk, from.y()}, {trunk, from.y() + down});
    path.lineTo(trunk, to.y() - down);
    path.quadTo({trunk, to.y()}, {trunk + corner, to.y()});
    path.lineTo(to);
}

// Level pieces and up and down pieces by turns, with rounded corners.
QPainterPath rounded(const QPolygonF &points)
{
    QPainterPath path(points.first());
    for (qsizetype i = 1; i + 1 < points.size(); ++i) {
        const QLineF in(points[i], points[i - 1]);
        const QLineF out(points[i], points[i + 1]);
        const qreal radius = std::min({8.0, in.length() / 2, out.length() / 2});
        if (radius < 0.5)
            continue;
        path.lineTo(in.pointAt(radius / in.length()));
        path.quadTo(points[i], out.pointAt(radius / out.length()));
    }
    path.lineTo(points.last());
    return path;
}

qreal returnLevel(const GraphNode &node)
{
    return node.rect.bottom() + ReturnDepth;
}

// Down from the left part of the one, leftwards below the boxes, up to the right part of the other.
QPainterPath backPath(const GraphPicture &picture, const GraphEdge &edge)
{
    const GraphNode &from = picture.nodes[size_t(edge.from)];
    const GraphNode &to = picture.nodes[size_t(edge.to)];
    const qreal start = from.rect.left() + from.rect.width() / 4;
    const qreal end = to.rect.right() - to.rect.width() / 4;
    QPolygonF points{{start, from.rect.bottom()}, {start, returnLevel(from)}};
    qreal between = from.rect.left() - picture.columnPitch + picture.columnWidth + Bend / 2;
    const auto goTo = [&](qreal level) {
        points << QPointF(between, points.last().y()) << QPointF(between, level);
        between -= picture.columnPitch;
    };
    for (const qreal passage : edge.passages)
        goTo(passage);
    if (edge.passages.isEmpty())
        between = to.rect.right() + Bend / 2;
    goTo(returnLevel(to));
    points << QPointF(end, returnLevel(to)) << QPointF(end, to.rect.bottom() + HeadLength);
    return rounded(points);
}

QPointF tipOf(const GraphNode &to, bool back)
{
    return back ? QPointF(to.rect.right() - to.rect.width() / 4, to.rect.bottom()) : into(to);
}

} // namespace

QPainterPath edgePath(const GraphPicture &picture, const GraphEdge &edge)
{
    const GraphNode &from = picture.nodes[size_t(edge.from)];
    const GraphNode &to = picture.nodes[size_t(edge.to)];
    if (edge.back)
        return backPath(picture, edge);
    QPainterPath path(outOf(from));
    qreal column = from.rect.left();
    for (const qreal passage : edge.passages) {
        column += picture.columnPitch;
        bendTo(path, {column, passage}, edge.from);
        path.lineTo(column + picture.columnWidth, passage);
    }
    bendTo(path, into(to) - QPointF(HeadLength, 0), edge.from);
    return path;
}

QRectF edgeBounds(const GraphPicture &picture, const GraphEdge &edge)
{
    const QRectF &from = picture.nodes[size_t(edge.from)].rect;
    const QRectF &to = picture.nodes[size_t(edge.to)].rect;
    QRectF bounds = from | to;
    for (const qreal passage : edge.passages) {
        bounds.setTop(std::min(bounds.top(), passage - HeadWidth));
        bounds.setBottom(std::max(bounds.bottom(), passage + HeadWidth));
    }
    return bounds.adjusted(-2, -2, 2, ReturnDepth + metrics::BadgeHeight);
}

QRectF chevronRect(const GraphNode &node)
{
    const QRectF &rect = node.rect;
    return {rect.right() - Chevron - 4, rect.bottom() - Chevron - 4, Chevron, Chevron};
}

int GraphPicture::find(quint64 id) const
{
    const auto found = std::ranges::find(nodes, id, &GraphNode::id);
    return found == nodes.end() ? -1 : int(found - nodes.begin());
}

QRectF outline(const GraphPicture &picture)
{
    const qreal below = picture.note.isEmpty() ? Margin : Margin + NoteHeight;
    return picture.bounds.adjusted(-Margin, -Margin - PileOffset, Margin, below);
}

QPolygonF arrowHead(const GraphPicture &picture, const GraphEdge &edge)
{
    const QPointF tip = tipOf(picture.nodes[size_t(edge.to)], edge.back);
    const QPointF back = edge.back ? QPointF(0, HeadLength) : QPointF(-HeadLength, 0);
    const QPointF side = edge.back ? QPointF(HeadWidth / 2, 0) : QPointF(0, HeadWidth / 2);
    return QPolygonF{tip, tip + back + side, tip + back - side};
}

QRectF labelLane(const GraphPicture &picture, const GraphEdge &edge, qreal height)
{
    const qreal gap = picture.columnPitch - picture.columnWidth;
    const GraphNode &from = picture.nodes[size_t(edge.from)];
    const GraphNode &to = picture.nodes[size_t(edge.to)];
    if (!edge.back)
        return {to.rect.left() - gap + Bend, to.rect.center().y() - height - 2,
                gap - Bend - HeadLength, height};
    const qreal start = from.rect.left() - gap + Bend;
    const qreal end = from.rect.left() + from.rect.width() / 4 - HeadLength;
    return {start, returnLevel(from) - height - 2, end - start, height};
}

} // namespace ui
