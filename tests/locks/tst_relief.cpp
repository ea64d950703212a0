// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/drain.h"
#include "locks/graphtext.h"
#include "locks/relief.h"
#include "support/textsnapshot.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

locks::SituationPtr situationOf(const QString &text)
{
    return locks::situationOf(tests::snapshotOf(text));
}

std::vector<locks::NodeKey> keys(const locks::Situation &situation, const QList<int> &pids)
{
    std::vector<locks::NodeKey> found;
    for (const locks::Node &node : situation.graph.nodes) {
        if (pids.contains(node.key.pid))
            found.push_back(node.key);
    }
    return found;
}

// "waiting 12, 13; freed 12; for 5"
QString reliefText(const QString &text, const QList<int> &pids)
{
    const auto situation = situationOf(text);
    const locks::Relief relief = locks::reliefOf(*situation, keys(*situation, pids));
    const auto names = [&](const std::vector<int> &nodes) {
        return tests::nodesText(situation->graph, nodes);
    };
    return u"waiting %1; freed %2; for %3"_s.arg(names(relief.waiting), names(relief.freed),
                                                 names(relief.blockers));
}

QString drainText(const locks::Drain &drain)
{
    QStringList held;
    for (const locks::NodeKey &key : drain.heldBy)
        held << QString::number(key.pid);
    return u"%1 of %2, last %3 ms, for %4"_s.arg(drain.freed())
        .arg(drain.all())
        .arg(drain.lastFreed / 1ms)
        .arg(held.join(u' '));
}

} // namespace

/// What an action would free, and what it has freed.
class TestRelief final : public QObject
{
    Q_OBJECT

private slots:
    void ofOneAndOfSeveral_data();
    void ofOneAndOfSeveral();
    void longestWaitAndAtOnce();
    void ofNobody();
    void drainCountsUp();
    void drainNamesWhoHoldsTheRest();
    void anotherStatementIsFree();
    void anotherSessionWithThePidIsFree();
    void nobodyWaited();
};

void TestRelief::ofOneAndOfSeveral_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("pids");
    QTest::addColumn<QString>("expected");
    const QString chain = u"12 waits 7\n13 waits 12\n14 waits 13"_s;
    QTest::newRow("root") << chain << QList{7} << u"waiting 12, 13, 14; freed 12, 13, 14; for "_s;
    QTest::newRow("middle") << chain << QList{12} << u"waiting 13, 14; freed 13, 14; for 7"_s;
    QTest::newRow("end") << chain << QList{14} << u"waiting ; freed ; for 13"_s;
    QTest::newRow("both ends") << chain << QList{7, 12} << u"waiting 13, 14; freed 13, 14; for "_s;
    const QString both = u"11 waits 8\n12 waits 7\n12 waits 8"_s;
    QTest::newRow("one of two") << both << QList{7} << u"waiting 12; freed ; for "_s;
    QTest::newRow("the other") << both << QList{8} << u"waiting 11, 12; freed 11; for "_s;
    QTest::newRow("together") << both << QList{7, 8} << u"waiting 11, 12; freed 11, 12; for "_s;
}

void TestRelief::ofOneAndOfSeveral()
{
    QFETCH(const QString, text);
    QFETCH(const QList<int>, pids);
    QTEST(reliefText(text, pids), "expected");
}

void TestRelief::longestWaitAndAtOnce()
{
    const auto situation = situationOf(u"12 waits 7\n13 waits 12"_s);
    const auto root = locks::reliefOf(*situation, keys(*situation, {7}));
    QVERIFY(root.longestWait == 10s);
    QCOMPARE(root.atOnce, 1);
    QVERIFY(!locks::reliefOf(*situation, keys(*situation, {12})).atOnce);
}

void TestRelief::ofNobody()
{
    const auto situation = situationOf(u"12 waits 7"_s);
    QCOMPARE(locks::reliefOf(*situation, {}), locks::Relief{});
    QCOMPARE(locks::reliefOf(*situation, {{.pid = 99}}), locks::Relief{});
    const auto twice = keys(*situation, {7});
    QCOMPARE(locks::reliefOf(*situation, {twice[0], twice[0]}).nodes.size(), 1);
}

void TestRelief::drainCountsUp()
{
    const auto sent = situationOf(u"12 waits 7\n13 waits 12\n14 waits 7\n21 waits 20"_s);
    locks::Drain drain = locks::drainOf(*sent, keys(*sent, {7}));
    QCOMPARE(drain.all(), 3);
    drain = locks::advanced(drain, *sent, 50ms); // it was on its way when the action was sent
    QCOMPARE(drain.freed(), 0);
    drain = locks::advanced(drain, *situationOf(u"13 waits 12\n21 waits 20"_s), 200ms);
    QCOMPARE(drainText(drain), u"2 of 3, last 200 ms, for 12"_s);
    drain = locks::advanced(drain, *situationOf(u"13 waits 12\n12 waits 5"_s), 300ms);
    QCOMPARE(drainText(drain), u"2 of 3, last 200 ms, for 5"_s); // 12 was free, and waits anew
    drain = locks::advanced(drain, *situationOf(u"21 waits 20"_s), 800ms);
    QCOMPARE(drainText(drain), u"3 of 3, last 800 ms, for "_s);
    QVERIFY(drain.isDone());
}

void TestRelief::drainNamesWhoHoldsTheRest()
{
    const auto sent = situationOf(u"12 waits 7\n12 waits 8\n13 waits 12"_s);
    const locks::Drain drain = locks::drainOf(*sent, keys(*sent, {7}));
    const auto later = situationOf(u"12 waits 8\n13 waits 12"_s);
    QCOMPARE(drainText(locks::advanced(drain, *later, 1s)), u"0 of 2, last 0 ms, for 8"_s);
}

void TestRelief::anotherStatementIsFree()
{
    const QString wait = u"12 waits 7\n"_s;
    const auto sent = situationOf(wait + u"12 app active 9s"_s);
    const locks::Drain drain = locks::drainOf(*sent, keys(*sent, {7}));
    QCOMPARE(drain.all(), 1);
    const auto same = situationOf(wait + u"12 app active 9s"_s);
    QCOMPARE(locks::advanced(drain, *same, 1s).freed(), 0);
    const auto next = situationOf(wait + u"12 app active 0s"_s);
    QCOMPARE(locks::advanced(drain, *next, 1s).freed(), 1);
}

void TestRelief::anotherSessionWithThePidIsFree()
{
    const QString wait = u"12 waits 7\n"_s;
    const auto sent = situationOf(wait + u"12 app active 9s start=2h"_s);
    const locks::Drain drain = locks::drainOf(*sent, keys(*sent, {7}));
    const auto other = situationOf(wait + u"12 app active 9s start=1m"_s);
    QCOMPARE(locks::advanced(drain, *other, 1s).freed(), 1);
}

void TestRelief::nobodyWaited()
{
    const auto sent = situationOf(u"12 waits 7"_s);
    const locks::Drain drain = locks::drainOf(*sent, keys(*sent, {12}));
    QCOMPARE(drain.all(), 0);
    QVERIFY(drain.isDone());
    QCOMPARE(locks::advanced(drain, *sent, 1s), drain);
}

QTEST_GUILESS_MAIN(TestRelief)
#include "tst_relief.moc"
