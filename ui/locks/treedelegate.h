// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/rowsdelegate.h"

namespace ui {

/// Paints the cells of the tree of waiting sessions: pids indented by their place, durations
/// right-aligned, a badge for deadlocks. The view paints what is behind the cells.
class TreeDelegate final : public RowsDelegate
{
    Q_OBJECT

public:
    using RowsDelegate::RowsDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// Where the triangle is that opens and folds what is below this row.
    static QRect foldRect(const QRect &cell, int depth);

private:
    void paintSession(QPainter *painter, QRect cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const;
    void paintNote(QPainter *painter, QRect cell, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const;
};

} // namespace ui
