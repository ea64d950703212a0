// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/sessionview.h"

#include "activity/sessiondelegate.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

namespace ui {

using namespace Qt::StringLiterals;
using namespace sessions;

namespace {

constexpr int MinimumRows = 5;
constexpr int QueryWidth = 260; ///< At least.

struct ColumnLook
{
    Column column;
    int width; ///< At a font of 13 px.
    bool shown;
};

constexpr ColumnLook Looks[] = {
    {PidColumn, 80, true},
    {DatabaseColumn, 84, true},
    {RoleColumn, 84, true},
    {ApplicationColumn, 150, true},
    {ClientColumn, 110, false},
    {BackendTypeColumn, 144, false},
    {StateColumn, 130, true},
    {WaitColumn, 158, true},
    {TransactionAgeColumn, 100, true},
    {QueryAgeColumn, 92, false},
    {StateAgeColumn, 76, true},
    {XidColumn, 96, false},
    {XminColumn, 136, false},
    {QueryColumn, QueryWidth, true},
};

} // namespace

SessionView::SessionView(SessionModel &model, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
    , m_delegate(new SessionDelegate(this))
    , m_columnMenu(new QMenu(tr("Columns"), this))
{
    setObjectName(u"sessionTable"_s);
    setAccessibleName(tr("Sessions"));
    setModel(&model);
    setItemDelegate(m_delegate);
    setUniformRowHeights(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(0);
    setFrameShape(QFrame::NoFrame);
    setAllColumnsShowFocus(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setCornerWidget(new QWidget); // else the style paints a frame into the corner
    arrangeHeader();
    fillColumnMenu();
    dress();
}

void SessionView::arrangeHeader()
{
    header()->setSectionsMovable(true);
    header()->setFirstSectionMovable(true);
    header()->setHighlightSections(false);
    header()->setMinimumSectionSize(40);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setAccessibleName(tr("Columns of the table of sessions"));
    connect(header(), &QHeaderView::customContextMenuRequested, this, &SessionView::showColumnMenu);
    for (const ColumnLook &look : Looks) {
        setColumnWidth(look.column, look.width);
        setColumnHidden(look.column, !look.shown);
    }
    header()->setStretchLastSection(false);
    connect(header(), &QHeaderView::sectionResized, this, [this](int column) {
        if (column != QueryColumn)
            fitQuery();
    });
    header()->setSortIndicator(m_model.arrangement().sortColumn, m_model.arrangement().sortOrder);
    setSortingEnabled(true);
}

void SessionView::fillColumnMenu()
{
    m_columnMenu->setObjectName(u"columnMenu"_s);
    for (int column = 0; column < ColumnCount; ++column) {
        QAction *action = m_columnMenu->addAction(
            m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setEnabled(column != PidColumn); // without it a row cannot be told from the next
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { setColumnHidden(column, !shown); });
    }
    connect(m_columnMenu, &QMenu::aboutToShow, this, [this] {
        for (int column = 0; column < ColumnCount; ++column)
            m_columnMenu->actions().at(column)->setChecked(!isColumnHidden(column));
    });
    m_columnMenu->addSeparator();
    QAction *compact = m_columnMenu->addAction(tr("Compact Rows"));
    compact->setObjectName(u"compactRows"_s);
    compact->setCheckable(true);
    connect(compact, &QAction::toggled, this, &SessionView::setCompact);
}

void SessionView::showColumnMenu(QPoint position)
{
    m_columnMenu->popup(header()->mapToGlobal(position));
}

void SessionView::dress()
{
    m_delegate->setFont(font());
    header()->setFont(headFont(font()));
    const int rows = fontMetrics().height() + (m_compact ? 6 : 12);
    m_delegate->setRowHeight(
        std::max(m_compact ? metrics::CompactRowHeight : metrics::RowHeight, rows));
    setMinimumHeight(header()->sizeHint().height() + MinimumRows * m_delegate->rowHeight());
    scheduleDelayedItemsLayout();
}

void SessionView::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        dress();
}

void SessionView::setCompact(bool compact)
{
    m_compact = compact;
    dress();
}

void SessionView::setStale(bool stale)
{
    m_delegate->setStale(stale);
    viewport()->update();
}

void SessionView::showSnapshot(const snapshot::SnapshotPtr &snapshot)
{
    const int current = currentIndex().row();
    setAutoScroll(false); // a current row that vanishes would scroll to the next one
    m_model.setSnapshot(snapshot);
    keepPlace(current);
    setAutoScroll(true);
    viewport()->update(); // every age is another one now
}

// Where the current session ended, the keyboard goes on from the same place, with nothing selected.
void SessionView::keepPlace(int row)
{
    const bool stayed = currentIndex().isValid() && selectionModel()->isSelected(currentIndex());
    if (row < 0 || stayed || m_model.rowCount() == 0)
        return;
    if (!selectionModel()->hasSelection())
        selectionModel()->setCurrentIndex(
            m_model.index(std::min(row, m_model.rowCount() - 1), PidColumn),
            QItemSelectionModel::NoUpdate);
}

std::vector<const snapshot::Session *> SessionView::selected() const
{
    std::vector<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::ranges::sort(rows);
    std::vector<const snapshot::Session *> result;
    for (const int row : rows) {
        if (const snapshot::Session *session = m_model.row(row).session)
            result.push_back(session);
    }
    return result;
}

std::vector<const snapshot::Session *> SessionView::all() const
{
    std::vector<const snapshot::Session *> result;
    for (const SessionRow &row : m_model.rows()) {
        if (row.session)
            result.push_back(row.session);
    }
    return result;
}

bool SessionView::selectSession(const snapshot::Session::Key &key)
{
    const int row = m_model.rowOf({key, {}});
    if (row < 0)
        return false;
    const QModelIndex index = m_model.index(row, PidColumn);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect |
                                                 QItemSelectionModel::Rows);
    scrollTo(index);
    return true;
}

void SessionView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTreeView::selectionChanged(selected, deselected);
    emit selectedChanged();
}

int SessionView::sizeHintForColumn(int column) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const int first = indexAt(QPoint(0, 0)).row();
    int width = header()->sectionSizeHint(column);
    for (int row = std::max(0, first); row < std::min(m_model.rowCount(), first + 100); ++row)
        width = std::max(width, m_delegate->sizeHint(option, m_model.index(row, column)).width());
    return width;
}

void SessionView::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const Tokens &t = tokens(palette());
    const bool selected = selectionModel()->isSelected(index);
    const bool group = m_model.row(index.row()).group != nullptr;
    const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
    if (selected || group)
        painter->fillRect(row, selected ? t.selection : t.raised);
    if (group)
        m_delegate->paintGroup(painter, row, palette(), index);
    else
        drawCells(painter, option, index.row(), selected);
    if (index.row() == currentIndex().row() && hasFocus())
        painter->fillRect(QRect(0, row.top(), 3, row.height()), t.accent);
}

// Without QTreeView::drawRow(), whose style would paint a ground of its own under selected rows.
void SessionView::drawCells(QPainter *painter, const QStyleOptionViewItem &option, int row,
                            bool selected) const
{
    QStyleOptionViewItem cell = option;
    cell.state.setFlag(QStyle::State_Selected, selected);
    for (int column = 0; column < ColumnCount; ++column) {
        const int left = columnViewportPosition(column);
        if (isColumnHidden(column) || left > viewport()->width() || left + columnWidth(column) < 0)
            continue;
        cell.rect.setLeft(left);
        cell.rect.setWidth(columnWidth(column));
        m_delegate->paint(painter, cell, m_model.index(row, column));
    }
}

// The query gets what the other columns leave, and is never too narrow to be read.
void SessionView::fitQuery()
{
    const int others = header()->length() - columnWidth(QueryColumn);
    if (!isColumnHidden(QueryColumn))
        setColumnWidth(QueryColumn, std::max(QueryWidth, viewport()->width() - others));
}

void SessionView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    fitQuery();
}

bool SessionView::toggle(const QModelIndex &index)
{
    if (!index.isValid())
        return false;
    const SessionRow &row = m_model.row(index.row());
    if (!row.group && row.workers == 0)
        return false;
    m_model.setCollapsed(index.row(), !row.isCollapsed);
    return true;
}

void SessionView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex current = currentIndex();
    const bool fold = event->key() == Qt::Key_Left;
    if ((fold || event->key() == Qt::Key_Right) && event->modifiers() == Qt::NoModifier &&
        current.isValid()) {
        const SessionRow &row = m_model.row(current.row());
        if ((row.group || row.workers > 0) && row.isCollapsed != fold) {
            toggle(current);
            return;
        }
    }
    QTreeView::keyPressEvent(event);
}

void SessionView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid()) {
        const bool group = m_model.row(index.row()).group != nullptr;
        const QRect cell(columnViewportPosition(PidColumn), 0, columnWidth(PidColumn), 1);
        const QRect fold = SessionDelegate::foldRect(group ? viewport()->rect() : cell);
        if (event->pos().x() >= fold.left() && event->pos().x() <= fold.right() && toggle(index))
            return;
    }
    QTreeView::mousePressEvent(event);
}

void SessionView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (!toggle(indexAt(event->pos())))
        QTreeView::mouseDoubleClickEvent(event);
}

} // namespace ui
