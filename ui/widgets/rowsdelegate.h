// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFontMetrics>
#include <QStyledItemDelegate>

namespace ui {

/// What delegates of a RowsView share: fonts made once, one baseline, the triangle that folds. The
/// view paints what is behind the cells.
class RowsDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RowsDelegate(QObject *parent = nullptr);

    /// Fonts and heights follow this font.
    void setFont(const QFont &font);
    void setRowHeight(int height) { m_rowHeight = height; }
    int rowHeight() const { return m_rowHeight; }
    /// All ink becomes muted: what is shown is not true any more.
    void setStale(bool stale) { m_stale = stale; }

protected:
    struct Fonts
    {
        QFont text;
        QFont strong;
        QFont number;       ///< Figures of one width.
        QFont strongNumber; ///< The same, for what stands out.
        QFont mono;
        QFont badge;
    };
    const Fonts &fonts() const { return m_fonts; }
    const QFontMetrics &metrics() const { return m_metrics; }
    /// The width of a letter of the mono font; never 0.
    qreal monoAdvance() const { return m_monoAdvance; }
    bool isStale() const { return m_stale; }
    int baseline(const QRect &rect) const;

    static constexpr int FoldWidth = 16;
    /// Down for what is open, to the right for what is folded.
    static void paintTriangle(QPainter *painter, const QRect &rect, bool open,
                              const QColor &colour);

private:
    Fonts m_fonts;
    QFontMetrics m_metrics;
    qreal m_monoAdvance = 8;
    int m_rowHeight = 0;
    bool m_stale = false;
};

} // namespace ui
