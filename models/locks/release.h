// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/waitgraph.h"

#include <span>

namespace locks {

/// Tells who goes on when some end. A session goes on when nobody that it waits for is left:
/// whoever stands ahead in a queue with a conflicting request gets the lock first and keeps it, so
/// that the edges alone tell what the server will grant. Who waits in the queue for a row needs
/// also that the row's owner ends: the tuple lock is but the right to wait for him. A wait of which
/// nobody knows the blocker does not end.
class Release final
{
public:
    explicit Release(const WaitGraph &graph);

    /// Node indexes in order; those that end are not among them.
    std::vector<int> atOnce(std::span<const int> ending);

    /// Also those that follow when the freed ones have finished.
    std::vector<int> inAll(std::span<const int> ending);

private:
    enum class Reach { Once, All };
    std::vector<int> release(std::span<const int> ending, Reach reach);

    std::vector<int> m_first;   // of each blocker, in m_waiters
    std::vector<int> m_waiters; // one for each edge
    std::vector<int> m_needed;  // of each node: how many have to go
    std::vector<int> m_left;    // the same, while releasing
};

} // namespace locks
