// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFontMetrics>
#include <QStyledItemDelegate>

namespace ui {

/// Paints the cells of the tree of waiting sessions: pids indented by their place, durations
/// right-aligned, a badge for deadlocks. The view paints what is behind the cells.
class TreeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit TreeDelegate(QObject *parent = nullptr);

    void setFont(const QFont &font);
    void setRowHeight(int height) { m_rowHeight = height; }
    int rowHeight() const { return m_rowHeight; }
    void setStale(bool stale) { m_stale = stale; }

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
    int baseline(const QRect &rect) const;

    QFont m_text;
    QFont m_number;
    QFont m_strong;
    QFont m_mono;
    QFont m_badge;
    QFontMetrics m_metrics;
    int m_rowHeight = 0;
    bool m_stale = false;
};

} // namespace ui
