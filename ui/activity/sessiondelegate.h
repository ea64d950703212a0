// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/rowsdelegate.h"

namespace ui {

struct Tokens;

/// Paints the cells of the table of sessions on one baseline: badges for states that matter,
/// durations right-aligned in figures of one width, pids and SQL in fixed width. The view paints
/// what is behind the cells.
class SessionDelegate final : public RowsDelegate
{
    Q_OBJECT

public:
    using RowsDelegate::RowsDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// The head of a group, over the whole row.
    void paintGroup(QPainter *painter, const QRect &rect, const QPalette &palette,
                    const QModelIndex &index) const;

    /// Where the triangle is that opens and folds what is below this row.
    static QRect foldRect(const QRect &cell);

private:
    struct Ink
    {
        QFont font;
        QColor colour;
        bool fixedPitch = false;
    };
    Ink inkOf(const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintState(QPainter *painter, const QStyleOptionViewItem &option,
                    const QModelIndex &index) const;
    QRect paintFold(QPainter *painter, const QStyleOptionViewItem &option,
                    const QModelIndex &index) const;
    QString fit(const QString &text, const Ink &ink, int width) const;
};

} // namespace ui
