// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTreeView>

namespace ui {

class RowsDelegate;

/// A table of live rows of one height, folded by its model rather than by the view. Paints the
/// ground of rows itself, in the theme's colours; one column takes what the others leave.
class RowsView : public QTreeView
{
    Q_OBJECT

public:
    /// The delegate becomes the view's own.
    explicit RowsView(RowsDelegate *delegate, QWidget *parent = nullptr);

    void setStale(bool stale);
    /// Rows of 22 px instead of 28.
    void setCompact(bool compact);
    bool isCompact() const { return m_compact; }

protected:
    /// This column gets what the others leave, and at least so many pixels.
    void setElasticColumn(int column, int least);
    /// The view is never lower than its head and so many rows.
    void setMinimumRows(int rows);
    /// One row without its ground; here its cells.
    virtual void drawContent(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const;

    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;
    void drawBranches(QPainter *, const QRect &, const QModelIndex &) const override {}
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    int sizeHintForColumn(int column) const override;

private:
    void arrangeHeader();
    void dress();
    void fitElastic();

    RowsDelegate *m_delegate;
    int m_elastic = -1;
    int m_least = 0;
    int m_minimumRows = 3;
    bool m_compact = false;
};

} // namespace ui
