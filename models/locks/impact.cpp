// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/impact.h"

#include "locks/components.h"
#include "locks/reach.h"
#include "locks/release.h"
#include "locks/waysout.h"

#include <algorithm>
#include <tuple>

namespace locks {

namespace {

void markRoots(const WaitGraph &graph, std::vector<Impact> &impacts)
{
    std::vector<int> lastWaiter(graph.nodes.size(), -1);
    std::vector<bool> waits(graph.nodes.size(), false);
    for (const Edge &edge : graph.edges) {
        waits[size_t(edge.waiter)] = true;
        if (std::exchange(lastWaiter[size_t(edge.blocker)], edge.waiter) != edge.waiter)
            ++impacts[size_t(edge.blocker)].directly;
    }
    for (size_t i = 0; i < impacts.size(); ++i)
        impacts[i].root = impacts[i].directly > 0 && !waits[i];
}

void fillFreed(Release &release, int node, Impact &impact)
{
    const std::array ending{node};
    impact.freedAtOnce = release.atOnce(ending);
    impact.freedInAll = release.inAll(ending);
}

// Of a node that waits for several things at once the longest counts.
std::vector<base::Duration> waitsOf(const WaitGraph &graph, const snapshot::Snapshot &snapshot)
{
    std::vector<base::Duration> longest(graph.nodes.size());
    for (const Wait &wait : graph.waits) {
        base::Duration &known = longest[size_t(wait.node)];
        known = std::max(known, waited(wait, snapshot).value_or(base::Duration{}));
    }
    return longest;
}

void sortRoots(Situation &situation)
{
    std::ranges::sort(situation.roots, {}, [&](int node) {
        const Impact &impact = situation.impacts[size_t(node)];
        return std::tuple(-qsizetype(impact.freedInAll.size()), -impact.inAll, -impact.totalWait,
                          node);
    });
}

} // namespace

SituationPtr situationOf(const snapshot::SnapshotPtr &snapshot)
{
    auto made = std::make_shared<Situation>();
    made->snapshot = snapshot;
    if (!snapshot)
        return made;
    made->graph = waitGraph(*snapshot);
    const WaitGraph &graph = made->graph;
    made->impacts.resize(graph.nodes.size());
    markRoots(graph, made->impacts);
    const Components parts = components(int(graph.nodes.size()), graph.edges, Edges::All);
    addReach(graph, parts, waitsOf(graph, *snapshot), made->impacts);
    Release release(graph);
    for (int node = 0; node < int(graph.nodes.size()); ++node) {
        if (made->impacts[size_t(node)].root) {
            made->roots.push_back(node);
            fillFreed(release, node, made->impacts[size_t(node)]);
        }
    }
    for (const std::vector<int> &cycle : graph.cycles) {
        for (const int node : cycle)
            fillFreed(release, node, made->impacts[size_t(node)]);
    }
    sortRoots(*made);
    made->waysOut = waysOut(graph, parts, made->impacts, release);
    int last = -1; // the waits are ordered by node
    for (const Wait &wait : graph.waits)
        made->waiting += std::exchange(last, wait.node) != wait.node ? 1 : 0;
    return made;
}

std::vector<int> freedBy(const Situation &situation, const std::vector<int> &nodes)
{
    return Release(situation.graph).inAll(nodes);
}

std::optional<base::Duration> waited(const Wait &wait, const snapshot::Snapshot &snapshot)
{
    if (!wait.since)
        return {};
    return std::max(base::Duration{}, snapshot.takenAt - *wait.since);
}

} // namespace locks
