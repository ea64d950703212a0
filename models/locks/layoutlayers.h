// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/graphlayout.h"

#include <span>

namespace locks::layout {

/// For each node a list of numbers, in one piece of memory.
class Lists
{
public:
    /// The items are 0 … count − 1; each goes to the list of the node that `nodeOf` names.
    template <typename NodeOf>
    Lists(size_t nodes, size_t count, NodeOf nodeOf)
        : m_begin(nodes + 1)
        , m_items(count)
    {
        for (size_t i = 0; i < count; ++i)
            ++m_begin[size_t(nodeOf(i)) + 1];
        for (size_t i = 1; i < m_begin.size(); ++i)
            m_begin[i] += m_begin[i - 1];
        std::vector<size_t> next(m_begin);
        for (size_t i = 0; i < count; ++i)
            m_items[next[size_t(nodeOf(i))]++] = int(i);
    }

    std::span<const int> of(int node) const
    {
        const size_t begin = m_begin[size_t(node)];
        return std::span(m_items).subspan(begin, m_begin[size_t(node) + 1] - begin);
    }

private:
    std::vector<size_t> m_begin;
    std::vector<int> m_items;
};

/// The layers of a graph, before anything has a place.
struct Layers
{
    std::vector<int> layer;     ///< By node.
    std::vector<bool> back;     ///< By edge: left out, because it closes a cycle.
    std::vector<bool> returns;  ///< By node: an edge back begins or ends there.
    std::vector<int> component; ///< By node; the part with the weightiest node is 0.
    int components = 0;
};

Layers layersOf(const LayoutInput &input);

/// Nodes by weight, then as they come.
std::vector<int> byWeight(const LayoutInput &input);

} // namespace locks::layout
