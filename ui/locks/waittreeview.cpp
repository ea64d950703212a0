// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/waittreeview.h"

#include "locks/treedelegate.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QScopedValueRollback>

namespace ui {

using namespace Qt::StringLiterals;
using locks::NodeKey;
using locks::TreePlace;
using locks::TreeRow;
using locks::WaitTreeModel;

namespace {

constexpr int QueryWidth = 220; ///< At least.
constexpr int Widths[WaitTreeModel::ColumnCount] = {120, 64, 200, 150, 70, 150, 190, 140, 220};

} // namespace

WaitTreeView::WaitTreeView(QWidget *parent)
    : RowsView(new TreeDelegate, parent)
    , m_model(new WaitTreeModel(this))
{
    setObjectName(u"waitTree"_s);
    setAccessibleName(tr("Who blocks whom, as a tree"));
    setModel(m_model);
    setSelectionMode(QAbstractItemView::SingleSelection);
    header()->setFirstSectionMovable(false); // indents need it at the left
    header()->setAccessibleName(tr("Columns of the tree"));
    for (int column = 0; column < WaitTreeModel::ColumnCount; ++column)
        setColumnWidth(column, Widths[column]);
    setElasticColumn(WaitTreeModel::QueryColumn, QueryWidth);
}

void WaitTreeView::showSituation(const locks::SituationPtr &situation)
{
    const QScopedValueRollback quiet(m_quiet, true);
    const std::optional<TreePlace> before = selectedPlace();
    setAutoScroll(false); // a current row that vanishes would scroll to the next one
    m_model->setSituation(situation);
    if (before && selectedPlace() != before) { // a removed row passes its selection on
        selectionModel()->clearSelection();
        const int row = m_model->firstRowOf(before->node);
        if (row >= 0)
            setCurrentIndex(m_model->index(row, 0));
    }
    setAutoScroll(true);
    viewport()->update(); // every age is another one now
}

void WaitTreeView::setSearch(const QString &text)
{
    const std::optional<NodeKey> before = selected();
    locks::TreeArrangement arrangement = m_model->arrangement();
    arrangement.search = text;
    {
        const QScopedValueRollback quiet(m_quiet, true);
        m_model->setArrangement(arrangement);
    }
    select(before);
}

void WaitTreeView::foldAll(bool fold)
{
    locks::TreeArrangement arrangement = m_model->arrangement();
    arrangement.collapsed.clear();
    for (const TreeRow &row : m_model->rows()) {
        if (fold && row.depth == 0 && row.children > 0)
            arrangement.collapsed.insert(row.place);
    }
    m_model->setArrangement(arrangement);
}

void WaitTreeView::select(const std::optional<NodeKey> &node)
{
    const QScopedValueRollback quiet(m_quiet, true);
    if (node && selected() == node)
        return;
    const int row = node ? m_model->firstRowOf(*node) : -1;
    if (row < 0) {
        selectionModel()->clearSelection();
        return;
    }
    setCurrentIndex(m_model->index(row, 0));
    scrollTo(m_model->index(row, 0));
}

std::optional<TreePlace> WaitTreeView::selectedPlace() const
{
    const QModelIndexList rows = selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt : std::optional(m_model->row(rows.first().row()).place);
}

std::optional<NodeKey> WaitTreeView::selected() const
{
    const std::optional<TreePlace> place = selectedPlace();
    return place ? std::optional(place->node) : std::nullopt;
}

QString WaitTreeView::asText() const
{
    std::vector<QStringList> lines(1);
    for (int column = 0; column < WaitTreeModel::ColumnCount; ++column)
        lines[0] << m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < WaitTreeModel::ColumnCount; ++column)
            cells << m_model->index(row, column).data().toString();
        cells.first().prepend(QString(2 * m_model->row(row).depth, u' '));
        lines.push_back(cells);
    }
    std::vector<qsizetype> widths(WaitTreeModel::ColumnCount);
    for (const QStringList &cells : lines) {
        for (qsizetype i = 0; i < cells.size(); ++i)
            widths[size_t(i)] = std::max(widths[size_t(i)], cells[i].size());
    }
    QString text;
    for (const QStringList &cells : lines) {
        for (qsizetype i = 0; i + 1 < cells.size(); ++i)
            text += cells[i].leftJustified(widths[size_t(i)] + 2);
        text += cells.last() + u'\n';
    }
    return text;
}

void WaitTreeView::selectionChanged(const QItemSelection &selected,
                                    const QItemSelection &deselected)
{
    RowsView::selectionChanged(selected, deselected);
    if (!m_quiet)
        emit selectedChanged(this->selected());
}

bool WaitTreeView::toggle(const QModelIndex &index)
{
    if (!index.isValid() || m_model->row(index.row()).children == 0)
        return false;
    const QScopedValueRollback quiet(m_quiet, true);
    m_model->setCollapsed(index.row(), !m_model->row(index.row()).collapsed);
    return true;
}

// Left folds, and where there is nothing to fold goes to the row above; right opens.
void WaitTreeView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex current = currentIndex();
    const bool fold = event->key() == Qt::Key_Left;
    if ((!fold && event->key() != Qt::Key_Right) || event->modifiers() != Qt::NoModifier ||
        !current.isValid()) {
        RowsView::keyPressEvent(event);
        return;
    }
    const TreeRow row = m_model->row(current.row());
    if (row.children > 0 && row.collapsed != fold) {
        toggle(current);
        return;
    }
    int to = current.row() + (fold ? -1 : 1);
    while (fold && to >= 0 && m_model->row(to).depth >= row.depth)
        --to;
    if (to >= 0 && to < m_model->rowCount() && (fold || m_model->row(to).depth > row.depth))
        setCurrentIndex(m_model->index(to, 0));
}

void WaitTreeView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid()) {
        const QRect cell(columnViewportPosition(0), 0, columnWidth(0), 1);
        const QRect fold = TreeDelegate::foldRect(cell, m_model->row(index.row()).depth);
        if (event->pos().x() >= fold.left() && event->pos().x() <= fold.right() && toggle(index))
            return;
    }
    RowsView::mousePressEvent(event);
}

void WaitTreeView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (!toggle(indexAt(event->pos())))
        RowsView::mouseDoubleClickEvent(event);
}

void WaitTreeView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    setCurrentIndex(index.siblingAtColumn(0));
    emit menuRequested(m_model->row(index.row()).place.node,
                       byKey ? viewport()->mapToGlobal(visualRect(index).center())
                             : event->globalPos());
}

} // namespace ui
