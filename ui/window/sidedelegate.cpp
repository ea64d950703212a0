// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/sidedelegate.h"

#include "base/serverstatus.h"
#include "widgets/badge.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"
#include "window/sidemodel.h"

#include <QPainter>
#include <QPainterPath>

namespace ui {

using namespace Qt::StringLiterals;
using base::ServerState;

namespace {

void paintGround(QPainter *painter, const QStyleOptionViewItem &option, const Tokens &t)
{
    const QRectF row = QRectF(option.rect).adjusted(0, 0.5, 0, -0.5);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus) &&
                         option.state.testFlag(QStyle::State_KeyboardFocusChange);
    if (!selected && !hovered)
        return;
    painter->setPen(focused ? QPen(t.accent) : QPen(Qt::NoPen));
    painter->setBrush(selected ? t.selection : t.border);
    if (!selected)
        painter->setOpacity(0.45);
    painter->drawRoundedRect(row, metrics::ControlRadius, metrics::ControlRadius);
    painter->setOpacity(1);
}

// The badge or the word at the right end; returns the room it took.
int paintEnd(QPainter *painter, const QRect &row, const QModelIndex &index,
             const QStyleOptionViewItem &option)
{
    const Tokens &t = tokens(option.palette);
    int taken = 0;
    if (const QString badge = index.data(SideBadgeRole).toString(); !badge.isEmpty()) {
        const QFont font = badgeFont(option.font);
        const int width = badgeSize(font, badge).width();
        paintBadge(painter, QRect(row.right() - width + 1, row.y(), width, row.height()), badge,
                   index.data(SideSeverityRole).value<Severity>(), font, t);
        taken = width + 8;
    }
    const QString word = index.data(SideWordRole).toString();
    if (word.isEmpty())
        return taken;
    const QFont font = numberFont(smallFont(option.font));
    painter->setFont(font);
    painter->setPen(t.muted);
    painter->drawText(row.adjusted(0, 0, -taken, 0), Qt::AlignRight | Qt::AlignVCenter, word);
    return taken + QFontMetrics(font).horizontalAdvance(word) + 8;
}

void paintHeading(QPainter *painter, const QStyleOptionViewItem &option, const QString &text)
{
    const QFont font = headFont(option.font);
    painter->setFont(font);
    painter->setPen(tokens(option.palette).muted);
    const QRect row = option.rect.adjusted(8, 6, -8, 0);
    painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(font).elidedText(text, Qt::ElideRight, row.width()));
}

// A bar before the name, in the colour the user gave the server.
int paintMark(QPainter *painter, const QRect &row, const QString &word, const Tokens &t)
{
    const QColor colour = t.mark(word);
    if (!colour.isValid())
        return 0;
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawRoundedRect(QRectF(row.x(), row.y() + 9, 3, row.height() - 18), 1.5, 1.5);
    return 9;
}

} // namespace

void SideDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Tokens &t = tokens(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QString text = index.data().toString();
    if (index.data(SideIdRole).toString().isEmpty()) {
        paintHeading(painter, option, text);
        painter->restore();
        return;
    }
    paintGround(painter, option, t);
    QRect row = option.rect.adjusted(8, 0, -8, 0);
    row.setRight(row.right() - paintEnd(painter, row, index, option));
    bool dim = false;
    if (const QVariant state = index.data(SideStateRole); state.isValid()) {
        const bool trouble = !index.data(SideBadgeRole).isNull();
        const QRectF sign(row.x(), row.center().y() - 4, 9, 9);
        paintStateSign(painter, sign, state.toInt(), trouble, t);
        row.setLeft(row.left() + 17);
        row.setLeft(row.left() + paintMark(painter, row, index.data(SideMarkRole).toString(), t));
        const auto value = ServerState(state.toInt());
        dim = value != ServerState::Live && value != ServerState::Stale;
    }
    painter->setFont(option.font);
    painter->setPen(dim ? t.muted : t.text);
    painter->drawText(row, Qt::AlignVCenter | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(text, Qt::ElideRight, row.width()));
    painter->restore();
}

QSize SideDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {80, std::max(metrics::SideRow, option.fontMetrics.height() + 12)};
}

void paintStateSign(QPainter *painter, const QRectF &rect, int state, bool trouble, const Tokens &t)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const QRectF ring = rect.adjusted(1, 1, -1, -1);
    switch (ServerState(state)) {
    case ServerState::Live:
        painter->setBrush(trouble ? t.critical : t.ok);
        painter->drawEllipse(rect);
        break;
    case ServerState::Stale: {
        painter->setBrush(t.warning);
        QPainterPath triangle(QPointF(rect.center().x(), rect.top()));
        triangle.lineTo(rect.bottomRight());
        triangle.lineTo(rect.bottomLeft());
        painter->drawPath(triangle);
        break;
    }
    case ServerState::Connecting:
        painter->setBrush(t.muted);
        painter->drawPie(ring, 90 * 16, 180 * 16);
        [[fallthrough]];
    case ServerState::Lost:
    case ServerState::Refused:
    case ServerState::Closed:
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(t.muted, 2));
        painter->drawEllipse(ring);
        break;
    }
    painter->restore();
}

} // namespace ui
