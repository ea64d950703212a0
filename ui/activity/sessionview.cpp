// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/sessionview.h"

#include "activity/sessiondelegate.h"
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
    : SessionView(model, new SessionDelegate, parent)
{
}

SessionView::SessionView(SessionModel &model, SessionDelegate *delegate, QWidget *parent)
    : RowsView(delegate, parent)
    , m_model(model)
    , m_delegate(delegate)
    , m_columnMenu(new QMenu(tr("Columns"), this))
{
    setObjectName(u"sessionTable"_s);
    setAccessibleName(tr("Sessions"));
    setModel(&model);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setContextMenuPolicy(Qt::CustomContextMenu);
    arrangeHeader();
    fillColumnMenu();
    setElasticColumn(QueryColumn, QueryWidth);
    setMinimumRows(MinimumRows);
}

void SessionView::arrangeHeader()
{
    header()->setFirstSectionMovable(true);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setAccessibleName(tr("Columns of the table of sessions"));
    connect(header(), &QHeaderView::customContextMenuRequested, this, &SessionView::showColumnMenu);
    for (const ColumnLook &look : Looks) {
        setColumnWidth(look.column, look.width);
        setColumnHidden(look.column, !look.shown);
    }
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
    RowsView::selectionChanged(selected, deselected);
    emit selectedChanged();
}

void SessionView::drawContent(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    if (m_model.row(index.row()).group == nullptr)
        return RowsView::drawContent(painter, option, index);
    const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
    if (!option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(row, tokens(palette()).raised);
    m_delegate->paintGroup(painter, row, palette(), index);
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
    RowsView::keyPressEvent(event);
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
    RowsView::mousePressEvent(event);
}

void SessionView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (!toggle(indexAt(event->pos())))
        RowsView::mouseDoubleClickEvent(event);
}

} // namespace ui
