// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/foldedgraph.h"

#include <QHash>

namespace ui {

/// What a picture of locks says about its nodes and edges. Made for one situation, which has to
/// live as long. Foreign texts are visible text in one line; tips are rich text, escaped.
class GraphWords final
{
public:
    GraphWords(const locks::Situation &situation, const locks::FoldedGraph &folded);

    QString title(const locks::DrawnNode &drawn) const;
    QString badge(const locks::DrawnNode &drawn) const;
    QString subtitle(const locks::DrawnNode &drawn) const;
    QString label(const locks::DrawnEdge &drawn) const;      ///< "relation orders"
    QString shortLabel(const locks::DrawnEdge &drawn) const; ///< "orders"
    QString tip(const locks::DrawnNode &drawn) const;
    QString tip(const locks::DrawnEdge &drawn) const;
    /// In one sentence, for those who hear the picture.
    QString spoken(const locks::DrawnNode &drawn) const;
    /// Whether a search for the text means the node: as in the tree, or by an edge's label.
    bool holds(int node, const QString &text) const;

private:
    using Members = std::vector<int>;

    const Members &membersOf(const locks::DrawnNode &drawn) const;
    const snapshot::Session *session(int node) const;
    const locks::Wait *waitOf(int node) const;
    QString name(int node) const;
    QString role(int node) const;
    QString doing(int node) const;
    QString waitBadge(const locks::DrawnNode &drawn) const;
    QString foldSubtitle(const Members &members) const;
    QString place(const locks::DrawnNode &drawn) const;
    QString object(const locks::Wait &wait) const;
    QString tableOf(const locks::Wait &wait) const;

    const locks::Situation &m_situation;
    const snapshot::Snapshot &m_snapshot;
    const locks::WaitGraph &m_graph;
    const locks::FoldedGraph &m_folded;
    std::vector<int> m_waits; ///< By node: the first of its waits.
    // By target and ticket: made once for the many who wait for one thing.
    mutable QHash<std::pair<int, int>, QString> m_objects;
    mutable QHash<std::pair<int, int>, QString> m_tables;
};

} // namespace ui
