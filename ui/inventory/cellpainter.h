// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/tablerows.h"

#include <QFontMetrics>
#include <QStyledItemDelegate>

namespace ui {

struct Tokens;

/// Paints cells on one baseline: badges, numbers right-aligned in figures of one width, SQL in
/// fixed width. The view paints what is behind them.
class CellPainter final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit CellPainter(const std::vector<TableColumn> &columns, QObject *parent = nullptr);

    /// Fonts and heights follow this font.
    void setFont(const QFont &font);
    void setRowHeight(int height) { m_rowHeight = height; }
    int rowHeight() const { return m_rowHeight; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const QFont &fontOf(const Cell &cell, TableColumn::Look look) const;
    int paintMarks(QPainter *painter, const QRect &room, const Cell &cell,
                   const Tokens &tokens) const;

    const std::vector<TableColumn> &m_columns;
    QFont m_text;
    QFont m_strong;
    QFont m_number;
    QFont m_mono;
    QFont m_badge;
    QFontMetrics m_metrics;
    int m_rowHeight = 28;
};

} // namespace ui
