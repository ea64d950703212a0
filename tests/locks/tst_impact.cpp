// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/graphtext.h"
#include "locks/impact.h"
#include "locks/samplelocks.h"
#include "support/textsnapshot.h"

#include <QTest>

using namespace Qt::StringLiterals;

/// What one node does to the others.
class TestImpact final : public QObject
{
    Q_OBJECT

private slots:
    void ofASample();
    void ofAChain();
    void ofARow();
    void ofSeveralRoots();
    void ofACycle();
    void ofUnknownBlockers();
};

// The numbers follow from how the sample is made.
void TestImpact::ofASample()
{
    const auto situation = locks::situationOf(tests::sampleLocks(2000));
    const locks::WaitGraph &graph = situation->graph;
    QCOMPARE(situation->waiting, 2000);
    QCOMPARE(graph.cycles.size(), 0u);
    // 300 for the row, 850 in chains, and in each of the 34 queues 2 for the first and 24 behind.
    QCOMPARE(graph.edges.size(), size_t(300 * 299 / 2 + 1 + 850 + 34 * 26));
    QCOMPARE(situation->roots.size(), size_t(1 + 142 + 34 * 2));
    const locks::Impact &first = situation->impacts[size_t(situation->roots.front())];
    QCOMPARE(first.inAll, 300);
    QCOMPARE(first.directly, 1);
    QCOMPARE(first.freedAtOnce.size(), 1u);
    QCOMPARE(first.freedInAll.size(), 300u);
    QCOMPARE(situation->waysOut.front().freed, 300);
    QCOMPARE(situation->waysOut[1].freed, 25); // two readers together
    QCOMPARE(situation->waysOut[1].roots.size(), 2u);
}

void TestImpact::ofAChain()
{
    const auto situation = locks::situationOf(tests::snapshotOf(u"12 waits 7\n13 waits 12"_s));
    QCOMPARE(tests::edgesText(situation->graph), u"12 waits 7, 13 waits 12"_s);
    QCOMPARE(tests::nodesText(situation->graph, situation->roots), u"7"_s);
    const locks::Impact &root = situation->impacts[size_t(situation->roots.front())];
    QCOMPARE(tests::nodesText(situation->graph, root.freedAtOnce), u"12"_s);
    QCOMPARE(tests::nodesText(situation->graph, root.freedInAll), u"12, 13"_s);
    QVERIFY(root.totalWait == std::chrono::seconds(20));
}

// Who gets the tuple lock has but the right to wait for the row's owner.
void TestImpact::ofARow()
{
    const auto situation =
        locks::situationOf(tests::snapshotOf(uR"(lock xid 9 held 7 Exclusive; wait 8 Share since 9s
        lock tuple 1 0 1 held 8 Exclusive; wait 9 Exclusive since 8s; wait 10 Exclusive since 7s)"_s));
    const locks::WaitGraph &graph = situation->graph;
    const auto freed = [&](std::initializer_list<int> pids) {
        std::vector<int> nodes;
        for (const int pid : pids)
            nodes.push_back(graph.find({.pid = pid}));
        return tests::nodesText(graph, locks::freedBy(*situation, nodes));
    };
    const locks::Impact &owner = situation->impacts[size_t(situation->roots.front())];
    QCOMPARE(tests::nodesText(graph, owner.freedAtOnce), u"8"_s);
    QCOMPARE(freed({7}), u"8, 9, 10"_s);
    QCOMPARE(freed({8}), QString());
    QCOMPARE(freed({7, 8}), u"9, 10"_s);
    QVERIFY(owner.longestWait == std::chrono::seconds(9));
}

void TestImpact::ofSeveralRoots()
{
    const auto situation = locks::situationOf(tests::snapshotOf(
        uR"(lock relation 1 held 1 RowExclusive; held 2 RowExclusive; wait 3 Share since 9s
        lock relation 2 held 1 AccessExclusive; wait 4 AccessShare since 8s; wait 5 AccessShare since 7s
        lock relation 3 held 6 AccessExclusive; wait 7 AccessShare since 6s)"_s));
    QCOMPARE(tests::nodesText(situation->graph, situation->roots), u"1, 6, 2"_s);
    QStringList ways;
    for (const locks::WayOut &way : situation->waysOut)
        ways.append(tests::nodesText(situation->graph, way.roots) + u" frees "_s +
                    QString::number(way.freed));
    QCOMPARE(ways.join(u"; "_s), u"1 frees 2; 1, 2 frees 3; 6 frees 1"_s);
}

void TestImpact::ofACycle()
{
    const auto situation =
        locks::situationOf(tests::snapshotOf(u"7 waits 8\n8 waits 7\n9 waits 8"_s));
    QVERIFY(situation->roots.empty());
    QCOMPARE(situation->waysOut.size(), 1u);
    QCOMPARE(situation->waysOut.front().freed, 2);
    const auto &seven = situation->impacts[size_t(situation->graph.find({.pid = 7}))];
    QCOMPARE(tests::nodesText(situation->graph, seven.freedAtOnce), u"8"_s);
    QCOMPARE(seven.inAll, 2);
}

// The end of one cannot free somebody who waits for who knows what.
void TestImpact::ofUnknownBlockers()
{
    const auto situation =
        locks::situationOf(tests::snapshotOf(uR"(8 a active 9s wait=IPC:SafeSnapshot
        8 waits 7)"_s));
    QCOMPARE(tests::nodesText(situation->graph, situation->roots), u"7"_s);
    QVERIFY(situation->impacts[size_t(situation->roots.front())].freedInAll.empty());
    QCOMPARE(situation->waiting, 1);
}

QTEST_GUILESS_MAIN(TestImpact)
#include "tst_impact.moc"
