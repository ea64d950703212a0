// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QFontMetrics>
#include <QStyledItemDelegate>

namespace ui {

struct Tokens;

/// Paints the cells of the table of sessions on one baseline: badges for states that matter,
/// durations right-aligned in figures of one width, pids and SQL in fixed width. The view paints
/// what is behind the cells.
class SessionDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit SessionDelegate(QObject *parent = nullptr);

    /// Fonts and heights follow this font.
    void setFont(const QFont &font);
    void setRowHeight(int height) { m_rowHeight = height; }
    int rowHeight() const { return m_rowHeight; }
    /// All ink becomes muted: what is shown is not true any more.
    void setStale(bool stale) { m_stale = stale; }

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
    int baseline(const QRect &rect) const;

    QFont m_text;
    QFont m_strong;
    QFont m_number;
    QFont m_strongNumber;
    QFont m_mono;
    QFont m_badge;
    QFontMetrics m_metrics;
    qreal m_monoAdvance = 8;
    int m_rowHeight = 0;
    bool m_stale = false;
};

} // namespace ui
