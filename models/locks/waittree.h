// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/nodetext.h"

#include <QSet>

namespace locks {

/// Where a row of the tree stands: a node below one of those it waits for. A root stands below
/// nobody, which is the default NodeKey.
struct TreePlace
{
    NodeKey parent;
    NodeKey node;
    bool operator==(const TreePlace &) const = default;
};

size_t qHash(const TreePlace &place, size_t seed = 0) noexcept;

/// One row of the tree. It points into the snapshot that it was arranged from, which has to live
/// as long as the row.
struct TreeRow
{
    TreePlace place;
    int node = -1; ///< Its index in the graph, which is no content.
    int depth = 0;
    int children = 0;
    bool collapsed = false; ///< What waits for it is not in the table.
    bool elsewhere = false; ///< What waits for it stands below another row of the same node.
    bool inCycle = false;
    bool orphan = false; ///< It waits, and nobody knows for whom.
    NodeFacts facts;
    QString title; ///< Fit for display.
    QString alsoWaitsFor;
    int blocks = 0;
    QString object; ///< What it waits for; foreign text, empty for a root.
    LockMode mode = LockMode::None;
    LockMode blockingMode = LockMode::None;
    std::optional<Timestamp> since;
    bool sinceStatement = false;
    int queuePosition = 0;

    TreePlace key() const { return place; }
    /// Same content. Ages are no content: they are painted from the moment of the snapshot.
    bool operator==(const TreeRow &other) const;
};

/// What a person wants to see of the tree.
struct TreeArrangement
{
    QString search; ///< Rows that match stay, and those above them.
    QSet<TreePlace> collapsed;
    bool operator==(const TreeArrangement &) const = default;
};

/// The graph as rows: every root, below it who waits for it, and so on. A node with several
/// blockers stands below each that holds what it wants (or, if nobody holds it, below the one ahead
/// in the queue); what waits for it stands below the first of these rows only, so that there are
/// not more rows than edges. Where a cycle closes the row says so. Those who wait longest come
/// first.
std::vector<TreeRow> arrangeTree(const Situation &situation, const TreeArrangement &arrangement);

} // namespace locks
