// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/waittreemodel.h"
#include "widgets/rowsview.h"

namespace ui {

/// Who blocks whom as a table with indented rows, the equal of the graph. The selection stays with
/// its session; when that ends, nothing else becomes selected in its place. Arrow left and right
/// fold what waits for a session.
class WaitTreeView final : public RowsView
{
    Q_OBJECT

public:
    explicit WaitTreeView(QWidget *parent = nullptr);

    void showSituation(const locks::SituationPtr &situation);
    void setSearch(const QString &text);
    /// Selects the first row of this node and scrolls to it, or nothing; without a signal.
    void select(const std::optional<locks::NodeKey> &node);
    std::optional<locks::NodeKey> selected() const;
    /// Folds every root, or opens everything.
    void foldAll(bool fold);
    const locks::WaitTreeModel &tree() const { return *m_model; }
    /// All rows as aligned text, with indents.
    QString asText() const;

signals:
    /// The user selected another node.
    void selectedChanged(const std::optional<locks::NodeKey> &node);
    void menuRequested(const locks::NodeKey &node, const QPoint &globalPosition);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;

private:
    bool toggle(const QModelIndex &index);
    std::optional<locks::TreePlace> selectedPlace() const;

    locks::WaitTreeModel *m_model;
    bool m_quiet = false; ///< What changes now is not the user's doing.
};

} // namespace ui
