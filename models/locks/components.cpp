// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/components.h"

#include <algorithm>

namespace locks {

namespace {

// Tarjan's algorithm with a stack of its own.
class Search final
{
public:
    Search(int nodeCount, std::span<const Edge> edges, Edges which)
        : m_edges(edges)
        , m_which(which)
        , m_first(size_t(nodeCount) + 1)
        , m_low(size_t(nodeCount), 0)
        , m_index(size_t(nodeCount), 0)
    {
        for (const Edge &edge : edges)
            ++m_first[size_t(edge.waiter) + 1];
        for (size_t i = 1; i < m_first.size(); ++i)
            m_first[i] += m_first[i - 1];
        m_result.of.assign(size_t(nodeCount), -1);
        m_result.begin.push_back(0);
    }

    Components run()
    {
        for (int node = 0; node < int(m_index.size()); ++node) {
            if (m_index[size_t(node)] == 0)
                walk(node);
        }
        return std::move(m_result);
    }

private:
    struct Frame
    {
        int node;
        int edge; // the next to look at
    };

    void enter(int node)
    {
        m_index[size_t(node)] = m_low[size_t(node)] = ++m_counter;
        m_open.push_back(node);
        m_frames.push_back({node, m_first[size_t(node)]});
    }

    void walk(int start)
    {
        enter(start);
        while (!m_frames.empty()) {
            Frame &frame = m_frames.back();
            if (frame.edge == m_first[size_t(frame.node) + 1])
                leave();
            else
                follow(frame.node, m_edges[size_t(frame.edge++)]);
        }
    }

    void follow(int node, const Edge &edge)
    {
        if (m_which == Edges::Proved && edge.evidence == Evidence::QueueRule)
            return;
        const auto next = size_t(edge.blocker);
        if (m_index[next] == 0)
            enter(edge.blocker);
        else if (m_result.of[next] < 0) // still open
            m_low[size_t(node)] = std::min(m_low[size_t(node)], m_index[next]);
    }

    void leave()
    {
        const int node = m_frames.back().node;
        const int low = m_low[size_t(node)];
        m_frames.pop_back();
        if (!m_frames.empty()) {
            int &above = m_low[size_t(m_frames.back().node)];
            above = std::min(above, low);
        }
        if (low == m_index[size_t(node)])
            close(node);
    }

    // All above it on the stack of open nodes are one component with it.
    void close(int node)
    {
        const int component = m_result.count();
        int last = -1;
        while (last != node) {
            last = m_open.back();
            m_open.pop_back();
            m_result.of[size_t(last)] = component;
            m_result.nodes.push_back(last);
        }
        m_result.begin.push_back(int(m_result.nodes.size()));
    }

    std::span<const Edge> m_edges;
    Edges m_which;
    std::vector<int> m_first; // edge of each node
    std::vector<int> m_low;
    std::vector<int> m_index; // 0 for those not seen yet
    std::vector<int> m_open;
    std::vector<Frame> m_frames;
    Components m_result;
    int m_counter = 0;
};

} // namespace

Components components(int nodeCount, std::span<const Edge> edges, Edges which)
{
    return Search(nodeCount, edges, which).run();
}

} // namespace locks
