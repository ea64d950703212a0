// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/waittree.h"

#include "locks/objecttext.h"

#include <algorithm>

namespace locks {

namespace {

constexpr size_t MostRows = 20'000; ///< From here on a node stands below one blocker only.

// Which rows a graph has, by pre-order walks from the roots and then from what they did not reach.
class TreeWalk
{
public:
    explicit TreeWalk(const Situation &situation)
        : m_situation(situation)
        , m_graph(situation.graph)
        , m_children(m_graph.nodes.size())
        , m_blockers(m_graph.nodes.size())
        , m_ahead(m_graph.nodes.size(), -1)
        , m_held(m_graph.nodes.size())
        , m_waits(m_graph.nodes.size(), -1)
        , m_seen(m_graph.nodes.size())
        , m_inCycle(m_graph.nodes.size())
        , m_objects(m_graph.waits.size())
    {
        for (const auto &cycle : m_graph.cycles) {
            for (const int node : cycle)
                m_inCycle[size_t(node)] = true;
        }
        for (size_t i = 0; i < m_graph.waits.size(); ++i)
            m_waits[size_t(m_graph.waits[i].node)] = int(i);
        collectEdges();
        for (auto &children : m_children)
            std::ranges::sort(children, {}, [this](const Edge *edge) { return order(*edge); });
    }

    std::vector<TreeRow> rows()
    {
        for (const int root : m_situation.roots)
            walk(root);
        for (const auto &cycle : m_graph.cycles) {
            if (!cycle.empty() && !m_seen[size_t(cycle.front())])
                walk(cycle.front());
        }
        for (size_t node = 0; node < m_graph.nodes.size(); ++node) {
            if (!m_seen[node])
                walk(int(node));
        }
        return std::move(m_rows);
    }

private:
    struct Step
    {
        int node;
        int depth;
        const Edge *edge; ///< Null at the top.
    };

    // The longest wait first; for ever the same for those that are equal.
    std::pair<Timestamp, NodeKey> order(const Edge &edge) const
    {
        const Wait &wait = m_graph.waits[size_t(edge.wait)];
        return {wait.since.value_or(Timestamp::max()), m_graph.nodes[size_t(edge.waiter)].key};
    }

    // Edges that the tree shows, each pair of nodes once: those to holders, and to the one ahead in
    // the queue where nobody holds what is wanted.
    void collectEdges()
    {
        for (const bool queue : {false, true}) {
            for (const Edge &edge : m_graph.edges) {
                const auto waiter = size_t(edge.waiter);
                if (!edge.drawn || (edge.kind == EdgeKind::Queue) != queue)
                    continue;
                if (queue && m_held[waiter])
                    m_ahead[waiter] = edge.blocker;
                else if (!std::ranges::contains(m_blockers[waiter], edge.blocker)) {
                    m_blockers[waiter].push_back(edge.blocker);
                    m_children[size_t(edge.blocker)].push_back(&edge);
                }
                m_held[waiter] = m_held[waiter] || !queue;
            }
        }
    }

    void walk(int top)
    {
        std::vector<Step> steps{{top, 0, nullptr}};
        while (!steps.empty()) {
            const Step step = steps.back();
            steps.pop_back();
            const bool again = m_seen[size_t(step.node)];
            if (again && m_rows.size() >= MostRows)
                continue;
            m_rows.push_back(row(step, again));
            m_seen[size_t(step.node)] = true;
            if (again)
                continue;
            const auto &children = m_children[size_t(step.node)];
            for (auto child = children.rbegin(); child != children.rend(); ++child)
                steps.push_back({(*child)->waiter, step.depth + 1, *child});
        }
    }

    TreeRow row(const Step &step, bool again)
    {
        const auto number = size_t(step.node);
        const Node &node = m_graph.nodes[number];
        const snapshot::Snapshot &snapshot = *m_situation.snapshot;
        TreeRow row{.node = step.node, .depth = step.depth};
        row.place.node = node.key;
        row.elsewhere = again && !m_children[number].empty();
        row.children = again ? 0 : int(m_children[number].size());
        row.inCycle = m_inCycle[number];
        row.facts = factsOf(node, snapshot);
        row.title = nodeTitle(node, snapshot);
        row.blocks = m_situation.impacts[number].inAll;
        row.orphan = !step.edge && m_waits[number] >= 0 && m_blockers[number].empty();
        if (step.edge) {
            row.place.parent = m_graph.nodes[size_t(step.edge->blocker)].key;
            row.blockingMode = step.edge->blockingMode;
            addOthers(row, step.edge->blocker);
        }
        const int wait = step.edge ? step.edge->wait : m_waits[number];
        if (wait >= 0)
            addWait(row, wait);
        return row;
    }

    // Who is ahead in the queue matters where it does not wait for the same one anyway.
    void addOthers(TreeRow &row, int parent) const
    {
        std::vector<int> others = m_blockers[size_t(row.node)];
        std::erase(others, parent);
        const int ahead = m_ahead[size_t(row.node)];
        if (ahead >= 0 && !std::ranges::contains(m_blockers[size_t(ahead)], parent))
            others.push_back(ahead);
        if (!others.empty())
            row.alsoWaitsFor = titleList(others, m_situation);
    }

    void addWait(TreeRow &row, int number)
    {
        const Wait &wait = m_graph.waits[size_t(number)];
        QString &object = m_objects[size_t(number)];
        if (object.isEmpty())
            object = waitText(wait, m_graph, *m_situation.snapshot);
        row.object = object;
        row.mode = wait.mode;
        row.since = wait.since;
        row.sinceStatement = wait.sinceStatement;
        row.queuePosition = wait.queuePosition;
    }

    const Situation &m_situation;
    const WaitGraph &m_graph;
    std::vector<std::vector<const Edge *>> m_children; // by blocker
    std::vector<std::vector<int>> m_blockers;          // by waiter
    std::vector<int> m_ahead;                          // by waiter; in the queue of a holder
    std::vector<bool> m_held;                          // by waiter: somebody holds what it wants
    std::vector<int> m_waits;                          // by node; one of them
    std::vector<bool> m_seen;
    std::vector<bool> m_inCycle;
    std::vector<QString> m_objects; // by wait
    std::vector<TreeRow> m_rows;
};

// What matches, and everything above it.
std::vector<TreeRow> searched(std::vector<TreeRow> rows, const Situation &situation,
                              const QString &text)
{
    std::vector<bool> keep(rows.size());
    int wanted = 0; // rows less deep than this are above one that is kept
    for (size_t i = rows.size(); i-- > 0;) {
        const bool above = rows[i].depth < wanted;
        keep[i] = above || matches(situation, rows[i].node, text);
        if (keep[i])
            wanted = rows[i].depth;
    }
    size_t i = 0;
    std::erase_if(rows, [&](const TreeRow &) { return !keep[i++]; });
    return rows;
}

std::vector<TreeRow> folded(std::vector<TreeRow> rows, const QSet<TreePlace> &collapsed)
{
    constexpr int everything = std::numeric_limits<int>::max();
    int shown = everything; // rows deeper than this are folded away
    std::erase_if(rows, [&](TreeRow &row) {
        if (row.depth > shown)
            return true;
        row.collapsed = row.children > 0 && collapsed.contains(row.place);
        shown = row.collapsed ? row.depth : everything;
        return false;
    });
    return rows;
}

template <typename T>
bool same(const T *a, const T *b)
{
    return a == b || (a && b && *a == *b);
}

} // namespace

size_t qHash(const TreePlace &place, size_t seed) noexcept
{
    return qHashMulti(seed, place.parent, place.node);
}

bool TreeRow::operator==(const TreeRow &other) const
{
    const auto content = [](const TreeRow &row) {
        return std::tie(row.place, row.depth, row.children, row.collapsed, row.elsewhere,
                        row.inCycle, row.orphan, row.title, row.alsoWaitsFor, row.blocks,
                        row.object, row.mode, row.blockingMode, row.since, row.sinceStatement,
                        row.queuePosition);
    };
    return content(*this) == content(other) && same(facts.session, other.facts.session) &&
           same(facts.prepared, other.facts.prepared);
}

std::vector<TreeRow> arrangeTree(const Situation &situation, const TreeArrangement &arrangement)
{
    std::vector<TreeRow> rows = TreeWalk(situation).rows();
    if (!arrangement.search.isEmpty())
        rows = searched(std::move(rows), situation, arrangement.search);
    return arrangement.collapsed.isEmpty() ? rows : folded(std::move(rows), arrangement.collapsed);
}

} // namespace locks
