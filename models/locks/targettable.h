// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

#include <vector>

namespace locks {

/// Numbers the targets of locks from 0, in the order in which they come. A flat hash table: there
/// may be tens of thousands of rows on a few targets.
class TargetTable final
{
public:
    int insert(const snapshot::LockTarget &target);
    int find(const snapshot::LockTarget &target) const; ///< -1 if it is not there.
    const std::vector<snapshot::LockTarget> &targets() const { return m_targets; }
    std::vector<snapshot::LockTarget> takeTargets() { return std::move(m_targets); }

private:
    struct Slot
    {
        size_t hash = 0;
        int target = -1;
    };
    size_t slotOf(const snapshot::LockTarget &target, size_t hash) const;
    void grow();

    std::vector<snapshot::LockTarget> m_targets;
    std::vector<Slot> m_slots = std::vector<Slot>(64); // always a power of two
};

} // namespace locks
