// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/foldedgraph.h"

#include "locks/lockscenes.h"
#include "locks/samplelocks.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using locks::FoldedGraph;
using locks::FoldKey;
using locks::Situation;
using snapshot::LockMode;

namespace {

QString nodeText(const FoldedGraph &folded, const Situation &situation, int drawn)
{
    const locks::DrawnNode &node = folded.nodes[size_t(drawn)];
    if (node.isFold())
        return u"+%1"_s.arg(folded.folds[size_t(node.fold)].members.size());
    const locks::NodeKey &key = situation.graph.nodes[size_t(node.node)].key;
    return key.pid == 0 ? u"P%1"_s.arg(key.preparedXid) : QString::number(key.pid);
}

// "12 waits 7, +3 waits 12 (queue)"; a cycle's edges end in "!".
QString edgesText(const FoldedGraph &folded, const Situation &situation)
{
    QStringList lines;
    for (const locks::DrawnEdge &edge : folded.edges) {
        QString line = nodeText(folded, situation, edge.waiter) + u" waits "_s +
                       nodeText(folded, situation, edge.blocker);
        if (edge.kind == locks::EdgeKind::Queue)
            line += u" (queue)"_s;
        lines << line + (edge.inCycle ? u"!"_s : QString());
    }
    lines.sort();
    return lines.join(u", "_s);
}

std::set<FoldKey> allFolds(const FoldedGraph &folded)
{
    std::set<FoldKey> keys;
    for (const locks::Fold &fold : folded.folds)
        keys.insert(fold.key);
    return keys;
}

int sessionsIn(const FoldedGraph &folded)
{
    int count = folded.notDrawn;
    for (const locks::DrawnNode &node : folded.nodes)
        count += node.isFold() ? int(folded.folds[size_t(node.fold)].members.size()) : 1;
    return count;
}

QString members(const locks::Fold &fold, const Situation &situation)
{
    QStringList pids;
    for (const int node : fold.members)
        pids << QString::number(situation.graph.nodes[size_t(node)].key.pid);
    return pids.join(u' ');
}

// 7 holds the table and others queue for it: `modes` in the order of the queue, pids from 11 on.
tests::LockScene queueScene(LockMode held, const std::vector<LockMode> &modes)
{
    tests::LockScene scene;
    scene.session(u"7 app idle-tx 5m"_s).holds(7, tests::tableTarget(tests::Orders), held);
    for (size_t i = 0; i < modes.size(); ++i) {
        scene.session(u"%1 app active 1m"_s.arg(11 + i));
        scene.waits(int(11 + i), tests::tableTarget(tests::Orders), modes[i],
                    std::chrono::seconds(60 - qint64(i)));
    }
    return scene;
}

} // namespace

class TestFoldedGraph final : public QObject
{
    Q_OBJECT

private slots:
    void theIncidentIsNineNodes();
    void readersBehindAChangeFold();
    void readersOnBothSidesFoldApart();
    void writersInOneQueueFoldOnce();
    void allWhoWantARowFoldOnce();
    void whoBlocksOthersStaysOut();
    void twoAreNoFold();
    void expandedMembersStandForThemselves();
    void aFoldKeepsItsKey();
    void cyclesAreMarkedAndNotFolded();
    void nothingIsLostBeyondTheCap();
    void everySessionIsThereOnce();
};

void TestFoldedGraph::theIncidentIsNineNodes()
{
    const auto situation = tests::incidentScene().situation();
    const FoldedGraph folded = locks::foldedGraph(*situation, {});
    QCOMPARE(edgesText(folded, *situation),
             u"+11 waits 5102 (queue), +21 waits 4823, 4823 waits 4711, 4890 waits 4711, "
             "5102 waits 4711, 6021 waits P918223, 6022 waits 6021 (queue), "
             "6022 waits P918223"_s);
    QCOMPARE(nodeText(folded, *situation, 0), u"4711"_s); // the biggest root
    QCOMPARE(folded.nodes[0].weight, 35);
}

void TestFoldedGraph::readersBehindAChangeFold()
{
    using enum LockMode;
    const auto situation =
        queueScene(AccessShare, {AccessExclusive, AccessShare, AccessShare, AccessShare})
            .situation();
    const FoldedGraph folded = locks::foldedGraph(*situation, {});
    QCOMPARE(edgesText(folded, *situation), u"+3 waits 11 (queue), 11 waits 7"_s);
    QCOMPARE(members(folded.folds[0], *situation), u"12 13 14"_s);
}

void TestFoldedGraph::readersOnBothSidesFoldApart()
{
    using enum LockMode;
    const auto situation =
        queueScene(AccessExclusive, {AccessShare, AccessShare, AccessShare, AccessExclusive,
                                     AccessShare, AccessShare, AccessShare, AccessShare})
            .situation();
    const FoldedGraph folded = locks::foldedGraph(*situation, {});
    // The one just ahead of the change has a waiter, so it is no member.
    QVERIFY(edgesText(folded, *situation).contains(u"+4 waits 14 (queue)"_s));
    QVERIFY(edgesText(folded, *situation).contains(u"14 waits 13 (queue)"_s));
    for (const locks::DrawnNode &node : folded.nodes)
        QVERIFY(!node.isFold() || folded.folds[size_t(node.fold)].members.size() == 4);
}

void TestFoldedGraph::writersInOneQueueFoldOnce()
{
    const auto situation =
        queueScene(LockMode::Exclusive, std::vector(6, LockMode::Exclusive)).situation();
    const FoldedGraph folded = locks::foldedGraph(*situation, {});
    QCOMPARE(edgesText(folded, *situation), u"+6 waits 7"_s);
    QCOMPARE(members(folded.folds[0], *situation), u"11 12 13 14 15 16"_s);
}

void TestFoldedGraph::allWhoWantARowFoldOnce()
{
    auto scene = tests::fanScene(2); // of Exclusive, as for updates
    for (const int pid : {1101, 1102}) {
        scene.session(u"%1 app active 1m 'DELETE FROM orders'"_s.arg(pid));
        scene.waits(pid, tests::rowTarget(tests::Orders, 900), LockMode::AccessExclusive, 1s);
    }
    const auto situation = scene.situation();
    const FoldedGraph folded = locks::foldedGraph(*situation, {});
    QCOMPARE(edgesText(folded, *situation), u"+4 waits 1000, 1000 waits 900"_s);
    QCOMPARE(members(folded.folds[0], *situation), u"1001 1002 1101 1102"_s);
}

void TestFoldedGraph::whoBlocksOthersStaysOut()
{
    auto scene = queueScene(LockMode::Exclusive, std::vector(6, LockMode::Exclusive));
    scene.session(u"99 app active 1m"_s).rowWait(99, 13, tests::Stock, 20s);
    const auto situation = scene.situation();
    const FoldedGraph folded = locks::foldedGraph(*situation, {});
    // 13 stands in the middle of the queue; a line from and to the fold would be a false cycle.
    QCOMPARE(edgesText(folded, *situation), u"+5 waits 7, 13 waits 7, 99 waits 13"_s);
}

void TestFoldedGraph::twoAreNoFold()
{
    const auto situation =
        queueScene(LockMode::Exclusive, std::vector(2, LockMode::Exclusive)).situation();
    const FoldedGraph folded = locks::foldedGraph(*situation, {});
    QVERIFY(folded.folds.empty());
    QCOMPARE(edgesText(folded, *situation), u"11 waits 7, 12 waits 11 (queue), 12 waits 7"_s);
}

void TestFoldedGraph::expandedMembersStandForThemselves()
{
    const auto situation =
        queueScene(LockMode::Exclusive, std::vector(4, LockMode::Exclusive)).situation();
    const FoldedGraph closed = locks::foldedGraph(*situation, {});
    const FoldedGraph open = locks::foldedGraph(*situation, allFolds(closed));
    QCOMPARE(edgesText(open, *situation), u"11 waits 7, 12 waits 7, 13 waits 7, 14 waits 7"_s);
    QVERIFY(open.folds[0].expanded);
    QCOMPARE(open.folds[0].key, closed.folds[0].key);
    const std::vector<int> drawn = locks::drawnIndexes(closed, situation->graph);
    QCOMPARE(std::set(drawn.begin(), drawn.end()).size(), size_t(2));
}

void TestFoldedGraph::aFoldKeepsItsKey()
{
    const auto before =
        queueScene(LockMode::Exclusive, std::vector(8, LockMode::Exclusive)).situation();
    tests::LockScene later; // the holder has gone, 11 has the lock now, and 30 has come
    later.session(u"11 app idle-tx 1s"_s)
        .holds(11, tests::tableTarget(tests::Orders), LockMode::Exclusive);
    for (const int pid : {12, 13, 15, 30}) {
        later.session(u"%1 app active 1m"_s.arg(pid));
        later.waits(pid, tests::tableTarget(tests::Orders), LockMode::Exclusive,
                    std::chrono::seconds(60 - pid));
    }
    const auto after = later.situation();
    QCOMPARE(locks::foldedGraph(*after, {}).folds[0].key,
             locks::foldedGraph(*before, {}).folds[0].key);
}

void TestFoldedGraph::cyclesAreMarkedAndNotFolded()
{
    const auto situation = tests::deadlockScene().situation();
    const FoldedGraph folded = locks::foldedGraph(*situation, {});
    QCOMPARE(edgesText(folded, *situation), u"71 waits 72!, 72 waits 71!, 73 waits 72"_s);
    QVERIFY(folded.nodes[0].inCycle);
    QVERIFY(!folded.nodes[2].inCycle);
}

void TestFoldedGraph::nothingIsLostBeyondTheCap()
{
    const auto situation = locks::situationOf(tests::sampleLocks(2000));
    const FoldedGraph folded = locks::foldedGraph(*situation, {}, 100);
    QCOMPARE(folded.nodes.size(), size_t(100));
    QVERIFY(folded.notDrawn > 0);
    QCOMPARE(sessionsIn(folded), int(situation->graph.nodes.size()));
    for (const locks::DrawnEdge &edge : folded.edges)
        QVERIFY(edge.blocker < 100 && edge.waiter < 100 && edge.blocker != edge.waiter);
    QVERIFY(folded.nodes[0].root); // the important ones are kept
    QCOMPARE(folded.nodes[0].weight, 300);
}

void TestFoldedGraph::everySessionIsThereOnce()
{
    const auto situation = locks::situationOf(tests::sampleLocks(2000));
    const FoldedGraph closed = locks::foldedGraph(*situation, {});
    const FoldedGraph open = locks::foldedGraph(*situation, allFolds(closed));
    const int all = int(situation->graph.nodes.size());
    QCOMPARE(sessionsIn(closed), all);
    QCOMPARE(sessionsIn(open), all);
    QVERIFY(closed.nodes.size() < open.nodes.size());
}

QTEST_GUILESS_MAIN(TestFoldedGraph)
#include "tst_foldedgraph.moc"
