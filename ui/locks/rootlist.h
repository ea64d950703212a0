// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/rootdelegate.h"

#include <QListView>

namespace ui {

/// The root blockers. The selection stays with its root; when that ends, nothing else becomes
/// selected in its place.
class RootList final : public QListView
{
    Q_OBJECT

public:
    explicit RootList(QWidget *parent = nullptr);

    void showSituation(const locks::SituationPtr &situation);
    /// Selects this root, or nothing if it is none; without a signal.
    void select(const std::optional<locks::NodeKey> &node);
    std::optional<locks::NodeKey> selected() const;
    void setStale(bool stale);
    /// Why nothing can be done at all; empty if something can.
    void setBlocked(const QString &reason);

    /// Where the button is in the viewport; empty if there is none that can be pressed.
    QRect buttonRect(const QModelIndex &index, RootButton button) const;
    const locks::RootModel &roots() const { return *m_model; }

signals:
    /// The user selected another root.
    void selectedChanged(const std::optional<locks::NodeKey> &node);
    /// A button of this root was pressed; the root is selected before.
    void pressed(ui::RootButton button);
    void menuRequested(const locks::NodeKey &node, const QPoint &globalPosition);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;

private:
    RootButton buttonAt(const QModelIndex &index, QPoint position) const;
    void hover(QPoint position);

    locks::RootModel *m_model;
    RootDelegate *m_delegate;
    RootButton m_pressed = RootButton::None;
    bool m_quiet = false; ///< What changes now is not the user's doing.
};

} // namespace ui
