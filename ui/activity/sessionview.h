// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "sessions/sessionmodel.h"
#include "widgets/rowsview.h"

class QMenu;

namespace ui {

class SessionDelegate;

/// The table of sessions. Selection, current row and scroll position stay with their sessions; when
/// a selected session ends, nothing else becomes selected in its place. Arrow left and right fold
/// groups and leaders of parallel workers.
class SessionView final : public RowsView
{
    Q_OBJECT

public:
    explicit SessionView(sessions::SessionModel &model, QWidget *parent = nullptr);

    void showSnapshot(const snapshot::SnapshotPtr &snapshot);

    /// The selected sessions from top to bottom, without the heads of groups.
    std::vector<const snapshot::Session *> selected() const;
    /// All sessions in the table, from top to bottom.
    std::vector<const snapshot::Session *> all() const;
    /// Selects only this one and scrolls to it; false if it is not in the table.
    bool selectSession(const snapshot::Session::Key &key);

    /// A menu of the columns that are shown.
    QMenu *columnMenu() const { return m_columnMenu; }

signals:
    /// Another session is selected, or the selected ones are not the same any more.
    void selectedChanged();

protected:
    void drawContent(QPainter *painter, const QStyleOptionViewItem &option,
                     const QModelIndex &index) const override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;

private:
    SessionView(sessions::SessionModel &model, SessionDelegate *delegate, QWidget *parent);
    void arrangeHeader();
    void fillColumnMenu();
    void showColumnMenu(QPoint position);
    bool toggle(const QModelIndex &index);
    void keepPlace(int row);

    sessions::SessionModel &m_model;
    SessionDelegate *m_delegate;
    QMenu *m_columnMenu;
};

} // namespace ui
