// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/layoutlayers.h"

#include <algorithm>
#include <numeric>

namespace locks::layout {

namespace {

// An edge back to a node on the way from the start closes a cycle. No recursion: a hostile queue
// would make it too deep.
std::vector<bool> backEdges(const LayoutInput &input, const Lists &waits, const Lists &blocks)
{
    enum class State : quint8 { New, OnTheWay, Done };
    std::vector<State> states(input.nodes.size(), State::New);
    std::vector<bool> back(input.edges.size());
    std::vector<std::pair<int, size_t>> way; // node, and its next edge
    const auto walk = [&](int start) {
        if (states[size_t(start)] != State::New)
            return;
        states[size_t(start)] = State::OnTheWay;
        way.emplace_back(start, 0);
        while (!way.empty()) {
            auto &[node, next] = way.back();
            const auto edges = blocks.of(node);
            if (next == edges.size()) {
                states[size_t(node)] = State::Done;
                way.pop_back();
                continue;
            }
            const int edge = edges[next++];
            const int waiter = input.edges[size_t(edge)].waiter;
            back[size_t(edge)] = states[size_t(waiter)] == State::OnTheWay;
            if (states[size_t(waiter)] != State::New)
                continue;
            states[size_t(waiter)] = State::OnTheWay;
            way.emplace_back(waiter, 0);
        }
    };
    const std::vector<int> order = byWeight(input);
    for (const int node : order) {
        if (waits.of(node).empty())
            walk(node);
    }
    std::ranges::for_each(order, walk);
    return back;
}

std::vector<int> longestWays(const LayoutInput &input, const Lists &blocks,
                             const std::vector<bool> &back)
{
    std::vector<int> missing(input.nodes.size());
    for (size_t i = 0; i < input.edges.size(); ++i)
        missing[size_t(input.edges[i].waiter)] += back[i] ? 0 : 1;
    std::vector<int> layer(input.nodes.size());
    std::vector<int> ready;
    for (size_t node = 0; node < missing.size(); ++node) {
        if (missing[node] == 0)
            ready.push_back(int(node));
    }
    for (size_t i = 0; i < ready.size(); ++i) {
        const int node = ready[i];
        for (const int edge : blocks.of(node)) {
            const auto waiter = size_t(input.edges[size_t(edge)].waiter);
            if (back[size_t(edge)])
                continue;
            layer[waiter] = std::max(layer[waiter], layer[size_t(node)] + 1);
            if (--missing[waiter] == 0)
                ready.push_back(int(waiter));
        }
    }
    return layer;
}

int find(std::vector<int> &parent, int node)
{
    while (parent[size_t(node)] != node) {
        parent[size_t(node)] = parent[size_t(parent[size_t(node)])];
        node = parent[size_t(node)];
    }
    return node;
}

void findComponents(const LayoutInput &input, Layers &layers)
{
    std::vector<int> parent(input.nodes.size());
    std::iota(parent.begin(), parent.end(), 0);
    for (const LayoutEdge &edge : input.edges)
        parent[size_t(find(parent, edge.blocker))] = find(parent, edge.waiter);
    std::vector<int> number(input.nodes.size(), -1);
    layers.component.resize(input.nodes.size());
    for (const int node : byWeight(input)) {
        int &known = number[size_t(find(parent, node))];
        if (known < 0)
            known = layers.components++;
        layers.component[size_t(node)] = known;
    }
}

} // namespace

std::vector<int> byWeight(const LayoutInput &input)
{
    std::vector<int> order(input.nodes.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::greater{},
                             [&](int node) { return input.nodes[size_t(node)].weight; });
    return order;
}

Layers layersOf(const LayoutInput &input)
{
    const auto waiterOf = [&](size_t edge) { return input.edges[edge].waiter; };
    const auto blockerOf = [&](size_t edge) { return input.edges[edge].blocker; };
    const Lists waits(input.nodes.size(), input.edges.size(), waiterOf);
    const Lists blocks(input.nodes.size(), input.edges.size(), blockerOf);
    Layers result;
    result.back = backEdges(input, waits, blocks);
    result.layer = longestWays(input, blocks, result.back);
    result.returns.resize(input.nodes.size());
    for (size_t i = 0; i < input.edges.size(); ++i) {
        if (!result.back[i])
            continue;
        result.returns[size_t(input.edges[i].blocker)] = true;
        result.returns[size_t(input.edges[i].waiter)] = true;
    }
    findComponents(input, result);
    return result;
}

} // namespace locks::layout
