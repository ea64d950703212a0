// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/targetdelegate.h"

#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace ui {

namespace {

constexpr int Padding = 2 * metrics::Grid;

}

void TargetDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
    const QRect rect = option.rect.adjusted(Padding, 0, -Padding, 0);
    const QString text = index.data().toString();
    painter->save();
    painter->setFont(option.font);
    painter->setPen(tokens(option.palette).text);
    painter->drawText(rect, index.data(Qt::TextAlignmentRole).toInt() | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(text, Qt::ElideRight, rect.width()));
    painter->restore();
}

QSize TargetDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = option.fontMetrics.horizontalAdvance(index.data().toString());
    return {width + 2 * Padding, std::max(metrics::RowHeight, option.fontMetrics.height() + 8)};
}

} // namespace ui
