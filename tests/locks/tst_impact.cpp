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

QTEST_GUILESS_MAIN(TestImpact)
#include "tst_impact.moc"
