// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/graphlayout.h"
#include "widgets/graphpicture.h"
#include "widgets/severity.h"

#include <QWidget>

#include <memory>

class QAction;

namespace ui {

class GraphView;
class GraphWords;

/// Who blocks whom, as a picture. Folds what is alike, and keeps what stays where it is from one
/// situation to the next. It has the keyboard focus of its view.
class LockGraph final : public QWidget
{
    Q_OBJECT

public:
    explicit LockGraph(QWidget *parent = nullptr);
    ~LockGraph() override;

    /// Null, or nobody waiting, shows an empty picture.
    void showSituation(const locks::SituationPtr &situation);

    /// Chooses a node and scrolls to it; one that is in a fold is chosen by its fold. Emits
    /// nothing.
    void select(const std::optional<locks::NodeKey> &key);
    /// With a fold chosen by the user its first member.
    const std::optional<locks::NodeKey> &selected() const { return m_selected; }

    /// Fades the picture: what it shows is not true any more.
    void setStale(bool stale);
    /// Dims what does not hold the text; an empty one ends that.
    void setSearch(const QString &text);
    void showNextMatch(bool backwards = false);

    /// Zoom in, zoom out, fit, arrange anew, expand all, collapse all, export as SVG and PNG.
    QList<QAction *> viewActions() const { return m_actions; }

signals:
    void selectionChanged(const std::optional<locks::NodeKey> &key);
    void menuRequested(const locks::NodeKey &key, const QPoint &globalPosition);
    /// A picture was written, or could not be: a whole sentence of plain text for the page.
    void exported(const QString &message, ui::Severity severity);

private:
    QAction *addViewAction(const QString &name, const QString &text,
                           const QList<QKeySequence> &keys = {});
    void makeActions();
    void rebuild(bool anew);
    void setAllExpanded(bool expanded);
    void toggle(int drawn);
    void takeCurrent(int drawn);
    void showSelected(bool reveal);
    void applySearch();
    void describe();
    void enableActions();
    void askPath(bool svg);
    void save(const locks::SituationPtr &situation, const QString &path, bool svg);
    QString tipFor(int node, int edge) const;
    std::optional<locks::NodeKey> keyOf(int drawn) const;
    quint64 idOf(const locks::DrawnKey &key);
    GraphPicture pictureOf();

    GraphView *m_view = nullptr;
    QList<QAction *> m_actions;
    QAction *m_expandAll = nullptr;
    QAction *m_collapseAll = nullptr;
    locks::SituationPtr m_situation;
    locks::FoldedGraph m_folded;
    locks::GraphLayout m_layout;
    std::unique_ptr<GraphWords> m_words;
    std::set<locks::FoldKey> m_expanded;
    std::map<locks::DrawnKey, quint64> m_ids;
    quint64 m_lastId = 0;
    std::optional<locks::NodeKey> m_selected;
    QString m_search;
};

} // namespace ui
