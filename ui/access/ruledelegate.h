// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>
#include <QStyledItemDelegate>

namespace ui {

/// Cells of rules and findings: the column of findings with its mark, the line that decides on a
/// ground of its own, what is not reached in muted words.
class RuleDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// The columns from first to last hold words of the file, which are of fixed width.
    struct Columns
    {
        int mark = 0;
        int first = -1;
        int last = -1;
    };

    RuleDelegate(const Columns &columns, QWidget *view);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    Columns m_columns;
    QFont m_mono;
};

} // namespace ui
