// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/foldedgraph.h"

#include <algorithm>
#include <map>
#include <ranges>
#include <tuple>

namespace locks {

using namespace Qt::StringLiterals;

namespace {

// Waiters that stand side by side in one queue. Those among them for whom others wait are no
// members, but stand in the same place of the picture.
struct Group
{
    int target = -1;
    LockMode mode = LockMode::None;
    std::vector<int> all; // nodes, by queue position
    std::vector<int> members;
    std::vector<int> aheadEdges; // of WaitGraph: queue edges to those ahead of the group
    int fold = -1;
};

class Folding
{
public:
    Folding(const Situation &situation, const std::set<FoldKey> &expanded)
        : m_situation(situation)
        , m_graph(situation.graph)
        , m_expanded(expanded)
        , m_cycle(m_graph.nodes.size(), -1)
        , m_wait(m_graph.nodes.size(), -1)
        , m_group(m_graph.nodes.size(), -1)
        , m_fold(m_graph.nodes.size(), -1)
    {
    }

    FoldedGraph run(int mostNodes);

private:
    void findCycles();
    void findWaits();
    void findGroups();
    void findGroup(int node, std::map<std::vector<int>, int> &known);
    void findMembers();
    void makeFolds();
    std::vector<int> byImportance() const;
    void makeNodes(int mostNodes);
    void makeEdges();
    void addEdge(int edge, int waiter);
    void merge();
    bool isSiblingEdge(const Edge &edge) const;
    LockMode foldMode(const Wait &wait) const;

    const Situation &m_situation;
    const WaitGraph &m_graph;
    const std::set<FoldKey> &m_expanded;
    std::vector<int> m_cycle; // by node: index of its cycle
    std::vector<int> m_wait;  // by node: its only wait, -1 without one, -2 for several
    std::vector<int> m_group; // by node
    std::vector<int> m_fold;  // by node: of which it is a member
    std::vector<std::vector<int>> m_edgesOf; // by node: drawn edges in which it waits
    std::vector<Group> m_groups;
    FoldedGraph m_result;
    std::vector<int> m_drawn; // by node: index in the result
};

FoldedGraph Folding::run(int mostNodes)
{
    findCycles();
    findWaits();
    findGroups();
    findMembers();
    makeFolds();
    makeNodes(mostNodes);
    makeEdges();
    merge();
    return std::move(m_result);
}

void Folding::findCycles()
{
    for (size_t i = 0; i < m_graph.cycles.size(); ++i) {
        for (const int node : m_graph.cycles[i])
            m_cycle[size_t(node)] = int(i);
    }
}

void Folding::findWaits()
{
    for (size_t i = 0; i < m_graph.waits.size(); ++i) {
        const Wait &wait = m_graph.waits[i];
        int &known = m_wait[size_t(wait.node)];
        if (known == -1)
            known = int(i);
        else if (known >= 0) {
            const Wait &first = m_graph.waits[size_t(known)];
            if (first.target != wait.target || first.mode != wait.mode)
                known = -2;
        }
    }
    m_edgesOf.resize(m_graph.nodes.size());
    for (size_t i = 0; i < m_graph.edges.size(); ++i) {
        if (m_graph.edges[i].drawn)
            m_edgesOf[size_t(m_graph.edges[i].waiter)].push_back(int(i));
    }
}

void Folding::findGroups()
{
    std::vector<int> waiting;
    for (size_t node = 0; node < m_wait.size(); ++node) {
        if (m_wait[node] >= 0 && m_cycle[node] < 0 && !m_edgesOf[node].empty())
            waiting.push_back(int(node));
    }
    const auto place = [this](int node) {
        const Wait &wait = m_graph.waits[size_t(m_wait[size_t(node)])];
        return std::tuple(wait.target, foldMode(wait), wait.queuePosition, node);
    };
    std::ranges::sort(waiting, {}, place);
    std::map<std::vector<int>, int> known;
    for (const int node : waiting)
        findGroup(node, known);
}

// By target, mode, holders and who is ahead. Who waits behind a sibling is its sibling too.
void Folding::findGroup(int node, std::map<std::vector<int>, int> &known)
{
    const Wait &wait = m_graph.waits[size_t(m_wait[size_t(node)])];
    std::vector<int> holders;
    std::vector<int> ahead;
    std::vector<int> aheadEdges;
    for (const int i : m_edgesOf[size_t(node)]) {
        const Edge &edge = m_graph.edges[size_t(i)];
        (edge.kind == EdgeKind::Queue ? ahead : holders).push_back(edge.blocker);
        if (edge.kind == EdgeKind::Queue)
            aheadEdges.push_back(i);
    }
    std::ranges::sort(holders);
    std::ranges::sort(ahead);
    const LockMode mode = foldMode(wait);
    std::vector<int> key{wait.target, int(mode)};
    key.insert(key.end(), holders.begin(), holders.end());
    for (const int blocker : ahead) {
        const int group = m_group[size_t(blocker)];
        const bool sibling = group >= 0 && m_groups[size_t(group)].target == wait.target &&
                             m_groups[size_t(group)].mode == mode;
        if (sibling && ahead.size() == 1) {
            m_group[size_t(node)] = group;
            m_groups[size_t(group)].all.push_back(node);
            return;
        }
        key.push_back(-2 - blocker);
    }
    const auto [found, isNew] = known.try_emplace(std::move(key), int(m_groups.size()));
    if (isNew)
        m_groups.push_back({.target = wait.target, .mode = mode, .aheadEdges = aheadEdges});
    m_group[size_t(node)] = found->second;
    m_groups[size_t(found->second)].all.push_back(node);
}

// All who want a row stand in one queue and are let in one by one, whether they update, delete or
// lock it: the modes of these locks tell a person nothing.
LockMode Folding::foldMode(const Wait &wait) const
{
    const bool row = wait.target >= 0 && m_graph.targets[size_t(wait.target)].type == "tuple"_L1;
    return row ? LockMode::None : wait.mode;
}

bool Folding::isSiblingEdge(const Edge &edge) const
{
    const int group = m_group[size_t(edge.waiter)];
    return edge.kind == EdgeKind::Queue && group >= 0 && group == m_group[size_t(edge.blocker)];
}

void Folding::findMembers()
{
    std::vector<bool> blocks(m_graph.nodes.size());
    for (const Edge &edge : m_graph.edges) {
        if (edge.drawn && !isSiblingEdge(edge))
            blocks[size_t(edge.blocker)] = true;
    }
    for (Group &group : m_groups) {
        std::ranges::copy_if(group.all, std::back_inserter(group.members),
                             [&](int node) { return !blocks[size_t(node)]; });
    }
}

void Folding::makeFolds()
{
    std::map<FoldKey, int> seen;
    for (Group &group : m_groups) {
        if (int(group.members.size()) < SmallestFold)
            continue;
        FoldKey key{.mode = group.mode};
        if (group.target >= 0)
            key.target = m_graph.targets[size_t(group.target)];
        if (!group.aheadEdges.empty()) {
            const Edge &edge = m_graph.edges[size_t(group.aheadEdges.front())];
            key.barrier = m_graph.nodes[size_t(edge.blocker)].key;
        }
        FoldKey numbered = key;
        numbered.ordinal = seen[key]++;
        group.fold = int(m_result.folds.size());
        for (const int node : group.members)
            m_fold[size_t(node)] = group.fold;
        m_result.folds.push_back({numbered, group.members, m_expanded.contains(numbered)});
    }
}

// Roots in their own order, then what is in a cycle, then the others by how many wait for them.
std::vector<int> Folding::byImportance() const
{
    std::vector<bool> isRoot(m_graph.nodes.size());
    for (const int root : m_situation.roots)
        isRoot[size_t(root)] = true;
    std::vector<int> order = m_situation.roots;
    for (size_t node = 0; node < m_graph.nodes.size(); ++node) {
        if (!isRoot[node])
            order.push_back(int(node));
    }
    const auto rest =
        std::ranges::subrange(order.begin() + std::ssize(m_situation.roots), order.end());
    std::ranges::stable_sort(rest, std::greater{}, [this](int node) {
        return std::pair(m_cycle[size_t(node)] >= 0, m_situation.impacts[size_t(node)].inAll);
    });
    return order;
}

void Folding::makeNodes(int mostNodes)
{
    m_drawn.assign(m_graph.nodes.size(), -1);
    std::vector<int> drawnFold(m_result.folds.size(), -1);
    for (const int node : byImportance()) {
        const int fold = m_fold[size_t(node)];
        const bool folded = fold >= 0 && !m_result.folds[size_t(fold)].expanded;
        if (folded && drawnFold[size_t(fold)] >= 0) {
            m_drawn[size_t(node)] = drawnFold[size_t(fold)];
            continue;
        }
        if (int(m_result.nodes.size()) >= mostNodes) {
            ++m_result.notDrawn;
            continue;
        }
        m_drawn[size_t(node)] = int(m_result.nodes.size());
        if (folded)
            drawnFold[size_t(fold)] = m_drawn[size_t(node)];
        const Impact &impact = m_situation.impacts[size_t(node)];
        m_result.nodes.push_back({.node = folded ? -1 : node,
                                  .fold = fold,
                                  .weight = impact.inAll,
                                  .root = impact.root,
                                  .inCycle = m_cycle[size_t(node)] >= 0});
    }
}

// Siblings are not chained: each is drawn behind what stands ahead of all of them.
void Folding::makeEdges()
{
    for (size_t i = 0; i < m_graph.edges.size(); ++i) {
        const Edge &edge = m_graph.edges[i];
        if (!edge.drawn)
            continue;
        const int group = m_group[size_t(edge.waiter)];
        const bool folds = group >= 0 && m_groups[size_t(group)].fold >= 0;
        if (!folds || !isSiblingEdge(edge)) {
            addEdge(int(i), edge.waiter);
            continue;
        }
        for (const int ahead : m_groups[size_t(group)].aheadEdges)
            addEdge(ahead, edge.waiter);
    }
}

void Folding::addEdge(int edge, int waiter)
{
    const int from = m_drawn[size_t(m_graph.edges[size_t(edge)].blocker)];
    const int to = m_drawn[size_t(waiter)];
    if (from < 0 || to < 0 || from == to)
        return;
    const int cycle = m_cycle[size_t(waiter)];
    const int blocker = m_graph.edges[size_t(edge)].blocker;
    m_result.edges.push_back({from, to, edge, m_graph.edges[size_t(edge)].kind,
                              cycle >= 0 && cycle == m_cycle[size_t(blocker)]});
}

void Folding::merge()
{
    const auto order = [](const DrawnEdge &edge) {
        return std::tuple(edge.waiter, edge.blocker, edge.kind, edge.edge);
    };
    std::ranges::sort(m_result.edges, {}, order);
    const auto isSame = [](const DrawnEdge &a, const DrawnEdge &b) {
        return a.waiter == b.waiter && a.blocker == b.blocker;
    };
    const auto tail = std::ranges::unique(m_result.edges, isSame);
    m_result.edges.erase(tail.begin(), tail.end());
    if (m_result.edges.size() <= MaxDrawnEdges)
        return;
    std::ranges::stable_partition(m_result.edges, &DrawnEdge::inCycle);
    m_result.edges.resize(MaxDrawnEdges);
    std::ranges::sort(m_result.edges, {}, order);
}

} // namespace

FoldedGraph foldedGraph(const Situation &situation, const std::set<FoldKey> &expanded,
                        int mostNodes)
{
    return Folding(situation, expanded).run(mostNodes);
}

DrawnKey keyOf(const FoldedGraph &folded, const WaitGraph &graph, int drawn)
{
    const DrawnNode &node = folded.nodes[size_t(drawn)];
    if (node.isFold())
        return folded.folds[size_t(node.fold)].key;
    return graph.nodes[size_t(node.node)].key;
}

std::vector<int> drawnIndexes(const FoldedGraph &folded, const WaitGraph &graph)
{
    std::vector<int> result(graph.nodes.size(), -1);
    for (size_t i = 0; i < folded.nodes.size(); ++i) {
        const DrawnNode &drawn = folded.nodes[i];
        if (!drawn.isFold()) {
            result[size_t(drawn.node)] = int(i);
            continue;
        }
        for (const int member : folded.folds[size_t(drawn.fold)].members)
            result[size_t(member)] = int(i);
    }
    return result;
}

} // namespace locks
