// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/graphpainter.h"

#include "widgets/badge.h"
#include "widgets/fonts.h"
#include "widgets/graphgeometry.h"
#include "widgets/metrics.h"

#include <QFontMetricsF>
#include <QPainter>

namespace ui {

using namespace graph;

namespace {

constexpr qreal Radius = 6;
constexpr qreal Padding = 12;

// Below these zooms a text could not be read, so its box says it by colour alone.
constexpr qreal TitleScale = 0.38;
constexpr qreal SubtitleScale = 0.5;
constexpr qreal LabelScale = 0.6;
constexpr qreal HeadScale = 0.2;
constexpr qreal BlockScale = 0.3; // boxes become blocks of one colour
constexpr qreal CurveScale = 0.12;

} // namespace

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
    painter.drawPolygon(arrowHead(picture, edge));
}

void GraphPainter::paintLabel(QPainter &painter, const GraphPicture &picture, const GraphEdge &edge,
                              const GraphLook &look) const
{
    const bool dimmed = look.matches && !(*look.matches)[size_t(edge.to)];
    const QFontMetricsF metrics(m_labelFont);
    const qreal height = metrics.height();
    const QRectF lane = labelLane(picture, edge, height);
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
    const qreal whole = painter.opacity(); // less than 1 in a picture that is old
    if (dimmed) {                          // lines must not shine through
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_tokens.surface);
        painter.drawRoundedRect(node.rect, Radius, Radius);
        painter.setOpacity(0.35 * whole);
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
    painter.setOpacity(whole);
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
