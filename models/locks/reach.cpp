// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/reach.h"

namespace locks {

BitRows::BitRows(int rows, int bits)
    : m_words((size_t(bits) + 63) / 64)
    , m_bits(size_t(rows) * m_words, 0)
{
}

bool BitRows::test(int row, int bit) const
{
    return (m_bits[size_t(row) * m_words + size_t(bit) / 64] >> (bit % 64) & 1U) != 0;
}

void BitRows::set(int row, int bit)
{
    m_bits[size_t(row) * m_words + size_t(bit) / 64] |= quint64(1) << (bit % 64);
}

void BitRows::merge(int row, int from)
{
    quint64 *to = m_bits.data() + size_t(row) * m_words;
    const quint64 *source = m_bits.data() + size_t(from) * m_words;
    for (size_t i = 0; i < m_words; ++i)
        to[i] |= source[i];
}

std::span<const quint64> BitRows::row(int number) const
{
    return std::span(m_bits).subspan(size_t(number) * m_words, m_words);
}

namespace {

// For each component those that wait for it, the nearest first, which is by their number.
struct Incoming
{
    std::vector<int> first;
    std::vector<int> waiters; // components
};

Incoming incoming(const WaitGraph &graph, const Components &parts)
{
    Incoming made;
    made.first.assign(size_t(parts.count()) + 1, 0);
    std::vector<size_t> edgeOf(graph.nodes.size() + 1, 0); // where each waiter's edges begin
    for (const Edge &edge : graph.edges) {
        ++edgeOf[size_t(edge.waiter) + 1];
        ++made.first[size_t(parts.of[size_t(edge.blocker)]) + 1];
    }
    for (size_t i = 1; i < edgeOf.size(); ++i)
        edgeOf[i] += edgeOf[i - 1];
    for (size_t i = 1; i < made.first.size(); ++i)
        made.first[i] += made.first[i - 1];
    std::vector<int> next = made.first;
    made.waiters.resize(graph.edges.size());
    for (const int waiter : parts.nodes) {
        for (size_t e = edgeOf[size_t(waiter)]; e < edgeOf[size_t(waiter) + 1]; ++e) {
            const auto blocker = size_t(parts.of[size_t(graph.edges[e].blocker)]);
            made.waiters[size_t(next[blocker]++)] = parts.of[size_t(waiter)];
        }
    }
    return made;
}

void addUp(Impact &impact, base::Duration wait)
{
    ++impact.inAll;
    impact.totalWait += wait;
    impact.longestWait = std::max(impact.longestWait, wait);
}

} // namespace

void addDirect(const WaitGraph &graph, const std::vector<base::Duration> &waits,
               std::vector<Impact> &impacts)
{
    std::vector<int> lastWaiter(graph.nodes.size(), -1);
    for (const Edge &edge : graph.edges) {
        const auto blocker = size_t(edge.blocker);
        if (std::exchange(lastWaiter[blocker], edge.waiter) != edge.waiter)
            addUp(impacts[blocker], waits[size_t(edge.waiter)]);
    }
}

// Those far away are passed on by those that are near: looked at in this order, a waiter that is
// already in the set has brought nothing that is not.
void addReach(const WaitGraph &graph, const Components &parts,
              const std::vector<base::Duration> &waits, std::vector<Impact> &impacts)
{
    if (parts.count() > MostReach)
        return addDirect(graph, waits, impacts);
    const Incoming edges = incoming(graph, parts);
    BitRows reach(parts.count(), parts.count());
    for (int part = parts.count() - 1; part >= 0; --part) {
        for (int at = edges.first[size_t(part)]; at < edges.first[size_t(part) + 1]; ++at) {
            const int waiter = edges.waiters[size_t(at)];
            if (waiter == part || reach.test(part, waiter))
                continue;
            reach.merge(part, waiter);
            reach.set(part, waiter);
        }
        Impact sum;
        reach.forEach(part, [&](int waiter) {
            for (const int node : parts.members(waiter))
                addUp(sum, waits[size_t(node)]);
        });
        for (const int node : parts.members(part)) {
            Impact &impact = impacts[size_t(node)];
            impact.inAll = sum.inAll;
            impact.totalWait = sum.totalWait;
            impact.longestWait = sum.longestWait;
            for (const int other : parts.members(part)) {
                if (other != node)
                    addUp(impact, waits[size_t(other)]);
            }
        }
    }
}

} // namespace locks
