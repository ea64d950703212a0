// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/modemask.h"

#include <span>

namespace locks {

/// All that one node holds on one target.
struct Holder
{
    int target = -1;
    int node = -1;
    ModeMask modes = 0;
};

/// A node that waits on a target.
struct Request
{
    int target = -1;
    int node = -1;
    int pid = 0;
    LockMode mode = LockMode::None;
    int position = 0;               ///< In the queue, from 1.
    std::optional<Timestamp> order; ///< When it came to the queue; without one it is the newest.
    std::optional<Timestamp> since;
    bool sinceStatement = false;
    int ticket = -1; ///< A row's target, if it holds the place at the head of the row's queue.
};

/// What the server answered about one node.
struct Answer
{
    int node = -1;
    bool safeSnapshot = false;
    std::vector<int> blockers; ///< Nodes, sorted.
};

/// The rows of pg_locks that matter, sorted so that each target's are together.
struct LockTable
{
    std::vector<Node> nodes; ///< All that hold or wait, sorted by key.
    std::vector<LockTarget> targets;
    std::vector<Holder> holders;        ///< By target, then by modes.
    std::vector<Request> requests;      ///< By target, then in the order of the queue.
    std::vector<Answer> answers;        ///< By node; at most one of each kind for a node.
    std::vector<Request> safeSnapshots; ///< Sessions that wait for one; without a target.
};

LockTable readLocks(const snapshot::Snapshot &snapshot);

/// Puts the requests for one target into the order of the server's queue, as far as one look can
/// tell. The holders are those of the same target, sorted by node.
void arrangeQueue(std::span<Request> requests, std::span<const Holder> holders);

/// Corrects that order by what the server answered about some of them, so that the places of the
/// others agree with it. The answers are sorted by node.
void heedAnswers(std::span<Request> requests, std::span<const Holder> holders,
                 std::span<const Answer> answers);

} // namespace locks
