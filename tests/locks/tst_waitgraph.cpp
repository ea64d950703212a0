// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/graphtext.h"
#include "locks/objecttext.h"
#include "locks/samplelocks.h"
#include "support/textsnapshot.h"

#include <QTest>

using namespace Qt::StringLiterals;
using locks::WaitGraph;

namespace {

WaitGraph graphOf(const QString &text)
{
    return locks::waitGraph(*tests::snapshotOf(text));
}

QString pidsText(const std::vector<int> &pids)
{
    QStringList texts;
    for (const int pid : pids)
        texts.append(QString::number(pid));
    return texts.join(u' ');
}

void add(const char *name, const QString &snapshot, const QString &edges)
{
    QTest::newRow(name) << snapshot << edges;
}

// What is held, and the queue behind it.
void addQueues()
{
    add("nobody", {}, {});
    add("reader behind DDL",
        u"lock relation 1 held 7 AccessShare; wait 8 AccessExclusive since 9s; "
        "wait 9 AccessShare since 8s"_s,
        u"8 waits 7, 9 waits 8 (queue)"_s);
    add("two readers",
        u"lock relation 1 held 7 AccessExclusive; wait 8 AccessShare since 9s; "
        "wait 9 AccessShare since 8s"_s,
        u"8 waits 7, 9 waits 7"_s);
    add("innocent reader",
        u"lock relation 1 held 7 AccessShare; held 8 RowExclusive; wait 9 Share since 9s"_s,
        u"9 waits 8"_s);
    add("predicate locks",
        u"lock relation 1 held 7 SIRead; held 8 Share; wait 9 RowExclusive since 1s"_s,
        u"9 waits 8"_s);
    add("four updaters",
        u"lock xid 9 held 7 Exclusive; wait 8 Share since 9s\n"
        "lock tuple 1 0 1 held 8 Exclusive; wait 9 Exclusive since 8s; "
        "wait 10 Exclusive since 7s"_s,
        u"8 waits 7, 9 waits 8, 10 waits 8, 10 waits 9 (queue)"_s);
    add("queue jump",
        u"lock relation 1 held 7 RowExclusive; held 9 RowExclusive; "
        "wait 8 AccessExclusive since 9s; wait 7 ShareRowExclusive since 8s"_s,
        u"7 waits 9, 8 waits 7, 8 waits 9"_s);
    add("jump over the first only",
        u"lock relation 1 held 7 RowShare; held 6 RowExclusive; wait 8 Share since 9s; "
        "wait 9 Exclusive since 8s; wait 7 ShareRowExclusive since 7s"_s,
        u"7 waits 6, 7 waits 8 (queue), 8 waits 6, 9 waits 6, 9 waits 7, 9 waits 8 (queue)~"_s);
    add("newest without a start",
        u"lock relation 1 held 7 AccessShare; wait 9 AccessShare; "
        "wait 8 AccessExclusive since 1s"_s,
        u"8 waits 7, 9 waits 8 (queue)"_s);
}

// Workers of parallel queries are one with their leader.
void addGroups()
{
    add("group of a parallel query",
        u"7 a active 1s\n8 a active 1s type=parallel_worker leader=7\n"
        "9 a active 1s type=parallel_worker leader=7\n"
        "lock relation 1 held 7 AccessShare; held 8 AccessShare; held 9 AccessShare; "
        "wait 12 AccessExclusive since 1s"_s,
        u"12 waits 7"_s);
    add("worker that waits",
        u"7 a active 1s\n8 a active 1s type=parallel_worker leader=7\n"
        "lock relation 1 held 12 AccessExclusive; held 7 AccessShare; "
        "wait 8 AccessShare since 1s"_s,
        u"7 waits 12"_s);
    add("leader not in the snapshot",
        u"8 a active 1s type=parallel_worker leader=7\n"
        "lock relation 1 held 12 AccessExclusive; wait 8 AccessShare since 1s"_s,
        u"7 waits 12"_s);
    add("members do not block each other",
        u"7 a active 1s\n8 a active 1s type=parallel_worker leader=7\n"
        "lock relation 1 held 7 AccessExclusive; held 9 AccessShare; "
        "wait 8 AccessExclusive since 1s"_s,
        u"7 waits 9"_s);
}

// Whoever waits or is waited for, and whatever for.
void addKinds()
{
    add("hidden sessions",
        u"7 a hidden 0\n8 a hidden 0\n"
        "lock relation 1 held 7 AccessExclusive; wait 8 AccessShare since 1s"_s,
        u"8 waits 7"_s);
    add("prepared transaction",
        u"prepared 918 order\nlock xid 918 held P46/2 Exclusive; wait 8 Share since 1s"_s,
        u"8 waits P918"_s);
    add("virtual transaction", u"lock vxid 3/22 held 7 Exclusive; wait 8 Share since 1s"_s,
        u"8 waits 7"_s);
    add("speculative token", u"lock spectoken 918 4 held 7 Exclusive; wait 8 Share since 1s"_s,
        u"8 waits 7"_s);
    add("advisory keys differ",
        u"lock advisory 0 111 1 held 7 Exclusive; wait 8 Exclusive since 1s\n"
        "lock advisory 0 111 2 held 9 Exclusive"_s,
        u"8 waits 7"_s);
    add("same row twice",
        u"lock relation 1 held 7 AccessShare; held 7 AccessShare; "
        "wait 8 AccessExclusive since 1s; wait 8 AccessExclusive since 1s"_s,
        u"8 waits 7"_s);
    add("startup process of a standby",
        u"3 postgres background 0 type=startup\n"
        "lock relation 1 held 7 AccessShare; wait 3 AccessExclusive since 1s"_s,
        u"3 waits 7"_s);
    add("safe snapshot", u"8 a active 9s wait=IPC:SafeSnapshot\nsafe 8: 7 9"_s,
        u"8 waits 7 (snapshot), 8 waits 9 (snapshot)"_s);
    add("nobody known for a safe snapshot", u"8 a active 9s wait=IPC:SafeSnapshot"_s, {});
}

// What the server was asked about a queue counts, but not against what is held.
void addAnswers()
{
    const QString queue = u"lock relation 1 held 7 AccessShare; wait 8 AccessExclusive since 9s; "
                          "wait 9 AccessShare since 8s; wait 10 AccessExclusive since 7s\n"_s;
    add("by the rule", queue,
        u"8 waits 7, 9 waits 8 (queue), 10 waits 7, 10 waits 8 (queue)~, 10 waits 9 (queue)"_s);
    add("confirmed", queue + u"blocking 9: 8\nblocking 10: 7 8 9"_s,
        u"8 waits 7, 9 waits 8 (server), 10 waits 7, 10 waits 8 (server)~, 10 waits 9 (server)"_s);
    // Requests that conflict wait for one another in one direction or the other.
    add("denied", queue + u"blocking 10: 7 8"_s,
        u"8 waits 7, 9 waits 8 (queue)~, 9 waits 10 (queue), 10 waits 7, 10 waits 8 (server)"_s);
    add("added", queue + u"blocking 9: 8 10"_s,
        u"8 waits 7, 9 waits 8 (server)~, 9 waits 10 (server), 10 waits 7, 10 waits 8 (queue)"_s);
    add("never without what is held", queue + u"blocking 8:\nblocking 9:"_s,
        u"8 waits 7, 10 waits 7, 10 waits 8 (queue)~, 10 waits 9 (queue)"_s);
    add("one that came later", queue + u"blocking 8: 7 99"_s,
        u"8 waits 7, 8 waits 99 (server), 9 waits 8 (queue), 10 waits 7, "
        "10 waits 8 (queue)~, 10 waits 9 (queue)"_s);
}

// Without the time at which a wait began.
void addBefore14()
{
    const QString before14 = u"version 130016\n8 a active 9s\n9 a active 99s\n"
                             "lock relation 1 held 7 AccessShare; wait 8 AccessExclusive; "
                             "wait 9 AccessShare\n"_s;
    add("13, by the start of statements", before14, u"8 waits 7, 8 waits 9 (queue)"_s);
    add("13, asked", before14 + u"blocking 8: 7\nblocking 9: 8"_s,
        u"8 waits 7, 9 waits 8 (server)"_s);
}

} // namespace

/// The wait-for graph, from snapshots that hold each of the traps.
class TestWaitGraph final : public QObject
{
    Q_OBJECT

private slots:
    void conflictsAsTheManualSays();
    void findsTheEdges_data();
    void findsTheEdges();
    void namesPreparedTransactions();
    void takesTheModeThatConflicts();
    void tellsWhatIsWaitedFor();
    void doesNotFoldApplyWorkers();
    void keepsPlacesInTheQueue();
    void reportsProvedCyclesOnly();
    void asksForWhatIsNotProved();
    void asksBefore14();
    void placesTheOthersByTheAnswers();
    void drawsFewOfManyEdges();
    void survivesADeepChain();
};

// https://www.postgresql.org/docs/current/explicit-locking.html, table 13.2
void TestWaitGraph::conflictsAsTheManualSays()
{
    const QStringList table{u".......x"_s, u"......xx"_s, u"....xxxx"_s, u"...xxxxx"_s,
                            u"..xx.xxx"_s, u"..xxxxxx"_s, u".xxxxxxx"_s, u"xxxxxxxx"_s};
    for (int one = 1; one <= 8; ++one) {
        for (int other = 1; other <= 8; ++other) {
            QCOMPARE(locks::conflicts(locks::LockMode(one), locks::LockMode(other)),
                     table[one - 1][other - 1] == u'x');
        }
        QVERIFY(!locks::conflicts(locks::LockMode(one), locks::LockMode::SIRead));
        QVERIFY(!locks::conflicts(locks::LockMode::SIRead, locks::LockMode(one)));
        QVERIFY(!locks::conflicts(locks::LockMode::None, locks::LockMode(one)));
    }
}

void TestWaitGraph::findsTheEdges_data()
{
    QTest::addColumn<QString>("snapshot");
    QTest::addColumn<QString>("edges");
    addQueues();
    addGroups();
    addKinds();
    addAnswers();
    addBefore14();
}

void TestWaitGraph::findsTheEdges()
{
    QFETCH(QString, snapshot);
    QFETCH(QString, edges);
    QCOMPARE(tests::edgesText(graphOf(snapshot)), edges);
}

void TestWaitGraph::namesPreparedTransactions()
{
    const WaitGraph both = graphOf(uR"(prepared 918 one
        prepared 919 two
        lock relation 1 held P46/2 RowExclusive; held P47/3 RowExclusive; wait 8 Share since 1s
        lock xid 917 held P46/2 Exclusive
        lock xid 918 held P46/2 Exclusive
        lock xid 919 held P47/3 Exclusive)"_s);
    QCOMPARE(tests::edgesText(both), u"8 waits P918, 8 waits P919"_s);
    QCOMPARE(both.nodes[0].prepared, 0);
    QCOMPARE(both.nodes[1].prepared, 1);
    QCOMPARE(tests::pairsText(both), u"8 waits 0"_s);
    const WaitGraph restarted = graphOf(uR"(prepared 918 one
        prepared 919 two
        lock relation 1 held P-1/919 RowExclusive; wait 8 Share since 1s)"_s);
    QCOMPARE(tests::edgesText(restarted), u"8 waits P919"_s);
    const WaitGraph only = graphOf(uR"(prepared 918 one
        lock relation 1 held P46/2 RowExclusive; wait 8 Share since 1s)"_s);
    QCOMPARE(tests::edgesText(only), u"8 waits P918"_s);
    // On a standby nobody knows it.
    const WaitGraph unknown =
        graphOf(u"lock relation 1 held P46/2 RowExclusive; wait 8 Share since 1s"_s);
    QCOMPARE(unknown.nodes.front().prepared, -1);
    QVERIFY(unknown.nodes.front().isPrepared());
}

void TestWaitGraph::takesTheModeThatConflicts()
{
    const WaitGraph graph = graphOf(
        u"lock relation 1 held 7 AccessShare; held 7 ShareUpdateExclusive; held 7 RowExclusive; "
        "wait 8 Share since 9s; wait 9 RowExclusive since 8s"_s);
    QCOMPARE(tests::edgesText(graph), u"8 waits 7, 9 waits 8 (queue)"_s);
    QVERIFY(graph.edges[0].blockingMode == locks::LockMode::ShareUpdateExclusive);
    QVERIFY(graph.edges[1].blockingMode == locks::LockMode::Share);
}

void TestWaitGraph::tellsWhatIsWaitedFor()
{
    const auto snapshot = tests::snapshotOf(
        uR"(lock xid 9 held 7 Exclusive; wait 8 Share since 9s; wait 12 Share since 7s
        lock tuple 1 0 7 held 8 Exclusive)"_s);
    const WaitGraph graph = locks::waitGraph(*snapshot);
    QCOMPARE(graph.waits.size(), 2u);
    QVERIFY(locks::waitText(graph.waits[0], graph, *snapshot).startsWith("row (0,7) of "_L1));
    QCOMPARE(locks::waitText(graph.waits[1], graph, *snapshot), u"transaction 9"_s);
}

// Their leader_pid is that of another transaction.
void TestWaitGraph::doesNotFoldApplyWorkers()
{
    const WaitGraph graph = graphOf(uR"(7 a active 1s type=logical_replication_apply_worker
        8 a active 1s type=logical_replication_parallel_worker leader=7
        lock relation 1 held 7 AccessExclusive; wait 8 AccessShare since 1s)"_s);
    QCOMPARE(tests::edgesText(graph), u"8 waits 7"_s);
}

void TestWaitGraph::keepsPlacesInTheQueue()
{
    const WaitGraph graph =
        graphOf(u"lock relation 1 held 7 RowExclusive; held 9 RowExclusive; "
                "wait 8 AccessExclusive since 9s; wait 7 ShareRowExclusive since 8s; "
                "wait 6 AccessShare since 7s"_s);
    QCOMPARE(graph.waits.size(), 3u); // by node: 6, 7, 8
    QCOMPARE(graph.waits[0].queuePosition, 3);
    QCOMPARE(graph.waits[1].queuePosition, 1);
    QCOMPARE(graph.waits[2].queuePosition, 2);
    QCOMPARE(graph.find({.pid = 8}), 2);
    QCOMPARE(graph.find({.pid = 5}), -1);
}

void TestWaitGraph::reportsProvedCyclesOnly()
{
    QCOMPARE(tests::cyclesText(graphOf(u"7 waits 8\n8 waits 7\n9 waits 8"_s)), u"7 8"_s);
    // Two queues crossed: only a rule says so.
    const QString crossed =
        u"lock relation 1 held 1 AccessShare; wait 7 AccessExclusive since 9s; "
        "wait 8 AccessShare since 8s\n"
        "lock relation 2 held 8 AccessShare; wait 7 AccessExclusive since 7s\n"_s;
    QCOMPARE(tests::edgesText(graphOf(crossed)), u"7 waits 1, 7 waits 8, 8 waits 7 (queue)"_s);
    QCOMPARE(tests::cyclesText(graphOf(crossed)), QString());
    QCOMPARE(tests::cyclesText(graphOf(crossed + u"blocking 8: 7"_s)), u"7 8"_s);
    QCOMPARE(tests::cyclesText(graphOf(crossed + u"blocking 8:"_s)), QString());
}

void TestWaitGraph::asksForWhatIsNotProved()
{
    // A cycle first, then the safe snapshot, then for each root the one that waits longest, of the
    // root that blocks most first.
    const auto snapshot = tests::snapshotOf(uR"(60 a active 9s wait=IPC:SafeSnapshot
        7 waits 8
        8 waits 7
        lock relation 1 held 20 AccessExclusive; wait 21 AccessShare since 3s
        lock relation 2 held 30 AccessExclusive; wait 31 AccessShare since 3s; wait 32 AccessShare since 5s)"_s);
    QCOMPARE(pidsText(locks::pidsToConfirm(*snapshot)), u"7 8 60 32 21"_s);
    QCOMPARE(pidsText(locks::pidsToConfirm(*snapshot, 2)), u"7 8"_s);
    QCOMPARE(pidsText(locks::pidsToConfirm(*snapshot, 0)), QString());
    QCOMPARE(pidsText(locks::pidsToConfirm(*tests::snapshotOf({}))), QString());
}

void TestWaitGraph::asksBefore14()
{
    const QString queue = u"lock relation 1 held 7 AccessShare; wait 8 AccessExclusive; "
                          "wait 9 AccessShare\n"
                          "lock relation 2 held 7 AccessExclusive; wait 10 AccessShare; "
                          "wait 11 AccessShare"_s;
    QCOMPARE(pidsText(locks::pidsToConfirm(*tests::snapshotOf(u"version 130016\n"_s + queue))),
             u"8 9"_s);
    QCOMPARE(pidsText(locks::pidsToConfirm(*tests::snapshotOf(queue))), u"8"_s);
}

// By the start of their statements 11 came first, and 8 last. The server says that 10 waits for 8
// and 9: so 11 came after it.
void TestWaitGraph::placesTheOthersByTheAnswers()
{
    const QString queue =
        u"version 130016\n8 a active 6s\n9 a active 7s\n10 a active 8s\n11 a active 9s\n"
        "lock relation 1 held 7 AccessShare; wait 8 AccessExclusive; wait 9 AccessExclusive; "
        "wait 10 AccessExclusive; wait 11 AccessExclusive\n"_s;
    const auto inOrder = [](const WaitGraph &graph) {
        std::vector<locks::Wait> waits = graph.waits;
        std::ranges::sort(waits, {}, &locks::Wait::queuePosition);
        std::vector<int> pids;
        std::ranges::transform(waits, std::back_inserter(pids), &locks::Wait::pid);
        return pidsText(pids);
    };
    QCOMPARE(inOrder(graphOf(queue)), u"11 10 9 8"_s);
    const WaitGraph graph = graphOf(queue + u"blocking 10: 7 8 9"_s);
    QCOMPARE(inOrder(graph), u"9 8 10 11"_s);
    QVERIFY(graph.cycles.empty());
    QCOMPARE(graph.edges.size(), 4u + 6u); // all for the holder, each for all ahead
    QCOMPARE(inOrder(graphOf(queue + u"blocking 10: 7 8 9\nblocking 9: 7 8 10"_s)).size(), 9);
}

void TestWaitGraph::drawsFewOfManyEdges()
{
    const WaitGraph graph = locks::waitGraph(*tests::sampleLocks(300));
    QCOMPARE(graph.edges.size(), 44'851u); // each waits for all ahead
    // The first for the owner, all others for the first, who holds the row's tuple lock, and for
    // the one just ahead.
    QCOMPARE(std::ranges::count_if(graph.edges, &locks::Edge::drawn), 1 + 299 + 298);
}

// A recursive walk would end in a crash.
void TestWaitGraph::survivesADeepChain()
{
    auto snapshot = std::make_shared<snapshot::Snapshot>();
    constexpr int Length = 20'000;
    for (int i = 1; i <= Length; ++i) {
        snapshot::Lock held{.target = {.type = u"transactionid"_s, .transactionId = quint32(i)},
                            .pid = i,
                            .mode = locks::LockMode::Exclusive,
                            .granted = true};
        snapshot::Lock wanted = held;
        wanted.pid = i % Length + 1;
        wanted.mode = locks::LockMode::Share;
        wanted.granted = false;
        snapshot->locks.push_back(held);
        snapshot->locks.push_back(wanted);
    }
    const WaitGraph graph = locks::waitGraph(*snapshot);
    QCOMPARE(graph.edges.size(), size_t(Length));
    QCOMPARE(graph.cycles.size(), 1u);
    QCOMPARE(graph.cycles.front().size(), size_t(Length));
}

QTEST_GUILESS_MAIN(TestWaitGraph)
#include "tst_waitgraph.moc"
