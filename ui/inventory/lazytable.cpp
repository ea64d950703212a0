// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/lazytable.h"

#include "inventory/cellpainter.h"
#include "sessions/sessionexport.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"
#include "widgets/uistate.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QResizeEvent>
#include <QScopedValueRollback>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int RowsToMeasure = 60;
constexpr int WidestColumn = 320; ///< That a column gets by itself.

} // namespace

LazyTable::LazyTable(const QString &objectName, const QString &accessibleName,
                     std::vector<TableColumn> columns, QWidget *parent)
    : QTreeView(parent)
    , m_model(new LazyModel(std::move(columns), this))
    , m_painter(new CellPainter(m_model->columns(), this))
    , m_columnMenu(new QMenu(tr("Columns"), this))
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setModel(m_model);
    setItemDelegate(m_painter);
    build();
    fillColumnMenu();
    dress();
    connect(m_model, &LazyModel::arranged, this, &LazyTable::arranged);
    auto *copyRows = new QAction(tr("Copy"), this);
    copyRows->setObjectName(objectName + u"Copy"_s);
    copyRows->setShortcut(QKeySequence::Copy);
    copyRows->setShortcutContext(Qt::WidgetShortcut);
    connect(copyRows, &QAction::triggered, this, &LazyTable::copy);
    addAction(copyRows);
}

void LazyTable::build()
{
    setUniformRowHeights(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(0);
    setFrameShape(QFrame::NoFrame);
    setAllColumnsShowFocus(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    setCornerWidget(new QWidget); // else the style paints a frame into the corner
    setTabKeyNavigation(false);
    header()->setHighlightSections(false);
    header()->setMinimumSectionSize(40);
    header()->setSectionsMovable(true);
    header()->setFirstSectionMovable(true);
    header()->setStretchLastSection(false);
    header()->setSortIndicator(-1, Qt::AscendingOrder);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setAccessibleName(tr("Columns of the table"));
    connect(header(), &QHeaderView::customContextMenuRequested, this,
            [this](QPoint position) { m_columnMenu->popup(header()->mapToGlobal(position)); });
    connect(header(), &QHeaderView::sectionResized, this, &LazyTable::readWidths);
    for (int column = 0; column < m_model->columnCount(); ++column) {
        setColumnWidth(column, m_model->columns()[size_t(column)].width);
        setColumnHidden(column, m_model->columns()[size_t(column)].hidden);
    }
    header()->setProperty(FittedProperty, true);
    setSortingEnabled(true);
}

void LazyTable::fillColumnMenu()
{
    for (int column = 0; column < m_model->columnCount(); ++column) {
        QAction *action = m_columnMenu->addAction(m_model->columns()[size_t(column)].title);
        action->setCheckable(true);
        action->setEnabled(column != 0); // without it a row cannot be told from the next
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { showColumn(column, shown); });
    }
    connect(m_columnMenu, &QMenu::aboutToShow, this, [this] {
        for (int column = 0; column < m_model->columnCount(); ++column)
            m_columnMenu->actions().at(column)->setChecked(!isColumnHidden(column));
    });
}

void LazyTable::dress()
{
    m_painter->setFont(font());
    header()->setFont(headFont(font()));
    const int text = fontMetrics().height() + (m_compact ? 6 : 12);
    m_painter->setRowHeight(
        std::max(m_compact ? metrics::CompactRowHeight : metrics::RowHeight, text));
    scheduleDelayedItemsLayout();
}

void LazyTable::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        dress();
}

void LazyTable::setCompact(bool compact)
{
    m_compact = compact;
    dress();
}

void LazyTable::setRows(const TableRowsPtr &rows)
{
    if (!rows)
        m_wanted.reset();
    m_model->setRows(rows);
}

void LazyTable::arranged()
{
    viewport()->update();
    const std::pair wanted(m_model->shown(), m_model->query().chip);
    if (m_model->query().words.isEmpty() && wanted != std::exchange(m_fitted, wanted))
        fitColumns();
    if (m_wanted && selectKey(*m_wanted))
        m_wanted.reset();
}

// While the current row changes, the selection is the newer of both.
std::optional<quint64> LazyTable::currentKey() const
{
    const QItemSelection selection = selectionModel()->selection();
    if (selection.isEmpty())
        return {};
    const QModelIndex current = currentIndex();
    const bool chosen = current.isValid() && selectionModel()->isSelected(current);
    return m_model->row(chosen ? current.row() : selection.first().top()).key();
}

std::vector<quint64> LazyTable::selectedKeys() const
{
    std::vector<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::ranges::sort(rows);
    std::vector<quint64> keys;
    for (const int row : rows)
        keys.push_back(m_model->row(row).key());
    return keys;
}

bool LazyTable::selectKey(quint64 key)
{
    const int row = m_model->rowOf(key);
    if (row < 0) {
        m_wanted = key;
        return false;
    }
    const QModelIndex index = m_model->index(row, 0);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect |
                                                 QItemSelectionModel::Rows);
    scrollTo(index);
    return true;
}

void LazyTable::selectFirst()
{
    if (!m_wanted && !currentKey() && m_model->rowCount() > 0)
        selectKey(m_model->row(0).key());
}

void LazyTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTreeView::selectionChanged(selected, deselected);
    tellCurrent();
}

void LazyTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    tellCurrent();
}

void LazyTable::tellCurrent()
{
    const std::optional<quint64> key = currentKey();
    if (key == std::exchange(m_told, key))
        return;
    if (key)
        m_wanted.reset(); // the newer choice counts
    emit currentKeyChanged();
}

QString LazyTable::asText() const
{
    QList<QStringList> lines{{}};
    QList<bool> right;
    QList<int> shown;
    for (int visual = 0; visual < header()->count(); ++visual) {
        const int column = header()->logicalIndex(visual);
        if (isColumnHidden(column))
            continue;
        shown.append(column);
        right.append(m_model->columns()[size_t(column)].look == TableColumn::Number);
        lines[0] += m_model->columns()[size_t(column)].title;
    }
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex first = m_model->index(row, 0);
        if (selectionModel()->hasSelection() && !selectionModel()->isSelected(first))
            continue;
        lines.append(QStringList());
        for (const int column : shown)
            lines.last() += cellText(m_model->cell(first.siblingAtColumn(column)));
    }
    return sessions::alignedText(lines, right);
}

void LazyTable::copy()
{
    QGuiApplication::clipboard()->setText(asText());
}

// Without QTreeView::drawRow(), whose style would paint a ground of its own under selected rows.
void LazyTable::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    const Tokens &t = tokens(palette());
    const bool selected = selectionModel()->isSelected(index);
    const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
    if (selected)
        painter->fillRect(row, t.selection);
    QStyleOptionViewItem cell = option;
    cell.state.setFlag(QStyle::State_Selected, selected);
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const int left = columnViewportPosition(column);
        if (isColumnHidden(column) || left > viewport()->width() || left + columnWidth(column) < 0)
            continue;
        cell.rect.setLeft(left);
        cell.rect.setWidth(columnWidth(column));
        m_painter->paint(painter, cell, m_model->index(index.row(), column));
    }
    if (index.row() == currentIndex().row() && hasFocus())
        painter->fillRect(QRect(0, row.top(), 3, row.height()), t.accent);
}

// What the cells need, of all rows or of some from everywhere.
std::vector<int> LazyTable::wantedWidths() const
{
    const int rows = m_model->rowCount();
    const int step = std::max(1, rows / RowsToMeasure);
    std::vector<int> wanted;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        int width = header()->sectionSizeHint(column);
        for (int row = 0; row < rows; row += step)
            width = std::max(width, m_painter->sizeHint({}, m_model->index(row, column)).width());
        wanted.push_back(std::min(width, WidestColumn));
    }
    return wanted;
}

// A column has what it is meant to have, or less where nobody needs that; the room that this leaves
// goes in equal parts to those that want more.
void LazyTable::fitColumns()
{
    if (m_model->rowCount() == 0 || !header()->property(FittedProperty).toBool())
        return;
    const std::vector<int> wanted = wantedWidths();
    std::vector<int> widths;
    int room = viewport()->width();
    for (size_t column = 0; column < wanted.size(); ++column) {
        widths.push_back(std::min(wanted[column], m_model->columns()[column].width));
        room -= isColumnHidden(int(column)) ? 0 : widths.back();
    }
    const auto isShort = [&](size_t column) {
        return !isColumnHidden(int(column)) && widths[column] < wanted[column];
    };
    for (bool more = true; more && room > 0;) {
        more = false;
        for (size_t column = 0; column < wanted.size() && room > 0; ++column) {
            if (!isShort(column))
                continue;
            ++widths[column];
            --room;
            more = true;
        }
    }
    const QScopedValueRollback fitting(m_fittingColumns, true);
    for (size_t column = 0; column < widths.size(); ++column)
        setColumnWidth(int(column), widths[column]);
    fitLast();
}

// The last column gets what the others leave, and is never narrower than it was meant to be.
void LazyTable::fitLast()
{
    const int last = m_model->columnCount() - 1;
    if (last < 0 || isColumnHidden(last))
        return;
    const int others = header()->length() - columnWidth(last);
    const int least = std::min(m_model->columns()[size_t(last)].width, columnWidth(last));
    const QScopedValueRollback fitting(m_fittingColumns, true);
    setColumnWidth(last, std::max(least, viewport()->width() - others));
}

// From now on the widths are the user's.
void LazyTable::readWidths(int column)
{
    if (m_fittingColumns)
        return;
    header()->setProperty(FittedProperty, false);
    if (column != m_model->columnCount() - 1)
        fitLast();
}

void LazyTable::showColumn(int column, bool shown)
{
    {
        const QScopedValueRollback fitting(m_fittingColumns, true);
        setColumnHidden(column, !shown);
    }
    fitColumns();
    fitLast();
}

void LazyTable::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    if (event->size().width() == event->oldSize().width())
        return;
    fitColumns();
    fitLast();
}

// What is left below the last row that fits in whole becomes an edge.
void LazyTable::updateGeometries()
{
    if (m_fittingRows)
        return;
    const QScopedValueRollback fitting(m_fittingRows, true);
    QTreeView::updateGeometries();
    const int rest = viewport()->height() % m_painter->rowHeight();
    const bool all = m_model->rowCount() * m_painter->rowHeight() <= viewport()->height();
    QMargins margins = viewportMargins();
    margins.setBottom(all ? 0 : rest);
    setViewportMargins(margins);
}

} // namespace ui
