// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/locktable.h"

#include "locks/actors.h"
#include "locks/targettable.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace locks {

using namespace Qt::StringLiterals;
using snapshot::Lock;
using snapshot::Snapshot;

namespace {

constexpr int WaitStartSince = 140000; // pg_locks.waitstart came with PostgreSQL 14

class Reader final
{
public:
    explicit Reader(const Snapshot &snapshot)
        : m_snapshot(snapshot)
        , m_actors(snapshot)
        , m_knowsWaitStart(snapshot.server.versionNum >= WaitStartSince)
    {
    }

    LockTable read();

private:
    void readRequests();
    void readHolders();
    void readTickets();
    void readSafeSnapshots();
    void readAnswers();
    void sortNodes();
    void joinAnswers();
    Request request(const Lock &lock);

    const Snapshot &m_snapshot;
    Actors m_actors;
    TargetTable m_targets;
    LockTable m_table;
    bool m_knowsWaitStart = false;
};

Request Reader::request(const Lock &lock)
{
    Request made{.node = m_actors.ofPid(lock.pid), .pid = lock.pid, .mode = lock.mode};
    made.since = made.order = lock.waitStart;
    if (!m_knowsWaitStart && !lock.waitStart) {
        const snapshot::Session *session = m_actors.session(lock.pid);
        made.since = made.order = session ? session->queryStart : std::nullopt;
        made.sinceStatement = made.since.has_value();
    }
    return made;
}

void Reader::readRequests()
{
    for (const Lock &lock : m_snapshot.locks) {
        if (lock.granted || lock.pid <= 0 || !isBlockingMode(lock.mode))
            continue;
        Request made = request(lock);
        made.target = m_targets.insert(lock.target);
        m_table.requests.push_back(made);
    }
    std::ranges::stable_sort(m_table.requests, {},
                             [](const Request &r) { return std::tuple(r.target, r.pid, r.mode); });
    const auto twice = std::ranges::unique(
        m_table.requests, {}, [](const Request &r) { return std::tuple(r.target, r.pid, r.mode); });
    m_table.requests.erase(twice.begin(), twice.end());
}

void Reader::readHolders()
{
    for (const Lock &lock : m_snapshot.locks) {
        if (!lock.granted || lock.pid < 0 || !isBlockingMode(lock.mode))
            continue;
        if (const int target = m_targets.find(lock.target); target >= 0)
            m_table.holders.push_back({target, m_actors.ofLock(lock), maskOf(lock.mode)});
    }
}

// Who waits for a transaction while holding a row's tuple lock is the first in the queue for that
// row (README.tuplock in src/backend/access/heap).
void Reader::readTickets()
{
    QHash<int, int> rows;
    for (const Lock &lock : m_snapshot.locks) {
        if (lock.granted && lock.pid > 0 && lock.target.type == "tuple"_L1)
            rows.insert(lock.pid, m_targets.insert(lock.target));
    }
    if (rows.isEmpty())
        return;
    const std::vector<LockTarget> &targets = m_targets.targets();
    for (Request &request : m_table.requests) {
        if (targets[size_t(request.target)].type == "transactionid"_L1)
            request.ticket = rows.value(request.pid, -1);
    }
}

void Reader::readSafeSnapshots()
{
    const auto add = [this](int pid) {
        const snapshot::Session *session = m_actors.session(pid);
        Request made{.node = m_actors.ofPid(pid), .pid = pid};
        made.since = session ? session->queryStart : std::nullopt;
        made.sinceStatement = made.since.has_value();
        m_table.safeSnapshots.push_back(made);
    };
    for (const snapshot::Session &session : m_snapshot.sessions) {
        if (session.pid > 0 && session.waitEvent == "SafeSnapshot"_L1)
            add(session.pid);
    }
    for (const snapshot::Blocking &answer : m_snapshot.blocking) {
        if (answer.safeSnapshot && answer.pid > 0 && !answer.blockers.empty())
            add(answer.pid);
    }
    std::ranges::stable_sort(m_table.safeSnapshots, {}, &Request::pid);
    const auto twice = std::ranges::unique(m_table.safeSnapshots, {}, &Request::pid);
    m_table.safeSnapshots.erase(twice.begin(), twice.end());
}

void Reader::readAnswers()
{
    for (const snapshot::Blocking &blocking : m_snapshot.blocking) {
        if (blocking.pid <= 0)
            continue;
        Answer &answer = m_table.answers.emplace_back();
        answer.node = m_actors.ofPid(blocking.pid);
        answer.safeSnapshot = blocking.safeSnapshot;
        for (const int pid : blocking.blockers) {
            if (pid > 0) // which of the prepared transactions 0 is, only the lock table tells
                answer.blockers.push_back(m_actors.ofPid(pid));
        }
    }
}

// Puts all into the order of the keys, so that the numbers of the nodes are final.
void Reader::sortNodes()
{
    const std::vector<Node> nodes = m_actors.takeNodes();
    std::vector<int> order(nodes.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [&nodes](int i) { return nodes[size_t(i)].key; });
    std::vector<int> rank(nodes.size());
    m_table.nodes.reserve(nodes.size());
    for (const int i : order) {
        rank[size_t(i)] = int(m_table.nodes.size());
        m_table.nodes.push_back(nodes[size_t(i)]);
    }
    const auto renumber = [&rank](auto &list) {
        for (auto &one : list)
            one.node = rank[size_t(one.node)];
    };
    renumber(m_table.requests);
    renumber(m_table.holders);
    renumber(m_table.safeSnapshots);
    renumber(m_table.answers);
    for (Answer &answer : m_table.answers) {
        for (int &blocker : answer.blockers)
            blocker = rank[size_t(blocker)];
    }
}

// Several processes of one parallel query may have been asked about.
void Reader::joinAnswers()
{
    std::vector<Answer> &answers = m_table.answers;
    const auto kind = [](const Answer &a) { return std::pair(a.node, a.safeSnapshot); };
    std::ranges::stable_sort(answers, {}, kind);
    std::vector<Answer> joined;
    for (Answer &answer : answers) {
        if (joined.empty() || kind(joined.back()) != kind(answer))
            joined.push_back({answer.node, answer.safeSnapshot, {}});
        std::ranges::copy(answer.blockers, std::back_inserter(joined.back().blockers));
    }
    for (Answer &answer : joined) {
        std::erase(answer.blockers, answer.node);
        std::ranges::sort(answer.blockers);
        const auto twice = std::ranges::unique(answer.blockers);
        answer.blockers.erase(twice.begin(), twice.end());
    }
    answers = std::move(joined);
}

// The rows of one node on one target become one.
void joinHolders(std::vector<Holder> &holders)
{
    std::ranges::sort(holders, {}, [](const Holder &h) { return std::pair(h.target, h.node); });
    size_t count = 0;
    for (const Holder &holder : holders) {
        if (count > 0 && holders[count - 1].target == holder.target &&
            holders[count - 1].node == holder.node)
            holders[count - 1].modes |= holder.modes;
        else
            holders[count++] = holder;
    }
    holders.resize(count);
}

void arrangeQueues(LockTable &table)
{
    auto holder = table.holders.begin();
    for (auto first = table.requests.begin(); first != table.requests.end();) {
        const int target = first->target;
        const auto last = std::find_if(first, table.requests.end(),
                                       [=](const Request &r) { return r.target != target; });
        const auto isBefore = [](const Holder &h, int number) { return h.target < number; };
        holder = std::lower_bound(holder, table.holders.end(), target, isBefore);
        const auto end = std::lower_bound(holder, table.holders.end(), target + 1, isBefore);
        arrangeQueue({first, last}, {holder, end});
        heedAnswers({first, last}, {holder, end}, table.answers);
        holder = end;
        first = last;
    }
}

LockTable Reader::read()
{
    readRequests();
    readTickets();
    readHolders();
    readSafeSnapshots();
    readAnswers();
    sortNodes();
    joinAnswers();
    joinHolders(m_table.holders);
    arrangeQueues(m_table);
    std::ranges::sort(m_table.holders, {},
                      [](const Holder &h) { return std::tuple(h.target, h.modes, h.node); });
    m_table.targets = m_targets.takeTargets();
    return std::move(m_table);
}

} // namespace

LockTable readLocks(const Snapshot &snapshot)
{
    return Reader(snapshot).read();
}

} // namespace locks
