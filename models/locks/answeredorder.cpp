// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/locktable.h"

#include <algorithm>
#include <functional>
#include <queue>

namespace locks {

namespace {

class AnsweredOrder final
{
public:
    AnsweredOrder(std::span<const Request> requests, std::span<const Holder> holders,
                  std::span<const Answer> answers)
        : m_requests(requests)
        , m_holders(holders)
        , m_answers(requests.size(), nullptr)
        , m_ahead(requests.size(), 0)
    {
        for (size_t i = 0; i < requests.size(); ++i) {
            const auto at = std::ranges::lower_bound(answers, requests[i].node, {}, &Answer::node);
            if (at == answers.end() || at->node != requests[i].node || at->safeSnapshot)
                continue;
            m_answers[i] = &*at;
            m_answered.push_back(i);
        }
    }

    bool isNeeded() const { return !m_answered.empty(); }

    // A topological order that keeps to the present one where it may. Answers are of different
    // moments and may contradict each other: then the present order counts.
    std::vector<size_t> order()
    {
        for (size_t i = 0; i < m_requests.size(); ++i)
            forEachBehind(i, [this](size_t behind) { ++m_ahead[behind]; });
        std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
        for (size_t i = 0; i < m_requests.size(); ++i) {
            if (m_ahead[i] == 0)
                ready.push(i);
        }
        std::vector<size_t> result;
        std::vector<bool> done(m_requests.size(), false);
        size_t stuck = 0; // all before it are done
        while (result.size() < m_requests.size()) {
            while (ready.empty() && done[stuck])
                ++stuck;
            const size_t next = ready.empty() ? stuck : ready.top();
            if (!ready.empty())
                ready.pop();
            if (done[next])
                continue;
            done[next] = true;
            result.push_back(next);
            forEachBehind(next, [&](size_t behind) {
                if (--m_ahead[behind] == 0 && !done[behind])
                    ready.push(behind);
            });
        }
        return result;
    }

private:
    // Of those about whom nobody was asked, only what others said of them is known.
    template <typename Do>
    void forEachBehind(size_t one, Do act) const
    {
        const auto look = [&](size_t other) {
            if (standsAhead(one, other))
                act(other);
        };
        if (m_answers[one]) {
            for (size_t other = 0; other < m_requests.size(); ++other)
                look(other);
        } else {
            std::ranges::for_each(m_answered, look);
        }
    }

    bool standsAhead(size_t one, size_t other) const
    {
        const Request &first = m_requests[one];
        const Request &second = m_requests[other];
        if (first.node == second.node || (conflictMask(first.mode) & maskOf(second.mode)) == 0)
            return false;
        if (m_answers[other] && names(*m_answers[other], first.node))
            return !holdsAgainst(first.node, second.mode); // else that is why it was named
        return m_answers[one] && !names(*m_answers[one], second.node);
    }

    static bool names(const Answer &answer, int node)
    {
        return std::ranges::binary_search(answer.blockers, node);
    }

    bool holdsAgainst(int node, LockMode mode) const
    {
        const auto at = std::ranges::lower_bound(m_holders, node, {}, &Holder::node);
        return at != m_holders.end() && at->node == node && (at->modes & conflictMask(mode)) != 0;
    }

    std::span<const Request> m_requests;
    std::span<const Holder> m_holders;
    std::vector<const Answer *> m_answers; // of each request, or null
    std::vector<size_t> m_answered;
    std::vector<int> m_ahead; // of each request: how many must come before it
};

} // namespace

void heedAnswers(std::span<Request> requests, std::span<const Holder> holders,
                 std::span<const Answer> answers)
{
    AnsweredOrder answered(requests, holders, answers);
    if (requests.size() < 2 || !answered.isNeeded())
        return;
    const std::vector<Request> before(requests.begin(), requests.end());
    const std::vector<size_t> order = answered.order();
    for (size_t i = 0; i < order.size(); ++i) {
        requests[i] = before[order[i]];
        requests[i].position = int(i) + 1;
    }
}

} // namespace locks
