// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/drain.h"

#include "locks/relief.h"

#include <algorithm>

namespace locks {

namespace {

std::optional<Timestamp> statementOf(const Situation &situation, int node)
{
    const int session = situation.graph.nodes[size_t(node)].session;
    return session < 0 ? std::nullopt : situation.snapshot->sessions[size_t(session)].queryStart;
}

// The node that is still in the wait it was in; -1 if it is free.
int waitingNode(const Drain::Waiter &waiter, const Situation &later)
{
    const int node = later.graph.find(waiter.key);
    if (node < 0 || !std::ranges::contains(later.graph.waits, node, &Wait::node))
        return -1;
    const auto statement = statementOf(later, node);
    const bool another = statement && waiter.statement && statement != waiter.statement;
    return another ? -1 : node;
}

// Where the chains of those who wait end: the roots above them.
std::vector<NodeKey> rootsAbove(const WaitGraph &graph, const std::vector<int> &nodes)
{
    std::vector<std::vector<int>> blockers(graph.nodes.size());
    for (const Edge &edge : graph.edges)
        blockers[size_t(edge.waiter)].push_back(edge.blocker);
    std::vector<bool> seen(graph.nodes.size(), false);
    std::vector<int> open = nodes;
    std::vector<NodeKey> roots;
    while (!open.empty()) {
        const int node = open.back();
        open.pop_back();
        if (seen[size_t(node)])
            continue;
        seen[size_t(node)] = true;
        if (blockers[size_t(node)].empty())
            roots.push_back(graph.nodes[size_t(node)].key);
        open.insert(open.end(), blockers[size_t(node)].begin(), blockers[size_t(node)].end());
    }
    std::ranges::sort(roots);
    return roots;
}

} // namespace

int Drain::freed() const
{
    return int(std::ranges::count(waiters, true, &Waiter::free));
}

Drain drainOf(const Situation &situation, const std::vector<NodeKey> &nodes)
{
    std::vector<int> found;
    for (const NodeKey &key : nodes) {
        if (const int node = situation.graph.find(key); node >= 0)
            found.push_back(node);
    }
    Drain drain;
    for (const int node : waitersOf(situation.graph, found)) {
        drain.waiters.push_back(
            {situation.graph.nodes[size_t(node)].key, statementOf(situation, node)});
    }
    return drain;
}

Drain advanced(Drain drain, const Situation &later, base::Duration sinceSent)
{
    std::vector<int> waiting;
    for (Drain::Waiter &waiter : drain.waiters) {
        if (waiter.free)
            continue;
        if (const int node = waitingNode(waiter, later); node >= 0) {
            waiting.push_back(node);
        } else {
            waiter.free = true;
            drain.lastFreed = sinceSent;
        }
    }
    drain.heldBy = rootsAbove(later.graph, waiting);
    return drain;
}

} // namespace locks
