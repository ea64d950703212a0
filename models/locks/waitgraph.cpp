// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/waitgraph.h"

#include "locks/components.h"
#include "locks/locktable.h"

#include <algorithm>

namespace locks {

namespace {

// 2,000 sessions in one queue have this many edges. Of still more only so many are kept for a wait
// that what stands just ahead of it, and so where it leads, remains true.
constexpr size_t MostEdges = 2'100'000;
constexpr size_t KeptOfMost = 16;

class Builder final
{
public:
    explicit Builder(LockTable table)
        : m_table(std::move(table))
        , m_edgeTo(m_table.nodes.size(), -1)
    {
    }

    WaitGraph build();

private:
    void indexTargets();
    size_t guessEdges() const;
    void orderWaits();
    void addNode(std::span<const Request *const> requests);
    void addLockWait(const Request &request, const Answer *answer);
    void addHardEdges(const Request &request);
    void addQueueEdges(const Request &request, size_t index, const Answer *answer);
    void addAnswered(const Answer &answer, int firstWait, int firstEdge);
    int waitFor(int blocker, int firstWait, LockMode &mode) const;
    ModeMask modesOn(int target, int node) const;
    void addSafeSnapshot(const Request &request);
    const Answer *answerOf(int node, bool safeSnapshot) const;
    Edge *edgeTo(int blocker, int firstEdge);
    bool isFull(size_t firstEdge) const;
    Edge &addEdge(int blocker, LockMode mode, EdgeKind kind, Evidence evidence);
    void dropStrangers();
    void findCycles();

    LockTable m_table;
    WaitGraph m_graph;
    std::vector<size_t> m_holders;        // where each target's begin
    std::vector<size_t> m_runs;           // of each request: the first in a row with the same mode
    std::vector<const Request *> m_order; // by node
    std::vector<int> m_edgeTo;            // of each node: the last edge to it
    int m_firstEdge = 0;                  // of the wait that is being looked at
};

// One more than there are targets, so that each has an end.
void Builder::indexTargets()
{
    m_holders.assign(m_table.targets.size() + 1, 0);
    for (const Holder &holder : m_table.holders)
        ++m_holders[size_t(holder.target) + 1];
    for (size_t i = 1; i < m_holders.size(); ++i)
        m_holders[i] += m_holders[i - 1];
    const std::vector<Request> &requests = m_table.requests;
    m_runs.resize(requests.size());
    for (size_t i = 0; i < requests.size(); ++i) {
        const bool sameRun = requests[i].position > 1 && requests[i].mode == requests[i - 1].mode;
        m_runs[i] = sameRun ? m_runs[i - 1] : i;
    }
}

void Builder::orderWaits()
{
    m_order.reserve(m_table.requests.size() + m_table.safeSnapshots.size());
    for (const Request &request : m_table.requests)
        m_order.push_back(&request);
    for (const Request &request : m_table.safeSnapshots)
        m_order.push_back(&request);
    std::ranges::stable_sort(m_order, {},
                             [](const Request *r) { return std::pair(r->node, r->target < 0); });
}

const Answer *Builder::answerOf(int node, bool safeSnapshot) const
{
    const auto kind = [](const Answer &a) { return std::pair(a.node, a.safeSnapshot); };
    const auto at =
        std::ranges::lower_bound(m_table.answers, std::pair(node, safeSnapshot), {}, kind);
    return at != m_table.answers.end() && kind(*at) == std::pair(node, safeSnapshot) ? &*at
                                                                                     : nullptr;
}

Edge &Builder::addEdge(int blocker, LockMode mode, EdgeKind kind, Evidence evidence)
{
    const int wait = int(m_graph.waits.size()) - 1;
    m_edgeTo[size_t(blocker)] = int(m_graph.edges.size());
    return m_graph.edges.emplace_back(
        Edge{m_graph.waits.back().node, blocker, wait, mode, kind, evidence, true});
}

// The edge to this blocker among those from firstEdge on, null if there is none.
Edge *Builder::edgeTo(int blocker, int firstEdge)
{
    const int edge = m_edgeTo[size_t(blocker)];
    return edge >= firstEdge ? &m_graph.edges[size_t(edge)] : nullptr;
}

bool Builder::isFull(size_t firstEdge) const
{
    const size_t count = m_graph.edges.size();
    return count >= MostEdges && count - firstEdge >= KeptOfMost;
}

void Builder::addHardEdges(const Request &request)
{
    const ModeMask conflicting = conflictMask(request.mode);
    const auto target = size_t(request.target);
    const auto all = std::span(m_table.holders);
    const auto holders = all.subspan(m_holders[target], m_holders[target + 1] - m_holders[target]);
    for (auto at = holders.begin(); at != holders.end();) {
        const ModeMask clash = at->modes & conflicting;
        if (clash == 0) { // so do all with the same modes
            at = std::ranges::upper_bound(at, holders.end(), at->modes, {}, &Holder::modes);
            continue;
        }
        if (isFull(size_t(m_firstEdge)))
            return;
        if (at->node != request.node)
            addEdge(at->node, strongest(clash), EdgeKind::Hard, Evidence::LockTable);
        ++at;
    }
}

// From the nearest to the head of the queue. Who holds a conflicting mode and also waits ahead has
// his edge already.
void Builder::addQueueEdges(const Request &request, size_t index, const Answer *answer)
{
    const ModeMask conflicting = conflictMask(request.mode);
    const Evidence evidence = answer ? Evidence::Server : Evidence::QueueRule;
    const size_t head = index - size_t(request.position - 1);
    const size_t firstEdge = m_graph.edges.size();
    bool nearestFound = false;
    for (size_t at = index; at > head && !isFull(firstEdge);) {
        const Request &ahead = m_table.requests[--at];
        if ((maskOf(ahead.mode) & conflicting) == 0) {
            at = m_runs[at]; // nor do the others with the same mode
            continue;
        }
        if (ahead.node == request.node)
            continue;
        if (Edge *known = edgeTo(ahead.node, m_firstEdge)) {
            if (known->kind == EdgeKind::Queue)
                known->blockingMode = std::max(known->blockingMode, ahead.mode);
        } else if (!answer || std::ranges::binary_search(answer->blockers, ahead.node)) {
            addEdge(ahead.node, ahead.mode, EdgeKind::Queue, evidence).drawn = !nearestFound;
        } else {
            continue;
        }
        nearestFound = true;
    }
}

void Builder::addLockWait(const Request &request, const Answer *answer)
{
    m_graph.waits.push_back({.node = request.node,
                             .target = request.target,
                             .mode = request.mode,
                             .since = request.since,
                             .sinceStatement = request.sinceStatement,
                             .queuePosition = request.position,
                             .pid = request.pid,
                             .ticket = request.ticket});
    m_firstEdge = int(m_graph.edges.size());
    addHardEdges(request);
    addQueueEdges(request, size_t(&request - m_table.requests.data()), answer);
}

ModeMask Builder::modesOn(int target, int node) const
{
    ModeMask modes = 0;
    const auto all = std::span(m_table.holders);
    const size_t begin = m_holders[size_t(target)];
    for (const Holder &holder : all.subspan(begin, m_holders[size_t(target) + 1] - begin)) {
        if (holder.node == node)
            modes |= holder.modes;
    }
    const auto queue = std::ranges::equal_range(m_table.requests, target, {}, &Request::target);
    for (const Request &request : queue) {
        if (request.node == node)
            modes |= maskOf(request.mode);
    }
    return modes;
}

// Which of a node's waits the server meant when it named this blocker: the one on whose target the
// blocker is too, else the first.
int Builder::waitFor(int blocker, int firstWait, LockMode &mode) const
{
    for (int i = firstWait; i < int(m_graph.waits.size()); ++i) {
        const Wait &wait = m_graph.waits[size_t(i)];
        const ModeMask clash = modesOn(wait.target, blocker) & conflictMask(wait.mode);
        if (clash != 0) {
            mode = strongest(clash);
            return i;
        }
    }
    return firstWait;
}

// Blockers that the server named and that the rows do not show.
void Builder::addAnswered(const Answer &answer, int firstWait, int firstEdge)
{
    for (const int blocker : answer.blockers) {
        if (edgeTo(blocker, firstEdge))
            continue;
        LockMode mode = LockMode::None;
        const int wait = waitFor(blocker, firstWait, mode);
        const bool drawn = std::ranges::none_of(
            std::span(m_graph.edges).subspan(size_t(firstEdge)),
            [wait](const Edge &e) { return e.wait == wait && e.kind == EdgeKind::Queue; });
        Edge &edge = addEdge(blocker, mode, EdgeKind::Queue, Evidence::Server);
        edge.wait = wait;
        edge.drawn = drawn;
    }
}

void Builder::addSafeSnapshot(const Request &request)
{
    m_graph.waits.push_back({.node = request.node,
                             .since = request.since,
                             .sinceStatement = request.sinceStatement,
                             .pid = request.pid});
    if (const Answer *answer = answerOf(request.node, true)) {
        for (const int blocker : answer->blockers)
            addEdge(blocker, LockMode::None, EdgeKind::SafeSnapshot, Evidence::Server);
    }
}

// All waits of one node.
void Builder::addNode(std::span<const Request *const> requests)
{
    const Answer *answer = answerOf(requests.front()->node, false);
    const int firstWait = int(m_graph.waits.size());
    const int firstEdge = int(m_graph.edges.size());
    size_t next = 0;
    for (; next < requests.size() && requests[next]->target >= 0; ++next)
        addLockWait(*requests[next], answer);
    if (answer && next > 0)
        addAnswered(*answer, firstWait, firstEdge);
    for (; next < requests.size(); ++next)
        addSafeSnapshot(*requests[next]);
}

// Keeps the nodes that wait or block.
void Builder::dropStrangers()
{
    std::vector<bool> kept(m_table.nodes.size(), false);
    for (const Wait &wait : m_graph.waits)
        kept[size_t(wait.node)] = true;
    for (size_t i = 0; i < kept.size(); ++i)
        kept[i] = kept[i] || m_edgeTo[i] >= 0;
    std::vector<int> number(kept.size(), -1);
    for (size_t i = 0; i < kept.size(); ++i) {
        if (!kept[i])
            continue;
        number[i] = int(m_graph.nodes.size());
        m_graph.nodes.push_back(m_table.nodes[i]);
    }
    // Most keep theirs. (With the condition it is also four times as fast: GCC 14 would make vector
    // instructions of this, at a loss.)
    const auto renumber = [&number](int &node) {
        if (number[size_t(node)] != node)
            node = number[size_t(node)];
    };
    for (Wait &wait : m_graph.waits)
        renumber(wait.node);
    for (Edge &edge : m_graph.edges) {
        renumber(edge.waiter);
        renumber(edge.blocker);
    }
}

void Builder::findCycles()
{
    const Components parts = components(int(m_graph.nodes.size()), m_graph.edges, Edges::Proved);
    if (parts.count() == int(m_graph.nodes.size()))
        return;
    for (int i = 0; i < parts.count(); ++i) {
        const auto members = parts.members(i);
        if (members.size() > 1)
            std::ranges::sort(m_graph.cycles.emplace_back(members.begin(), members.end()));
    }
    std::ranges::sort(m_graph.cycles);
}

// As many as there can be of queues; memory that is not used in the end costs nothing.
size_t Builder::guessEdges() const
{
    size_t count = m_table.holders.size() + m_table.requests.size();
    for (const Request &request : m_table.requests)
        count += size_t(request.position - 1);
    return std::min(count, MostEdges);
}

WaitGraph Builder::build()
{
    indexTargets();
    orderWaits();
    m_graph.waits.reserve(m_order.size());
    m_graph.edges.reserve(guessEdges());
    const auto all = std::span<const Request *const>(m_order);
    for (size_t first = 0; first < all.size();) {
        size_t last = first + 1;
        while (last < all.size() && all[last]->node == all[first]->node)
            ++last;
        addNode(all.subspan(first, last - first));
        first = last;
    }
    dropStrangers();
    m_graph.targets = std::move(m_table.targets);
    findCycles();
    return std::move(m_graph);
}

} // namespace

int WaitGraph::find(const NodeKey &key) const
{
    const auto at = std::ranges::lower_bound(nodes, key, {}, &Node::key);
    return at != nodes.end() && at->key == key ? int(at - nodes.begin()) : -1;
}

WaitGraph waitGraph(const snapshot::Snapshot &snapshot)
{
    return Builder(readLocks(snapshot)).build();
}

} // namespace locks
