// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/waitgraph.h"

namespace locks {

/// What one node does to the others.
struct Impact
{
    bool root = false; ///< Blocks somebody and waits for nobody.
    int directly = 0;  ///< Sessions with an edge to it.
    int inAll = 0;     ///< Sessions that wait for it, directly or through others.
    base::Duration totalWait{};
    base::Duration longestWait{};
    /// If it ended now: the sessions that the server would let go on at once.
    std::vector<int> freedAtOnce;
    /// Those and all that follow once they have finished: sessions that wait for nobody else.
    std::vector<int> freedInAll;
    bool operator==(const Impact &) const = default;
};

/// One way out: end these roots, and so many sessions are free in the end.
struct WayOut
{
    std::vector<int> roots; ///< Node indexes.
    int freed = 0;
    bool operator==(const WayOut &) const = default;
};

/// Everything that is known about locks at the moment of one snapshot. Made once for each, then
/// shared by all who show it.
struct Situation
{
    snapshot::SnapshotPtr snapshot;
    WaitGraph graph;
    std::vector<Impact> impacts; ///< One for each node. The freed ones only for roots and cycles.
    std::vector<int> roots;      ///< Node indexes; the one whose end frees most comes first.
    /// The smallest set of roots that frees most comes first: by how many each end in it frees. A
    /// cycle without a root counts as one, by the member whose end frees most. At most 64.
    std::vector<WayOut> waysOut;
    int waiting = 0; ///< Sessions that wait for a lock or a safe snapshot.

    int find(const NodeKey &key) const { return graph.find(key); }
};

using SituationPtr = std::shared_ptr<const Situation>;

SituationPtr situationOf(const snapshot::SnapshotPtr &snapshot);

/// What ending these nodes at once would free in all, by node index: the preview of an action.
std::vector<int> freedBy(const Situation &situation, const std::vector<int> &nodes);

/// How long a wait has lasted at the moment of the snapshot; nothing if nobody knows.
std::optional<base::Duration> waited(const Wait &wait, const snapshot::Snapshot &snapshot);

} // namespace locks

Q_DECLARE_METATYPE(locks::SituationPtr)
Q_DECLARE_METATYPE(locks::NodeKey)
