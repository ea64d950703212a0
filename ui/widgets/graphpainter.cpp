// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/graphpainter.h"

#include "widgets/badge.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"

#include <QFontMetricsF>
#include <QPainter>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qreal Radius = 6;
constexpr qreal Padding = 12;
constexpr qreal HeadLength = 8; // of an arrow
constexpr qreal HeadWidth = 7;
constexpr qreal Bend = 36; // lines leave a box, bend within this width, then run level
constexpr qreal Corner = 14;
constexpr qreal ReturnDepth = 28;
constexpr qreal Chevron = 20;
constexpr qreal PileOffset = 4;
constexpr qreal Margin = 16;
constexpr qreal NoteHeight = 32;

// Below these zooms a text could not be read, so its box says it by colour alone.
constexpr qreal TitleScale = 0.38;
constexpr qreal SubtitleScale = 0.5;
constexpr qreal LabelScale = 0.6;
constexpr qreal HeadScale = 0.2;
constexpr qreal BlockScale = 0.3; // boxes become blocks of one colour
constexpr qreal CurveScale = 0.12;

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

QPolygonF head(const QPointF &tip, bool up)
{
    const QPointF back = up ? QPointF(0, HeadLength) : QPointF(-HeadLength, 0);
    const QPointF side = up ? QPointF(HeadWidth / 2, 0) : QPointF(0, HeadWidth / 2);
    return QPolygonF{tip, tip + back + side, tip + back - side};
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

GraphPainter::GraphPainter(const QFont &font, const Tokens &tokens)
    : m_tokens(tokens)
    , m_titleFont(numberFont(font))
    , m_badgeFont(numberFont(badgeFont(font)))
    , m_smallFont(numberFont(smallFont(font)))
    , m_labelFont(numberFont(badgeFont(font)))
{
    m_titleFont.setWeight(QFont::DemiBold);
    m_labelFont.setWeight(QFont::Normal);
}

void GraphPainter::paint(QPainter &painter, const GraphPicture &picture,
                         const GraphLook &look) const
{
    painter.setRenderHint(QPainter::Antialiasing, look.scale >= CurveScale);
    for (const bool alarm : {false, true}) // deadlocks on top
        paintEdges(painter, picture, look, alarm);
    if (look.scale >= LabelScale)
        paintLabels(painter, picture, look);
    const QRectF near = look.exposed.adjusted(-Margin, -Margin, Margin, Margin);
    for (size_t i = 0; i < picture.nodes.size(); ++i) {
        if (picture.nodes[i].rect.intersects(near))
            paintNode(painter, picture, int(i), look);
    }
    if (picture.note.isEmpty())
        return;
    painter.setFont(m_smallFont);
    painter.setPen(m_tokens.muted);
    painter.drawText(picture.bounds.bottomLeft() + QPointF(0, NoteHeight), picture.note);
}

// Outside of what is exposed the lines of one box run up and down as one: a fan of thousands costs
// one of each.
void GraphPainter::paintEdges(QPainter &painter, const GraphPicture &picture, const GraphLook &look,
                              bool alarm) const
{
    enum Side { Below = 1, Above = 2 }; // shifted by two for dashed lines
    std::vector<int> told(picture.nodes.size());
    for (const GraphEdge &edge : picture.edges) {
        if (edge.alarm != alarm || !edgeBounds(picture, edge).intersects(look.exposed))
            continue;
        const bool special = edge.back || !edge.passages.isEmpty() || look.matches ||
                             edge.from == look.current || edge.to == look.current;
        const qreal level = picture.nodes[size_t(edge.to)].rect.center().y();
        int side = level > look.exposed.bottom() + Bend ? Below
                   : level < look.exposed.top() - Bend  ? Above
                                                        : 0;
        if (side != 0 && !special) {
            side <<= edge.dashed ? 2 : 0;
            if (told[size_t(edge.from)] & side)
                continue;
            told[size_t(edge.from)] |= side;
        }
        paintEdge(painter, picture, edge, look);
    }
}

// A box has one lane for the lines that come in, so one label: nearly always they are about the
// same thing.
void GraphPainter::paintLabels(QPainter &painter, const GraphPicture &picture,
                               const GraphLook &look) const
{
    std::vector<bool> taken(picture.nodes.size());
    for (const GraphEdge &edge : picture.edges) {
        const bool isFirst = edge.back || !taken[size_t(edge.to)];
        if (!edge.back)
            taken[size_t(edge.to)] = true;
        if (isFirst && !edge.label.isEmpty() && edgeBounds(picture, edge).intersects(look.exposed))
            paintLabel(painter, picture, edge, look);
    }
}

void GraphPainter::paintEdge(QPainter &painter, const GraphPicture &picture, const GraphEdge &edge,
                             const GraphLook &look) const
{
    const bool chosen = look.current >= 0 && (edge.from == look.current || edge.to == look.current);
    const bool dimmed = look.matches && !(*look.matches)[size_t(edge.to)];
    QColor ink = edge.alarm ? m_tokens.critical : m_tokens.muted;
    if (dimmed)
        ink = m_tokens.border;
    else if (chosen && !edge.alarm)
        ink = m_tokens.accent;
    const qreal width = std::max(chosen ? 1.75 : 1.25, (chosen ? 1.5 : 0.6) / look.scale);
    painter.setBrush(Qt::NoBrush);
    const QPainterPath path = edgePath(picture, edge);
    if (edge.alarm) { // two lines: a broad one with its middle painted out
        const qreal broad = std::max(5.0, 2 / look.scale);
        painter.setPen(QPen(ink, broad, Qt::SolidLine, Qt::FlatCap));
        painter.drawPath(path);
        painter.setPen(QPen(m_tokens.surface, broad * 0.4, Qt::SolidLine, Qt::FlatCap));
    } else {
        QPen pen(ink, width, Qt::SolidLine, Qt::FlatCap);
        if (edge.dashed && look.scale >= TitleScale)
            pen.setDashPattern({4, 3});
        painter.setPen(pen);
    }
    painter.drawPath(path);
    if (look.scale < HeadScale)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPolygon(head(tipOf(picture.nodes[size_t(edge.to)], edge.back), edge.back));
}

// In a lane of its own: above the level end of the line, where no other line runs.
void GraphPainter::paintLabel(QPainter &painter, const GraphPicture &picture, const GraphEdge &edge,
                              const GraphLook &look) const
{
    const GraphNode &to = picture.nodes[size_t(edge.to)];
    const bool dimmed = look.matches && !(*look.matches)[size_t(edge.to)];
    const QFontMetricsF metrics(m_labelFont);
    const qreal height = metrics.height();
    const qreal gap = picture.columnPitch - picture.columnWidth;
    QRectF lane(to.rect.left() - gap + Bend, to.rect.center().y() - height - 2,
                gap - Bend - HeadLength, height);
    if (edge.back) {
        const GraphNode &from = picture.nodes[size_t(edge.from)];
        const qreal start = from.rect.left() - gap + Bend;
        lane = QRectF(start, returnLevel(from) - height - 2,
                      from.rect.left() + from.rect.width() / 4 - 8 - start, height);
    }
    const bool fits = metrics.horizontalAdvance(edge.label) <= lane.width();
    const QString text =
        metrics.elidedText(fits ? edge.label : edge.shortLabel, Qt::ElideMiddle, lane.width());
    const qreal width = metrics.horizontalAdvance(text);
    QRectF ground(0, lane.top(), width + 4, height);
    ground.moveLeft(lane.left() + (lane.width() - width) / 2 - 2);
    painter.fillRect(ground, m_tokens.surface);
    painter.setFont(m_labelFont);
    painter.setPen(dimmed ? m_tokens.disabled : edge.alarm ? m_tokens.critical : m_tokens.muted);
    painter.drawText(QPointF(ground.left() + 2, ground.top() + metrics.ascent()), text);
}

void GraphPainter::paintNode(QPainter &painter, const GraphPicture &picture, int index,
                             const GraphLook &look) const
{
    const GraphNode &node = picture.nodes[size_t(index)];
    const bool dimmed = look.matches && !(*look.matches)[size_t(index)];
    if (look.scale < BlockScale) {
        paintBlock(painter, node, dimmed, index == look.current);
        return;
    }
    const bool coloured = node.filled && node.severity != Severity::None;
    const QColor ground = coloured ? m_tokens.badge(node.severity) : m_tokens.raised;
    const QColor line = coloured || !node.alarm.isEmpty() ? m_tokens.ink(Severity::Critical)
                        : index == look.hovered           ? m_tokens.muted
                                                          : m_tokens.border;
    const bool strong = node.filled || !node.alarm.isEmpty();
    const qreal half = strong ? 0.75 : 0.5;
    painter.setOpacity(dimmed ? 0.35 : 1);
    if (dimmed) { // lines must not shine through
        painter.setOpacity(1);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_tokens.surface);
        painter.drawRoundedRect(node.rect, Radius, Radius);
        painter.setOpacity(0.35);
    }
    painter.setPen(QPen(line, 2 * half));
    painter.setBrush(ground);
    for (int layer = node.stack && look.scale >= HeadScale ? 2 : 0; layer >= 0; --layer) {
        const qreal offset = layer * PileOffset;
        const QRectF rect = node.rect.adjusted(half, half, -half, -half);
        painter.drawRoundedRect(rect.translated(offset, offset), Radius, Radius);
    }
    paintFocus(painter, node, index == look.current ? look : GraphLook{});
    if (look.scale >= TitleScale)
        paintTexts(painter, node, look.scale);
    painter.setOpacity(1);
}

// From so far away only where the trouble is can be seen.
void GraphPainter::paintBlock(QPainter &painter, const GraphNode &node, bool dimmed,
                              bool current) const
{
    const bool grave = node.filled || !node.alarm.isEmpty();
    const QColor &ink = current  ? m_tokens.accent
                        : dimmed ? m_tokens.border
                        : grave  ? m_tokens.critical
                                 : m_tokens.disabled;
    painter.fillRect(current ? node.rect.adjusted(-8, -8, 8, 8) : node.rect, ink);
}

void GraphPainter::paintFocus(QPainter &painter, const GraphNode &node, const GraphLook &look) const
{
    if (look.current < 0)
        return;
    const qreal thick = 2 / std::min(1.0, look.scale);
    if (!node.filled) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_tokens.selection);
        painter.drawRoundedRect(node.rect.adjusted(1, 1, -1, -1), Radius - 1, Radius - 1);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_tokens.accent, look.focused ? thick : thick / 2));
    const qreal out = look.focused ? 2 + thick / 2 : thick / 4;
    painter.drawRoundedRect(node.rect.adjusted(-out, -out, out, out), Radius + out, Radius + out);
}

void GraphPainter::elided(QPainter &painter, const QRectF &rect, const QString &text,
                          Qt::TextElideMode mode) const
{
    const QFontMetricsF metrics(painter.font());
    const bool whole = metrics.horizontalAdvance(text) <= rect.width();
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     whole ? text : metrics.elidedText(text, mode, rect.width()));
}

void GraphPainter::paintTexts(QPainter &painter, const GraphNode &node, qreal scale) const
{
    const QRectF inner = node.rect.adjusted(Padding, 0, -Padding, 0);
    const qreal middle = inner.center().y();
    const bool two = !node.subtitle.isEmpty() && scale >= SubtitleScale;
    const QRectF upper(inner.left(), two ? middle - 20 : middle - 10, inner.width(), 20);
    painter.setFont(m_badgeFont);
    const qreal badge =
        node.badge.isEmpty() ? 0 : QFontMetricsF(m_badgeFont).horizontalAdvance(node.badge) + 8;
    if (badge > 0) {
        painter.setPen(node.severity == Severity::None ? m_tokens.muted
                                                       : m_tokens.ink(node.severity));
        painter.drawText(upper, Qt::AlignRight | Qt::AlignVCenter, node.badge);
    }
    painter.setFont(m_titleFont);
    painter.setPen(m_tokens.text);
    elided(painter, upper.adjusted(0, 0, -badge, 0), node.title, Qt::ElideRight);
    if (two) {
        painter.setFont(m_smallFont);
        painter.setPen(m_tokens.muted);
        const QRectF lower(inner.left(), middle, inner.width() - (node.foldable ? 14 : 0), 20);
        // What a statement begins with, but the end of "role · state and how long" too.
        elided(painter, lower, node.subtitle, node.stack ? Qt::ElideRight : Qt::ElideMiddle);
    }
    if (node.foldable && scale >= SubtitleScale)
        paintChevron(painter, node);
    if (!node.alarm.isEmpty())
        paintAlarm(painter, node);
}

void GraphPainter::paintChevron(QPainter &painter, const GraphNode &node) const
{
    const QPointF middle = chevronRect(node).center();
    const qreal up = node.stack ? -1 : 1;
    painter.setPen(QPen(m_tokens.muted, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(QPolygonF{middle + QPointF(-4, 2 * up), middle + QPointF(0, -2 * up),
                                   middle + QPointF(4, 2 * up)});
}

void GraphPainter::paintAlarm(QPainter &painter, const GraphNode &node) const
{
    const QSize size = badgeSize(m_badgeFont, node.alarm);
    const QRectF rect(node.rect.left() + Padding - 4, node.rect.top() - size.height() + 5,
                      size.width(), size.height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_tokens.critical);
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2);
    painter.setFont(m_badgeFont);
    painter.setPen(m_tokens.surface);
    painter.drawText(rect, Qt::AlignCenter, node.alarm);
}

} // namespace ui
