// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/rootlist.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QScopedValueRollback>

namespace ui {

using namespace Qt::StringLiterals;
using locks::NodeKey;

RootList::RootList(QWidget *parent)
    : QListView(parent)
    , m_model(new locks::RootModel(this))
    , m_delegate(new RootDelegate(*m_model, this))
{
    setObjectName(u"rootList"_s);
    setAccessibleName(tr("Root blockers"));
    setAccessibleDescription(tr("The one whose end frees most sessions comes first."));
    setModel(m_model);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setResizeMode(QListView::Adjust);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setMouseTracking(true);
    m_delegate->setFont(font());
}

void RootList::showSituation(const locks::SituationPtr &situation)
{
    const QScopedValueRollback quiet(m_quiet, true);
    const std::optional<NodeKey> before = selected();
    if (situation)
        m_delegate->setServer(situation->snapshot->server);
    setAutoScroll(false); // a current row that vanishes would scroll to the next one
    m_model->setSituation(situation);
    setAutoScroll(true);
    if (before)
        select(before); // a removed row passes its selection on
}

void RootList::select(const std::optional<NodeKey> &node)
{
    const QScopedValueRollback quiet(m_quiet, true);
    const int row = node ? m_model->rowOf(*node) : -1;
    if (row < 0) {
        selectionModel()->clearSelection();
        return;
    }
    if (selected() == node)
        return;
    setCurrentIndex(m_model->index(row, 0));
}

std::optional<NodeKey> RootList::selected() const
{
    const QModelIndexList rows = selectionModel()->selectedIndexes();
    return rows.isEmpty() ? std::nullopt : std::optional(m_model->row(rows.first().row()).node);
}

void RootList::setStale(bool stale)
{
    m_delegate->setStale(stale);
    viewport()->update();
}

void RootList::setBlocked(const QString &reason)
{
    m_delegate->setBlocked(reason);
    scheduleDelayedItemsLayout();
}

QRect RootList::buttonRect(const QModelIndex &index, RootButton button) const
{
    return m_delegate->buttonRect(visualRect(index), index.row(), button);
}

RootButton RootList::buttonAt(const QModelIndex &index, QPoint position) const
{
    if (!index.isValid())
        return RootButton::None;
    for (const RootButton button :
         {RootButton::Cancel, RootButton::Terminate, RootButton::RollBack}) {
        if (buttonRect(index, button).contains(position))
            return button;
    }
    return RootButton::None;
}

void RootList::hover(QPoint position)
{
    const QModelIndex index = indexAt(position);
    const RootButton button = buttonAt(index, position);
    m_delegate->setHovered(index.row(), button);
    viewport()->setCursor(button == RootButton::None ? Qt::ArrowCursor : Qt::PointingHandCursor);
    viewport()->update();
}

void RootList::mouseMoveEvent(QMouseEvent *event)
{
    hover(event->pos());
    QListView::mouseMoveEvent(event);
}

void RootList::leaveEvent(QEvent *event)
{
    hover({-1, -1});
    QListView::leaveEvent(event);
}

void RootList::mousePressEvent(QMouseEvent *event)
{
    QListView::mousePressEvent(event); // selects it first
    m_pressed = event->button() == Qt::LeftButton ? buttonAt(indexAt(event->pos()), event->pos())
                                                  : RootButton::None;
}

// As a button: it counts where the mouse is let go.
void RootList::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    const RootButton button = std::exchange(m_pressed, RootButton::None);
    const QModelIndex index = indexAt(event->pos());
    if (button != RootButton::None && button == buttonAt(index, event->pos()) &&
        selectionModel()->isSelected(index))
        emit pressed(button);
}

void RootList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    const QPoint at = byKey ? visualRect(index).center() : event->pos();
    emit menuRequested(m_model->row(index.row()).node, viewport()->mapToGlobal(at));
}

void RootList::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QListView::selectionChanged(selected, deselected);
    if (!m_quiet)
        emit selectedChanged(this->selected());
}

void RootList::resizeEvent(QResizeEvent *event)
{
    m_delegate->setWidth(viewport()->width());
    QListView::resizeEvent(event);
    scheduleDelayedItemsLayout();
}

void RootList::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        m_delegate->setFont(font());
        scheduleDelayedItemsLayout();
    }
}

} // namespace ui
