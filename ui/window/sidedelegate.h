// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>

namespace ui {

/// Draws the rows of the left column by their SideRole data: a dot whose shape tells the state, the
/// name, a word, a badge. A row without an id is a heading.
class SideDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

struct Tokens;

/// The sign of a server's state, drawn into a square: a disc is live, a triangle is stale, a half
/// disc connects, a ring gives no data. `trouble` makes a disc critical.
void paintStateSign(QPainter *painter, const QRectF &rect, int state, bool trouble,
                    const Tokens &tokens);

} // namespace ui
