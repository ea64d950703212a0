// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/components.h"
#include "locks/impact.h"
#include "locks/modemask.h"

#include <algorithm>

namespace locks {

namespace {

constexpr int WaitStartSince = 140000;

// Collects pids, each once, in the order of their importance.
class Pids final
{
public:
    explicit Pids(const WaitGraph &graph)
        : m_graph(graph)
        , m_taken(graph.nodes.size(), false)
    {
    }

    // One process stands for its whole group.
    void add(const Wait &wait)
    {
        if (!m_taken[size_t(wait.node)])
            m_pids.push_back(wait.pid);
        m_taken[size_t(wait.node)] = true;
    }

    template <typename Condition>
    void addIf(Condition condition)
    {
        for (const Wait &wait : m_graph.waits) {
            if (condition(wait))
                add(wait);
        }
    }

    std::vector<int> take() { return std::move(m_pids); }

private:
    const WaitGraph &m_graph;
    std::vector<bool> m_taken;
    std::vector<int> m_pids;
};

void addCycles(const WaitGraph &graph, Pids &pids)
{
    const Components parts = components(int(graph.nodes.size()), graph.edges, Edges::All);
    pids.addIf(
        [&](const Wait &wait) { return parts.members(parts.of[size_t(wait.node)]).size() > 1; });
}

// For each root the one that waits longest for it.
void addRoots(const Situation &situation, Pids &pids)
{
    const WaitGraph &graph = situation.graph;
    std::vector<int> longest(graph.nodes.size(), -1);
    for (const Edge &edge : graph.edges) {
        int &known = longest[size_t(edge.blocker)];
        const auto since = [&](int wait) {
            return graph.waits[size_t(wait)].since.value_or(Timestamp::max());
        };
        if (known < 0 || since(edge.wait) < since(known))
            known = edge.wait;
    }
    std::vector<int> roots = situation.roots;
    std::ranges::stable_sort(roots, std::greater{},
                             [&](int node) { return situation.impacts[size_t(node)].inAll; });
    for (const int root : roots)
        pids.add(graph.waits[size_t(longest[size_t(root)])]);
}

// Before 14 nobody knows who came first: everyone matters who asks for what conflicts with what
// another in the same queue asks for.
std::vector<bool> haveRivals(const WaitGraph &graph)
{
    std::vector<ModeMask> wanted(graph.targets.size(), 0);
    std::vector<ModeMask> wantedTwice(graph.targets.size(), 0);
    for (const Wait &wait : graph.waits) {
        if (wait.target < 0)
            continue;
        ModeMask &once = wanted[size_t(wait.target)];
        wantedTwice[size_t(wait.target)] |= once & maskOf(wait.mode);
        once |= maskOf(wait.mode);
    }
    std::vector<bool> rivals(graph.waits.size(), false);
    for (size_t i = 0; i < rivals.size(); ++i) {
        const Wait &wait = graph.waits[i];
        if (wait.target < 0)
            continue;
        const auto target = size_t(wait.target);
        const ModeMask others =
            ModeMask((wanted[target] & ~maskOf(wait.mode)) | wantedTwice[target]);
        rivals[i] = (others & conflictMask(wait.mode)) != 0;
    }
    return rivals;
}

} // namespace

std::vector<int> pidsToConfirm(const snapshot::Snapshot &snapshot, int most)
{
    const auto borrowed = snapshot::SnapshotPtr(snapshot::SnapshotPtr(), &snapshot);
    const SituationPtr situation = situationOf(borrowed);
    const WaitGraph &graph = situation->graph;
    Pids pids(graph);
    addCycles(graph, pids);
    pids.addIf([](const Wait &wait) { return wait.target < 0; });
    std::vector<bool> known(graph.waits.size(), false);
    for (const Edge &edge : graph.edges)
        known[size_t(edge.wait)] = true;
    pids.addIf([&](const Wait &wait) { return !known[size_t(&wait - graph.waits.data())]; });
    addRoots(*situation, pids);
    if (snapshot.server.versionNum < WaitStartSince) {
        const std::vector<bool> rivals = haveRivals(graph);
        pids.addIf([&](const Wait &wait) { return rivals[size_t(&wait - graph.waits.data())]; });
    }
    std::vector<int> all = pids.take();
    all.resize(std::min(all.size(), size_t(std::max(most, 0))));
    return all;
}

} // namespace locks
