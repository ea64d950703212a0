// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/waysout.h"

#include "locks/reach.h"

#include <algorithm>
#include <array>
#include <map>

namespace locks {

namespace {

// More ways than anybody reads are not worked out.
constexpr size_t MostWays = 64;

// Roots, and one for each cycle at the end of which nobody else is waited for.
std::vector<int> exits(const WaitGraph &graph, const Components &parts,
                       const std::vector<Impact> &impacts, Release &release)
{
    std::vector<bool> leaves(size_t(parts.count()), false);
    for (const Edge &edge : graph.edges) {
        const int from = parts.of[size_t(edge.waiter)];
        if (from != parts.of[size_t(edge.blocker)])
            leaves[size_t(from)] = true;
    }
    std::vector<int> found;
    for (int part = 0; part < parts.count(); ++part) {
        const auto members = parts.members(part);
        const bool blocks = members.size() > 1 || impacts[size_t(members.front())].root;
        if (leaves[size_t(part)] || !blocks)
            continue;
        const auto frees = [&](int node) {
            return members.size() == 1 ? 0 : release.inAll(std::array{node}).size();
        };
        found.push_back(*std::ranges::max_element(members, {}, frees));
    }
    return found;
}

struct RootSet
{
    std::vector<int> roots;
    int waiters = 0; // whose roots are just these
};

// For each set of roots that somebody waits for: how many do.
std::vector<RootSet> rootSets(const WaitGraph &graph, const Components &parts,
                              const std::vector<int> &exits)
{
    BitRows roots(parts.count(), int(exits.size()));
    for (size_t i = 0; i < exits.size(); ++i)
        roots.set(parts.of[size_t(exits[i])], int(i));
    std::vector<size_t> edgeOf(graph.nodes.size() + 1, 0);
    for (const Edge &edge : graph.edges)
        ++edgeOf[size_t(edge.waiter) + 1];
    for (size_t i = 1; i < edgeOf.size(); ++i)
        edgeOf[i] += edgeOf[i - 1];
    const auto less = [&](int one, int other) {
        return std::ranges::lexicographical_compare(roots.row(one), roots.row(other));
    };
    std::map<int, int, decltype(less)> counts(less);
    for (int part = 0; part < parts.count(); ++part) {
        for (const int waiter : parts.members(part)) {
            for (size_t e = edgeOf[size_t(waiter)]; e < edgeOf[size_t(waiter) + 1]; ++e)
                roots.merge(part, parts.of[size_t(graph.edges[e].blocker)]);
        }
        if (edgeOf[size_t(parts.members(part).front())] !=
            edgeOf[size_t(parts.members(part).front()) + 1])
            counts[part] += int(parts.members(part).size());
    }
    std::vector<RootSet> sets;
    for (const auto &[part, waiters] : counts) {
        RootSet &set = sets.emplace_back(RootSet{{}, waiters});
        roots.forEach(part, [&](int bit) { set.roots.push_back(exits[size_t(bit)]); });
        std::ranges::sort(set.roots);
    }
    return sets;
}

// By how many each end frees: two ends for one more session are no better way.
bool isBetter(const WayOut &one, const WayOut &other)
{
    const qint64 left = qint64(one.freed) * qint64(other.roots.size());
    const qint64 right = qint64(other.freed) * qint64(one.roots.size());
    if (left != right)
        return left > right;
    return one.roots.size() != other.roots.size() ? one.roots.size() < other.roots.size()
                                                  : one.roots < other.roots;
}

} // namespace

std::vector<WayOut> waysOut(const WaitGraph &graph, const Components &parts,
                            const std::vector<Impact> &impacts, Release &release)
{
    if (parts.count() > MostReach)
        return {};
    std::vector<RootSet> sets = rootSets(graph, parts, exits(graph, parts, impacts, release));
    std::erase_if(sets, [](const RootSet &set) { return set.roots.empty(); });
    std::vector<WayOut> ways;
    for (const RootSet &set : sets)
        ways.push_back({set.roots, set.waiters});
    std::ranges::sort(ways, isBetter);
    if (ways.size() > MostWays)
        ways.resize(MostWays);
    for (WayOut &way : ways)
        way.freed = int(release.inAll(way.roots).size());
    std::erase_if(ways, [](const WayOut &way) { return way.freed == 0; });
    std::ranges::sort(ways, isBetter);
    return ways;
}

} // namespace locks
