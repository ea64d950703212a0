// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/waitgraph.h"

#include <algorithm>
#include <map>
#include <set>

namespace tests {

using snapshot::Lock;
using snapshot::LockMode;
using snapshot::Snapshot;
using snapshot::SnapshotPtr;

inline snapshot::LockTarget relation(int number)
{
    return {.type = QStringLiteral("relation"), .database = 5, .relation = quint32(number)};
}

inline Lock lockOf(int pid, int target, int mode, bool granted)
{
    Lock lock{.target = relation(target), .pid = pid, .mode = LockMode(mode), .granted = granted};
    if (!granted)
        lock.waitStart = snapshot::Timestamp(std::chrono::seconds(pid));
    return lock;
}

/// A lock manager in small: sessions ask in turn for modes on a few tables, and are given them or
/// wait, by the server's rules. Groups and deadlock checks aside, whatever it reaches is a state
/// that a server can be in.
class SmallServer
{
public:
    void ask(int pid, int target, int mode)
    {
        if (m_waiting.contains(pid))
            return;
        ++m_clock;
        Lock wanted = lockOf(pid, target, mode, false);
        wanted.waitStart = snapshot::Timestamp(std::chrono::seconds(m_clock));
        auto &queue = m_queues[target];
        const auto at = place(queue, wanted);
        const bool free =
            !clashesWithHeld(wanted) && std::none_of(queue.begin(), at, [&](const Lock &ahead) {
                return locks::conflicts(ahead.mode, wanted.mode);
            });
        if (free) {
            grant(wanted);
            return;
        }
        queue.insert(at, wanted);
        m_waiting.insert(pid);
    }

    /// Ends a session: its locks are free, and queues move on.
    void end(int pid)
    {
        std::erase_if(m_held, [pid](const Lock &lock) { return lock.pid == pid; });
        m_waiting.erase(pid);
        for (auto &[target, queue] : m_queues) {
            std::erase_if(queue, [pid](const Lock &lock) { return lock.pid == pid; });
            wakeUp(queue);
        }
    }

    SnapshotPtr snapshot() const
    {
        auto made = std::make_shared<Snapshot>();
        made->server.versionNum = 170004;
        made->takenAt = snapshot::Timestamp(std::chrono::seconds(m_clock + 5));
        made->locks = m_held;
        // Rows of pg_locks come in no order.
        for (const auto &[target, queue] : m_queues)
            made->locks.insert(made->locks.end(), queue.rbegin(), queue.rend());
        return made;
    }

    const std::set<int> &waiting() const { return m_waiting; }

    /// As pg_blocking_pids() tells it.
    std::set<int> blockers(int pid) const
    {
        std::set<int> found;
        for (const auto &[target, queue] : m_queues) {
            const auto own = std::ranges::find(queue, pid, &Lock::pid);
            if (own == queue.end())
                continue;
            for (const Lock &held : m_held) {
                if (clash(held, *own))
                    found.insert(held.pid);
            }
            for (auto at = queue.begin(); at != own; ++at) {
                if (clash(*at, *own))
                    found.insert(at->pid);
            }
        }
        return found;
    }

private:
    using Queue = std::vector<Lock>;

    static bool clash(const Lock &one, const Lock &other)
    {
        return one.pid != other.pid && one.target == other.target &&
               locks::conflicts(one.mode, other.mode);
    }

    bool clashesWithHeld(const Lock &wanted) const
    {
        return std::ranges::any_of(m_held, [&](const Lock &held) { return clash(held, wanted); });
    }

    Queue::iterator place(Queue &queue, const Lock &wanted)
    {
        return std::ranges::find_if(queue, [&](const Lock &queued) {
            return std::ranges::any_of(m_held, [&](const Lock &held) {
                return held.pid == wanted.pid && clash(held, queued);
            });
        });
    }

    void grant(Lock lock)
    {
        lock.granted = true;
        lock.waitStart.reset();
        m_held.push_back(lock);
        m_waiting.erase(lock.pid);
    }

    void wakeUp(Queue &queue)
    {
        Queue left;
        for (const Lock &lock : queue) {
            const bool behind = std::ranges::any_of(
                left, [&](const Lock &ahead) { return locks::conflicts(ahead.mode, lock.mode); });
            if (behind || clashesWithHeld(lock))
                left.push_back(lock);
            else
                grant(lock);
        }
        queue = left;
    }

    std::vector<Lock> m_held;
    std::map<int, Queue> m_queues;
    std::set<int> m_waiting;
    int m_clock = 0;
};

} // namespace tests
