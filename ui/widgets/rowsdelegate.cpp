// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/rowsdelegate.h"

#include "widgets/fonts.h"

#include <QPainter>

namespace ui {

RowsDelegate::RowsDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
    , m_metrics(QFont())
{
    setFont(QFont());
}

void RowsDelegate::setFont(const QFont &font)
{
    m_fonts = {font, font, numberFont(font), numberFont(font), monoFont(font), badgeFont(font)};
    m_fonts.strong.setWeight(QFont::DemiBold);
    m_fonts.strongNumber.setWeight(QFont::Bold);
    m_metrics = QFontMetrics(font);
    m_monoAdvance = std::max(1.0, QFontMetricsF(m_fonts.mono).horizontalAdvance(u'0'));
}

int RowsDelegate::baseline(const QRect &rect) const
{
    return rect.top() + (rect.height() - m_metrics.height()) / 2 + m_metrics.ascent();
}

void RowsDelegate::paintTriangle(QPainter *painter, const QRect &rect, bool open,
                                 const QColor &colour)
{
    const QPolygonF shape =
        open ? QPolygonF{{-4, -2}, {4, -2}, {0, 3}} : QPolygonF{{-2, -4}, {3, 0}, {-2, 4}};
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawPolygon(shape.translated(rect.toRectF().center()));
    painter->restore();
}

} // namespace ui
