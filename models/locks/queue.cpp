// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/locktable.h"

#include <algorithm>

namespace locks {

namespace {

ModeMask heldBy(int node, std::span<const Holder> holders)
{
    const auto at = std::ranges::lower_bound(holders, node, {}, &Holder::node);
    return at != holders.end() && at->node == node ? at->modes : ModeMask(0);
}

} // namespace

// The server puts a newcomer at the tail, except one that already holds a mode on the object: it
// goes ahead of the first whose request conflicts with what it holds (JoinWaitQueue() in
// src/backend/storage/lmgr/proc.c).
void arrangeQueue(std::span<Request> requests, std::span<const Holder> holders)
{
    std::ranges::stable_sort(requests, [](const Request &one, const Request &other) {
        return one.order && (!other.order || *one.order < *other.order);
    });
    for (size_t i = 1; i < requests.size() && !holders.empty(); ++i) {
        const Request newcomer = requests[i];
        const ModeMask held = heldBy(newcomer.node, holders);
        if (held == 0)
            continue;
        const auto queued = requests.first(i);
        const auto before = std::ranges::find_if(queued, [&](const Request &other) {
            return other.node != newcomer.node && (conflictMask(other.mode) & held) != 0;
        });
        std::rotate(before, queued.end(), queued.end() + 1);
    }
    for (size_t i = 0; i < requests.size(); ++i)
        requests[i].position = int(i) + 1;
}

} // namespace locks
