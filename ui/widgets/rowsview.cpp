// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/rowsview.h"

#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/rowsdelegate.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QPainter>

namespace ui {

namespace {

constexpr int MeasuredRows = 100; ///< Of those in sight, for the width of a column.

} // namespace

RowsView::RowsView(RowsDelegate *delegate, QWidget *parent)
    : QTreeView(parent)
    , m_delegate(delegate)
{
    m_delegate->setParent(this);
    setItemDelegate(m_delegate);
    setUniformRowHeights(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(0);
    setFrameShape(QFrame::NoFrame);
    setAllColumnsShowFocus(true);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setCornerWidget(new QWidget); // else the style paints a frame into the corner
    arrangeHeader();
    dress();
}

void RowsView::arrangeHeader()
{
    header()->setSectionsMovable(true);
    header()->setHighlightSections(false);
    header()->setMinimumSectionSize(40);
    header()->setStretchLastSection(false);
    connect(header(), &QHeaderView::sectionResized, this, [this](int column) {
        if (column != m_elastic)
            fitElastic();
    });
}

void RowsView::setElasticColumn(int column, int least)
{
    m_elastic = column;
    m_least = least;
    fitElastic();
}

void RowsView::fitElastic()
{
    if (m_elastic < 0 || isColumnHidden(m_elastic))
        return;
    const int others = header()->length() - columnWidth(m_elastic);
    setColumnWidth(m_elastic, std::max(m_least, viewport()->width() - others));
}

void RowsView::setMinimumRows(int rows)
{
    m_minimumRows = rows;
    dress();
}

void RowsView::dress()
{
    m_delegate->setFont(font());
    header()->setFont(headFont(font()));
    const int needed = fontMetrics().height() + (m_compact ? 6 : 12);
    m_delegate->setRowHeight(
        std::max(m_compact ? metrics::CompactRowHeight : metrics::RowHeight, needed));
    setMinimumHeight(header()->sizeHint().height() + m_minimumRows * m_delegate->rowHeight());
    scheduleDelayedItemsLayout();
}

void RowsView::setCompact(bool compact)
{
    m_compact = compact;
    dress();
}

void RowsView::setStale(bool stale)
{
    m_delegate->setStale(stale);
    viewport()->update();
}

void RowsView::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        dress();
}

void RowsView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    fitElastic();
}

int RowsView::sizeHintForColumn(int column) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const int first = std::max(0, indexAt(QPoint(0, 0)).row());
    const int end = std::min(model()->rowCount(), first + MeasuredRows);
    int width = header()->sectionSizeHint(column);
    for (int row = first; row < end; ++row)
        width = std::max(width, m_delegate->sizeHint(option, model()->index(row, column)).width());
    return width;
}

void RowsView::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                       const QModelIndex &index) const
{
    const Tokens &t = tokens(palette());
    const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
    const bool selected = selectionModel()->isSelected(index);
    if (selected)
        painter->fillRect(row, t.selection);
    QStyleOptionViewItem content = option;
    content.state.setFlag(QStyle::State_Selected, selected);
    drawContent(painter, content, index);
    if (index.row() == currentIndex().row() && hasFocus())
        painter->fillRect(QRect(0, row.top(), 3, row.height()), t.accent);
}

// Without QTreeView::drawRow(), whose style would paint a ground of its own under selected rows.
void RowsView::drawContent(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    for (int column = 0; column < model()->columnCount(); ++column) {
        const int left = columnViewportPosition(column);
        if (isColumnHidden(column) || left > viewport()->width() || left + columnWidth(column) < 0)
            continue;
        cell.rect.setLeft(left);
        cell.rect.setWidth(columnWidth(column));
        m_delegate->paint(painter, cell, index.siblingAtColumn(column));
    }
}

} // namespace ui
