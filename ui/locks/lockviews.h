// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/nodetext.h"

#include <QWidget>

class QMenu;
class QStackedWidget;

namespace ui {

class Card;
class ChipBar;
class LockGraph;
class PlainLabel;
class TableNotice;
class WaitTreeView;

/// Who blocks whom, as a graph or as a tree: two views of the same with one selection, one search
/// and one menu. Which of them is shown is kept.
class LockViews final : public QWidget
{
    Q_OBJECT

public:
    explicit LockViews(QWidget *parent = nullptr);

    void showSituation(const locks::SituationPtr &situation);
    /// Without a signal.
    void select(const std::optional<locks::NodeKey> &node);
    /// Keeps what matches, and in the graph dims the rest.
    void setSearch(const QString &text);
    void showNextMatch();
    void setStale(bool stale);
    void setCompact(bool compact);
    /// Said above the views; empty for nothing.
    void setAgeNotice(const QString &sentence);
    /// What takes the keyboard: the view that is shown.
    QWidget *currentView() const;
    /// Keys that act on the selected node, in either view.
    void addNodeActions(const QList<QAction *> &actions);
    /// Whether the search leaves this node to be seen.
    bool shows(const locks::NodeKey &node) const;

signals:
    /// The user selected another node.
    void selectedChanged(const std::optional<locks::NodeKey> &node);
    void menuRequested(const locks::NodeKey &node, const QPoint &globalPosition);

private:
    void buildHead();
    void fillMenu();
    void copyTree() const;
    void showHidden(const locks::SituationPtr &situation);

    Card *m_card;
    LockGraph *m_graph;
    WaitTreeView *m_tree;
    ChipBar *m_switch;
    QStackedWidget *m_views;
    PlainLabel *m_summary;
    QMenu *m_menu;
    TableNotice *m_age;
    TableNotice *m_exported;
    TableNotice *m_hidden;
};

} // namespace ui
