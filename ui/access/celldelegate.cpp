// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/celldelegate.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int Indent = 5; // from the 3 px of a cell to the 8 px of a head

QStyleOptionViewItem indented(const QStyleOptionViewItem &option)
{
    QStyleOptionViewItem out = option;
    out.rect.setLeft(out.rect.left() + Indent);
    out.state &= ~QStyle::State_HasFocus;
    return out;
}

} // namespace

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, option.palette.highlight());
    QStyledItemDelegate::paint(painter, indented(option), index);
}

bool CellDelegate::editorEvent(QEvent *event, QAbstractItemModel *model,
                               const QStyleOptionViewItem &option, const QModelIndex &index)
{
    return QStyledItemDelegate::editorEvent(event, model, indented(option), index);
}

} // namespace ui
