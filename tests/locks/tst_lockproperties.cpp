// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/graphtext.h"
#include "locks/impact.h"
#include "locks/objecttext.h"
#include "locks/smallserver.h"

#include <QTest>
#include <rapidcheck.h>

#include <set>

using namespace Qt::StringLiterals;
using locks::Edge;
using locks::WaitGraph;
using snapshot::Lock;
using snapshot::Snapshot;
using tests::SmallServer;

namespace {

SmallServer randomServer()
{
    SmallServer server;
    const int steps = *rc::gen::inRange(1, 60);
    const int tables = *rc::gen::inRange(1, 5);
    const int sessions = *rc::gen::inRange(2, 20);
    for (int i = 0; i < steps; ++i) {
        const int pid = *rc::gen::inRange(1, sessions + 1);
        server.ask(pid, *rc::gen::inRange(0, tables), *rc::gen::inRange(1, 9));
    }
    return server;
}

// Rows that no server would give: anything goes.
Snapshot garbage()
{
    Snapshot made;
    made.server.versionNum = *rc::gen::element(130016, 170004);
    const auto pids = rc::gen::inRange(-1, 9);
    const int rows = *rc::gen::inRange(0, 60);
    for (int i = 0; i < rows; ++i) {
        Lock lock = tests::lockOf(*pids, *rc::gen::inRange(0, 3), *rc::gen::inRange(0, 14),
                                  *rc::gen::arbitrary<bool>());
        lock.target.type =
            *rc::gen::element(u"relation"_s, u"tuple"_s, u"transactionid"_s, QString());
        lock.virtualTransaction = *rc::gen::element(u"3/1"_s, u"-1/x"_s, u"-1/7"_s, QString());
        if (*rc::gen::arbitrary<bool>())
            lock.waitStart.reset();
        made.locks.push_back(lock);
    }
    const int sessions = *rc::gen::inRange(0, 12);
    for (int i = 0; i < sessions; ++i) {
        snapshot::Session session;
        session.pid = *pids;
        session.leaderPid = *pids;
        session.waitEvent = *rc::gen::element(u"SafeSnapshot"_s, QString());
        made.sessions.push_back(session);
    }
    const int answers = *rc::gen::inRange(0, 6);
    for (int i = 0; i < answers; ++i) {
        made.blocking.push_back(
            {*pids, *rc::gen::container<std::vector<int>>(pids), *rc::gen::arbitrary<bool>()});
    }
    const int prepared = *rc::gen::inRange(0, 3);
    for (int i = 0; i < prepared; ++i)
        made.prepared.push_back({.transactionId = quint32(*rc::gen::inRange(0, 9))});
    return made;
}

std::set<int> reachable(const WaitGraph &graph, int from)
{
    std::set<int> found;
    std::vector<int> open{from};
    while (!open.empty()) {
        const int node = open.back();
        open.pop_back();
        for (const Edge &edge : graph.edges) {
            if (edge.blocker == node && found.insert(edge.waiter).second)
                open.push_back(edge.waiter);
        }
    }
    return found;
}

bool rowsAreKnown(const WaitGraph &graph)
{
    return std::ranges::none_of(graph.targets,
                                [](const auto &target) { return target.type == "tuple"_L1; });
}

// Again and again: who waits only for those that are gone, goes.
std::vector<int> freedByHand(const WaitGraph &graph, const std::set<int> &ending, bool again)
{
    std::set<int> gone = ending;
    std::vector<int> freed;
    for (bool found = true; found;) {
        std::set<int> next;
        for (int node = 0; node < int(graph.nodes.size()); ++node) {
            bool waits = false, free = !gone.contains(node);
            for (size_t i = 0; i < graph.waits.size(); ++i) {
                if (graph.waits[i].node != node)
                    continue;
                waits = true;
                free = free && std::ranges::any_of(graph.edges,
                                                   [&](const Edge &e) { return e.wait == int(i); });
            }
            for (const Edge &edge : graph.edges)
                free = free && (edge.waiter != node || gone.contains(edge.blocker));
            if (free && waits)
                next.insert(node);
        }
        found = again && !next.empty();
        freed.insert(freed.end(), next.begin(), next.end());
        gone.insert(next.begin(), next.end());
    }
    std::ranges::sort(freed);
    return freed;
}

void checkShape(const WaitGraph &graph)
{
    RC_ASSERT(std::ranges::is_sorted(graph.nodes, {}, &locks::Node::key));
    RC_ASSERT(std::ranges::is_sorted(graph.edges, {}, &Edge::waiter));
    std::set<std::pair<int, int>> seen;
    for (const Edge &edge : graph.edges) {
        RC_ASSERT(edge.waiter != edge.blocker);
        RC_ASSERT(graph.waits.at(size_t(edge.wait)).node == edge.waiter);
        RC_ASSERT(edge.blocker >= 0);
        RC_ASSERT(edge.blocker < int(graph.nodes.size()));
        RC_ASSERT(seen.emplace(edge.wait, edge.blocker).second);
    }
    for (const locks::Wait &wait : graph.waits)
        RC_ASSERT(wait.target < int(graph.targets.size()));
    for (size_t i = 0; i < graph.nodes.size(); ++i)
        RC_ASSERT(graph.find(graph.nodes[i].key) == int(i));
}

void checkCycles(const WaitGraph &graph)
{
    std::set<int> inCycles;
    for (const auto &cycle : graph.cycles)
        inCycles.insert(cycle.begin(), cycle.end());
    WaitGraph proved = graph;
    std::erase_if(proved.edges,
                  [](const Edge &e) { return e.evidence == locks::Evidence::QueueRule; });
    for (int node = 0; node < int(graph.nodes.size()); ++node)
        RC_ASSERT(reachable(proved, node).contains(node) == inCycles.contains(node));
}

void checkImpacts(const locks::Situation &situation)
{
    const WaitGraph &graph = situation.graph;
    for (int node = 0; node < int(graph.nodes.size()); ++node) {
        const locks::Impact &impact = situation.impacts[size_t(node)];
        std::set<int> all = reachable(graph, node);
        all.erase(node);
        RC_ASSERT(impact.inAll == int(all.size()));
        std::set<int> direct;
        bool waits = false;
        for (const Edge &edge : graph.edges) {
            if (edge.blocker == node)
                direct.insert(edge.waiter);
            waits = waits || edge.waiter == node;
        }
        RC_ASSERT(impact.directly == int(direct.size()));
        RC_ASSERT(impact.root == (!direct.empty() && !waits));
        base::Duration total{};
        for (const int other : all) {
            for (const locks::Wait &wait : graph.waits) {
                if (wait.node == other && graph.nodes[size_t(other)].key.pid == wait.pid)
                    total += locks::waited(wait, *situation.snapshot).value_or(base::Duration{});
            }
        }
        // In a state that a server can be in, everybody waits once.
        if (situation.snapshot->sessions.empty() && situation.snapshot->blocking.empty() &&
            graph.waits.size() == size_t(situation.waiting))
            RC_ASSERT(impact.totalWait == total);
    }
}

void checkFreed(const locks::Situation &situation)
{
    const WaitGraph &graph = situation.graph;
    std::set<int> ends(situation.roots.begin(), situation.roots.end());
    for (const auto &cycle : graph.cycles)
        ends.insert(cycle.begin(), cycle.end());
    for (int node = 0; node < int(graph.nodes.size()); ++node) {
        const locks::Impact &impact = situation.impacts[size_t(node)];
        if (!ends.contains(node)) {
            RC_ASSERT(impact.freedAtOnce.empty());
            RC_ASSERT(impact.freedInAll.empty());
            continue;
        }
        RC_ASSERT(impact.freedAtOnce == freedByHand(graph, {node}, false));
        RC_ASSERT(impact.freedInAll == freedByHand(graph, {node}, true));
    }
    for (const locks::WayOut &way : situation.waysOut) {
        RC_ASSERT(way.freed ==
                  int(freedByHand(graph, {way.roots.begin(), way.roots.end()}, true).size()));
    }
}

} // namespace

/// What must hold for every snapshot, tried on many.
class TestLockProperties final : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithALockManager();
    void predictsWhatALockManagerDoes();
    void keepsItsPromises();
    void takesGarbage();
};

void TestLockProperties::agreesWithALockManager()
{
    QVERIFY(rc::check("edges are those of the lock manager", [] {
        const SmallServer server = randomServer();
        const WaitGraph graph = locks::waitGraph(*server.snapshot());
        std::map<int, std::set<int>> found;
        for (const Edge &edge : graph.edges)
            found[graph.nodes[size_t(edge.waiter)].key.pid].insert(
                graph.nodes[size_t(edge.blocker)].key.pid);
        RC_ASSERT(found.size() == server.waiting().size());
        for (const int pid : server.waiting())
            RC_ASSERT(found[pid] == server.blockers(pid));
    }));
}

void TestLockProperties::predictsWhatALockManagerDoes()
{
    QVERIFY(rc::check("ending a root frees exactly what was said", [] {
        const SmallServer server = randomServer();
        const auto situation = locks::situationOf(server.snapshot());
        for (const int root : situation->roots) {
            SmallServer after = server;
            after.end(situation->graph.nodes[size_t(root)].key.pid);
            std::set<int> freed;
            for (const int node : situation->impacts[size_t(root)].freedAtOnce)
                freed.insert(situation->graph.nodes[size_t(node)].key.pid);
            std::set<int> truth;
            std::ranges::set_difference(server.waiting(), after.waiting(),
                                        std::inserter(truth, truth.end()));
            RC_ASSERT(freed == truth);
        }
    }));
}

void TestLockProperties::keepsItsPromises()
{
    QVERIFY(rc::check("impact is what counting by hand finds", [] {
        const auto situation = locks::situationOf(randomServer().snapshot());
        checkShape(situation->graph);
        checkCycles(situation->graph);
        checkImpacts(*situation);
        checkFreed(*situation);
    }));
}

void TestLockProperties::takesGarbage()
{
    QVERIFY(rc::check("any rows give a graph that makes sense", [] {
        const auto situation = locks::situationOf(std::make_shared<Snapshot>(garbage()));
        const WaitGraph &graph = situation->graph;
        checkShape(graph);
        checkCycles(graph);
        checkImpacts(*situation);
        if (rowsAreKnown(graph))
            checkFreed(*situation);
        for (const locks::Wait &wait : graph.waits) {
            const bool typeless =
                wait.target >= 0 && graph.targets[size_t(wait.target)].type.isEmpty();
            const QString text = locks::waitText(wait, graph, *situation->snapshot);
            RC_ASSERT(text.isEmpty() == (typeless && wait.ticket < 0));
        }
        const auto pids = locks::pidsToConfirm(*situation->snapshot, 5);
        RC_ASSERT(pids.size() <= 5u);
        RC_ASSERT(std::set<int>(pids.begin(), pids.end()).size() == pids.size());
    }));
}

QTEST_GUILESS_MAIN(TestLockProperties)
#include "tst_lockproperties.moc"
