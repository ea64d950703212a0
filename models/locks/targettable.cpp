// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/targettable.h"

#include <QHash>

namespace locks {

using snapshot::LockTarget;

namespace {

size_t hashOf(const LockTarget &target)
{
    return qHashMulti(0, target.type, target.virtualXid, target.database, target.relation,
                      target.transactionId, target.page.value_or(-1), target.tuple.value_or(-1),
                      target.classId, target.objectId, target.objectSubId.value_or(-1));
}

} // namespace

int TargetTable::insert(const LockTarget &target)
{
    const size_t hash = hashOf(target);
    Slot &slot = m_slots[slotOf(target, hash)];
    if (slot.target >= 0)
        return slot.target;
    const int number = int(m_targets.size());
    slot = {hash, number};
    m_targets.push_back(target);
    if (m_targets.size() * 2 > m_slots.size())
        grow();
    return number;
}

int TargetTable::find(const LockTarget &target) const
{
    return m_slots[slotOf(target, hashOf(target))].target;
}

// The slot that holds it, or the free one where it would go.
size_t TargetTable::slotOf(const LockTarget &target, size_t hash) const
{
    const size_t mask = m_slots.size() - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        const Slot &slot = m_slots[at];
        if (slot.target < 0)
            return at;
        if (slot.hash == hash && m_targets[size_t(slot.target)] == target)
            return at;
    }
}

void TargetTable::grow()
{
    std::vector<Slot> old = std::exchange(m_slots, std::vector<Slot>(m_slots.size() * 2));
    const size_t mask = m_slots.size() - 1;
    for (const Slot &slot : old) {
        if (slot.target < 0)
            continue;
        size_t at = slot.hash & mask;
        while (m_slots[at].target >= 0)
            at = (at + 1) & mask;
        m_slots[at] = slot;
    }
}

} // namespace locks
