// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/release.h"

#include <algorithm>

namespace locks {

using namespace Qt::StringLiterals;

namespace {

struct Need
{
    int waiter;
    int blocker;
};

// Where the edges of each wait for a transaction begin that is made with the ticket of a row, by
// the row's target.
std::vector<std::vector<int>> ownersOfRows(const WaitGraph &graph)
{
    std::vector<std::vector<int>> owners(graph.targets.size());
    for (const Edge &edge : graph.edges) {
        const int row = graph.waits[size_t(edge.wait)].ticket;
        if (row >= 0)
            owners[size_t(row)].push_back(edge.blocker);
    }
    return owners;
}

std::vector<Need> needs(const WaitGraph &graph)
{
    std::vector<Need> all;
    all.reserve(graph.edges.size() + graph.waits.size());
    for (const Edge &edge : graph.edges)
        all.push_back({edge.waiter, edge.blocker});
    const auto owners = ownersOfRows(graph);
    for (const Wait &wait : graph.waits) {
        if (wait.target < 0 || graph.targets[size_t(wait.target)].type != "tuple"_L1)
            continue;
        for (const int owner : owners[size_t(wait.target)]) {
            if (owner != wait.node)
                all.push_back({wait.node, owner});
        }
    }
    return all;
}

} // namespace

Release::Release(const WaitGraph &graph)
    : m_first(graph.nodes.size() + 1, 0)
    , m_needed(graph.nodes.size(), 0)
{
    const std::vector<Need> all = needs(graph);
    for (const Need &need : all) {
        ++m_first[size_t(need.blocker) + 1];
        ++m_needed[size_t(need.waiter)];
    }
    for (size_t i = 1; i < m_first.size(); ++i)
        m_first[i] += m_first[i - 1];
    m_waiters.resize(all.size());
    std::vector<int> next = m_first;
    for (const Need &need : all)
        m_waiters[size_t(next[size_t(need.blocker)]++)] = need.waiter;
    std::vector<bool> known(graph.waits.size(), false);
    for (const Edge &edge : graph.edges)
        known[size_t(edge.wait)] = true;
    for (size_t i = 0; i < graph.waits.size(); ++i) {
        if (!known[i])
            ++m_needed[size_t(graph.waits[i].node)]; // nothing takes this away
    }
    m_left = m_needed;
}

std::vector<int> Release::atOnce(std::span<const int> ending)
{
    return release(ending, Reach::Once);
}

std::vector<int> Release::inAll(std::span<const int> ending)
{
    return release(ending, Reach::All);
}

std::vector<int> Release::release(std::span<const int> ending, Reach reach)
{
    std::vector<int> gone(ending.begin(), ending.end());
    std::vector<int> touched = gone;
    for (const int node : ending)
        m_left[size_t(node)] = -1; // never counted down to 0
    const size_t ended = gone.size();
    for (size_t i = 0; i < (reach == Reach::Once ? ended : gone.size()); ++i) {
        const auto blocker = size_t(gone[i]);
        for (int at = m_first[blocker]; at < m_first[blocker + 1]; ++at) {
            const int waiter = m_waiters[size_t(at)];
            touched.push_back(waiter);
            if (--m_left[size_t(waiter)] == 0)
                gone.push_back(waiter);
        }
    }
    for (const int node : touched)
        m_left[size_t(node)] = m_needed[size_t(node)];
    gone.erase(gone.begin(), gone.begin() + qsizetype(ended));
    std::ranges::sort(gone);
    return gone;
}

} // namespace locks
