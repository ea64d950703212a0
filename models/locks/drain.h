// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"

namespace locks {

/// How those who waited for some nodes get free after these were told to end. Who is free once
/// stays so here, whatever it waits for later.
struct Drain
{
    struct Waiter
    {
        NodeKey key;
        std::optional<Timestamp> statement; ///< When what it waited with began.
        bool free = false;

        bool operator==(const Waiter &) const = default;
    };

    std::vector<Waiter> waiters;
    base::Duration lastFreed{};  ///< From sending until the last of them was seen to be free.
    std::vector<NodeKey> heldBy; ///< Whom the others wait for in the end, at the last look.

    bool operator==(const Drain &) const = default;
    int all() const { return int(waiters.size()); }
    int freed() const;
    bool isDone() const { return freed() == all(); }
};

/// All who wait for these nodes, directly or through others, in the situation at hand when the
/// action is sent.
Drain drainOf(const Situation &situation, const std::vector<NodeKey> &nodes);

/// The same after a later look, so long after sending. Free is who waits no more, is gone, or runs
/// another statement by now.
Drain advanced(Drain drain, const Situation &later, base::Duration sinceSent);

} // namespace locks
