// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/relief.h"

#include <algorithm>

namespace locks {

namespace {

bool contains(const std::vector<int> &sorted, int node)
{
    return std::ranges::binary_search(sorted, node);
}

std::vector<int> found(const WaitGraph &graph, const std::vector<NodeKey> &keys)
{
    std::vector<int> nodes;
    for (const NodeKey &key : keys) {
        if (const int node = graph.find(key); node >= 0)
            nodes.push_back(node);
    }
    std::ranges::sort(nodes);
    const auto rest = std::ranges::unique(nodes);
    nodes.erase(rest.begin(), rest.end());
    return nodes;
}

std::vector<int> without(std::vector<int> all, const std::vector<int> &sorted)
{
    std::ranges::sort(all);
    const auto rest = std::ranges::unique(all);
    all.erase(rest.begin(), rest.end());
    std::erase_if(all, [&](int node) { return contains(sorted, node); });
    return all;
}

} // namespace

std::vector<int> waitersOf(const WaitGraph &graph, const std::vector<int> &nodes)
{
    std::vector<std::vector<int>> waiters(graph.nodes.size());
    for (const Edge &edge : graph.edges)
        waiters[size_t(edge.blocker)].push_back(edge.waiter);
    std::vector<bool> seen(graph.nodes.size(), false);
    std::vector<int> open = nodes;
    for (const int node : nodes)
        seen[size_t(node)] = true;
    std::vector<int> out;
    while (!open.empty()) {
        const int node = open.back();
        open.pop_back();
        for (const int waiter : waiters[size_t(node)]) {
            if (seen[size_t(waiter)])
                continue;
            seen[size_t(waiter)] = true;
            out.push_back(waiter);
            open.push_back(waiter);
        }
    }
    std::ranges::sort(out);
    return out;
}

Relief reliefOf(const Situation &situation, const std::vector<NodeKey> &nodes)
{
    Relief relief{.nodes = found(situation.graph, nodes)};
    if (relief.nodes.empty())
        return relief;
    relief.waiting = waitersOf(situation.graph, relief.nodes);
    relief.freed = without(freedBy(situation, relief.nodes), relief.nodes);
    for (const Edge &edge : situation.graph.edges) {
        if (contains(relief.nodes, edge.waiter))
            relief.blockers.push_back(edge.blocker);
    }
    relief.blockers = without(relief.blockers, relief.nodes);
    if (relief.nodes.size() == 1 && relief.blockers.empty())
        relief.atOnce = int(situation.impacts[size_t(relief.nodes[0])].freedAtOnce.size());
    for (const Wait &wait : situation.graph.waits) {
        const auto time = waited(wait, *situation.snapshot);
        if (time && contains(relief.freed, wait.node))
            relief.longestWait = std::max(relief.longestWait, *time);
    }
    return relief;
}

} // namespace locks
