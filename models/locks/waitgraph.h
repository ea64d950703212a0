// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

#include <vector>

namespace locks {

using snapshot::LockMode;
using snapshot::LockTarget;
using snapshot::Timestamp;

/// Whether two modes cannot be held at the same time by different transactions. The same for all
/// kinds of locks (https://www.postgresql.org/docs/current/explicit-locking.html).
bool conflicts(LockMode one, LockMode other);

/// Who holds or waits, told from one snapshot to the next: a session, or a prepared transaction,
/// which has no session any more.
struct NodeKey
{
    int pid = 0; ///< Of the leader, where a parallel query waits; 0 for a prepared transaction.
    std::optional<Timestamp> backendStart; ///< Nothing where this role may not see it.
    quint32 preparedXid = 0;               ///< The transaction id of a prepared transaction.
    auto operator<=>(const NodeKey &) const = default;
};

/// A session with its parallel workers, or a prepared transaction, that waits or blocks.
struct Node
{
    NodeKey key;
    int session = -1;  ///< Index in Snapshot::sessions; -1 if it is not there.
    int prepared = -1; ///< Index in Snapshot::prepared; -1 for sessions.
    bool isPrepared() const { return key.pid == 0; }
    bool operator==(const Node &) const = default;
};

/// One wait of a node. The workers of one query may wait for several things at once.
struct Wait
{
    int node = -1;
    int target = -1; ///< Index in WaitGraph::targets; -1 for a safe snapshot, which is no lock.
    LockMode mode = LockMode::None;
    std::optional<Timestamp> since; ///< Where the server tells no start (13): the statement's.
    bool sinceStatement = false;    ///< since is when the statement began, so at most so long ago.
    int queuePosition = 0;          ///< From 1, in the queue of the target; 0 without a queue.
    int pid = 0;                    ///< The process that waits: the leader or a worker.
    /// Index in WaitGraph::targets of the row that it waits for in truth: who waits for a
    /// transaction while holding a row's tuple lock is the first in the queue for that row.
    int ticket = -1;
    bool operator==(const Wait &) const = default;
};

enum class EdgeKind : quint8 {
    Hard,         ///< The blocker holds a mode that conflicts.
    Queue,        ///< The blocker waits for a mode that conflicts, and stands ahead.
    SafeSnapshot, ///< The blocker is a serializable transaction that a deferrable one waits for.
};

/// How an edge is known.
enum class Evidence : quint8 {
    LockTable, ///< Both are in pg_locks, read at one moment: certain.
    QueueRule, ///< From the order in which the server queues; its deadlock check may change that.
    Server,    ///< pg_blocking_pids() or pg_safe_snapshot_blocking_pids() said so, a moment later.
};

/// One waiter waits for one blocker.
struct Edge
{
    int waiter = -1;                        ///< Index in WaitGraph::nodes.
    int blocker = -1;                       ///< Too.
    int wait = -1;                          ///< Index in WaitGraph::waits.
    LockMode blockingMode = LockMode::None; ///< The strongest that conflicts; held, or waited for.
    EdgeKind kind = EdgeKind::Hard;
    Evidence evidence = Evidence::LockTable;
    /// Hard, or from the one just ahead in the queue: what a picture needs. All edges serve the
    /// impact.
    bool drawn = true;
    bool operator==(const Edge &) const = default;
};

/// Who waits for whom at the moment of a snapshot. One edge for each pair and wait.
struct WaitGraph
{
    std::vector<Node> nodes; ///< By key.
    std::vector<LockTarget> targets;
    std::vector<Wait> waits;
    std::vector<Edge> edges; ///< By waiter; of one wait the hard ones first.
    /// Strongly connected parts with more than one node, by node index: deadlocks, as long as the
    /// server has not resolved them. Only those that are proved: of hard edges, or confirmed.
    std::vector<std::vector<int>> cycles;

    bool operator==(const WaitGraph &) const = default;
    int find(const NodeKey &key) const; ///< -1 if it neither waits nor blocks.
};

/// Time and memory are linear in the edges. Never fails: rows that make no sense give no edges. Of
/// more than two million edges, only the nearest of each further wait are kept.
WaitGraph waitGraph(const snapshot::Snapshot &snapshot);

/// The pids for which the server must be asked before the graph of this snapshot is complete or
/// proved: those on a cycle; one direct waiter of each of the roots that block most; before 14
/// every waiter whose place in a queue matters; those that wait for a safe snapshot. Not more than
/// `most`, the more important first.
std::vector<int> pidsToConfirm(const snapshot::Snapshot &snapshot, int most = 100);

} // namespace locks
