// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/components.h"
#include "locks/graphtext.h"
#include "locks/impact.h"
#include "locks/scenario.h"
#include "snapshot/watcher.h"
#include "support/waiting.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using locks::SituationPtr;
using locks::WaitGraph;

namespace {

unsigned chooseSeed()
{
    bool given = false;
    const unsigned seed = qEnvironmentVariable("PGVIGIL_SEED").toUInt(&given);
    return given ? seed : std::random_device{}();
}

QStringList settings(const QString &deadlockTimeout)
{
    return {u"max_prepared_transactions = 20"_s,
            u"autovacuum = off"_s,
            u"fsync = off"_s,
            u"max_connections = 120"_s,
            u"max_worker_processes = 24"_s,
            u"max_parallel_workers = 16"_s,
            u"deadlock_timeout = "_s + deadlockTimeout};
}

// Everybody that waits.
std::vector<int> allWaiting(const snapshot::Snapshot &snapshot)
{
    std::set<int> pids;
    for (const snapshot::Lock &lock : snapshot.locks) {
        if (!lock.granted)
            pids.insert(lock.pid);
    }
    return {pids.begin(), pids.end()};
}

/// A server, a crowd on it, and the program's own look at it.
class Stage
{
public:
    Stage(int version, const QString &deadlockTimeout, snapshot::PidsToConfirm choose)
        : server({.version = version, .settings = settings(deadlockTimeout)})
        , crowd(server)
        , m_choose(std::move(choose))
    {
    }

    base::Result<void> open(int sessions)
    {
        if (const auto started = server.start(); !started)
            return started;
        if (const auto opened = crowd.open(sessions); !opened)
            return opened;
        m_watcher.emplace(pg::ConnectParameters{.spec = server.spec()}, m_choose);
        if (!m_watcher->next())
            return base::localError(u"there is no snapshot"_s);
        m_watcher->source.setInterval(1h);
        return {};
    }

    // One that was begun after now.
    snapshot::SnapshotPtr look()
    {
        const auto now = crowd.control().run("SELECT clock_timestamp() AT TIME ZONE 'UTC'");
        const auto since = base::fromIso(QString::fromUtf8(now.value_or(QByteArray())));
        const auto isNew = [&] { return m_watcher->last && m_watcher->last->takenAt >= *since; };
        for (int i = 0; since && i < 100 && !isNew(); ++i) {
            m_watcher->source.refresh();
            (void)QTest::qWaitFor(isNew, 100);
        }
        return since && isNew() ? m_watcher->last : nullptr;
    }

    // A look at a moment at which the server's own answer is known.
    SituationPtr situation(QByteArray &truth)
    {
        for (int i = 0; i < 20; ++i) {
            const auto before = crowd.edges();
            const auto snapshot = look();
            const auto after = crowd.edges();
            if (!before || !snapshot || before != after)
                continue;
            truth = *after;
            return locks::situationOf(snapshot);
        }
        return {};
    }

    tests::TestServer server;
    tests::Crowd crowd;

private:
    snapshot::PidsToConfirm m_choose;
    std::optional<tests::Watcher> m_watcher;
};

/// What the scenarios have shown: a test in which nothing happens would pass.
struct Seen
{
    int edges = 0, queued = 0, prepared = 0, workers = 0, rows = 0, virtualXids = 0, objects = 0;
    int cycles = 0, most = 0;

    void add(const locks::Situation &situation)
    {
        const WaitGraph &graph = situation.graph;
        edges += int(graph.edges.size());
        most = std::max(most, situation.waiting);
        cycles += int(graph.cycles.size());
        for (const locks::Edge &edge : graph.edges) {
            queued += edge.kind == locks::EdgeKind::Queue ? 1 : 0;
            prepared += graph.nodes[size_t(edge.blocker)].prepared >= 0 ? 1 : 0;
        }
        for (const locks::Wait &wait : graph.waits) {
            const QString &type = graph.targets[size_t(wait.target)].type;
            rows += type == "tuple"_L1 ? 1 : 0;
            virtualXids += type == "virtualxid"_L1 ? 1 : 0;
            objects += type == "object"_L1 ? 1 : 0;
            workers += graph.nodes[size_t(wait.node)].key.pid != wait.pid ? 1 : 0;
        }
    }

    bool everything() const
    {
        return queued && prepared && workers && rows && virtualXids && objects && cycles;
    }

    QString text() const
    {
        return u"%1 edges, %2 of queues, %3 to prepared transactions; waits: %4 of workers, %5 for "
               "rows, %6 for virtual transactions, %7 for objects; %8 cycles; at most %9 waiting"_s
                   .arg(edges)
                   .arg(queued)
                   .arg(prepared)
                   .arg(workers)
                   .arg(rows)
                   .arg(virtualXids)
                   .arg(objects)
                   .arg(cycles)
                   .arg(most);
    }
};

std::set<int> pidsOf(const WaitGraph &graph, const std::vector<int> &nodes)
{
    std::set<int> pids;
    for (const int node : nodes)
        pids.insert(graph.nodes[size_t(node)].key.pid);
    return pids;
}

QByteArray text(const std::set<int> &pids)
{
    QByteArrayList words;
    for (const int pid : pids)
        words.append(QByteArray::number(pid));
    return words.join(' ');
}

// Every circle of edges, proved or not.
std::vector<std::vector<int>> circles(const WaitGraph &graph)
{
    const auto parts = locks::components(int(graph.nodes.size()), graph.edges, locks::Edges::All);
    std::vector<std::vector<int>> found;
    for (int i = 0; i < parts.count(); ++i) {
        const auto members = parts.members(i);
        if (members.size() > 1)
            std::ranges::sort(found.emplace_back(members.begin(), members.end()));
    }
    std::ranges::sort(found);
    return found;
}

// Who goes on after one check may wait again, and be checked again.
bool comesToRest(tests::Crowd &crowd)
{
    for (int i = 0; i < 40; ++i) {
        const auto before = crowd.edges();
        tests::pause(250ms);
        if (before && crowd.edges() == before)
            return true;
    }
    return false;
}

QByteArray difference(const tests::Scenario &scenario, const QByteArray &edges,
                      const QByteArray &truth)
{
    return scenario.story() + "\ngraph:  " + edges + "\nserver: " + truth;
}

// A scene with one of each, in which the peers miss or invent edges.
enum { A, B, C, D, E, F, G, H, I, J, K, L, M, N, P, Q, R, S, ActorCount };

std::vector<std::pair<int, QByteArray>> sceneOfTen()
{
    const auto update = "UPDATE rows SET v = 1 WHERE id = 1";
    return {
        {A, update},
        {B, update},
        {C, "UPDATE rows SET v = 1 WHERE id = 2; UPDATE rows SET v = 1 WHERE id = 3"},
        {D, "SELECT FROM t1"},
        {E, "ALTER TABLE t1 ADD a int"},
        {F, "SELECT FROM t1"},
        {G, "SELECT pg_advisory_lock(111)"},
        {H, "SELECT pg_advisory_lock(111)"},
        {I, "SELECT pg_advisory_lock(222)"},
        {J, "INSERT INTO t2 VALUES (1)"},
        {K, "INSERT INTO t2 VALUES (2)"},
        {L, "LOCK TABLE t2 IN SHARE MODE"},
        {M, "SELECT FROM t3"},
        {N, "SELECT FROM t3"},
        {P, "DROP TABLE t3"},
        {Q, "UPDATE rows SET v = 1 WHERE id = 4; PREPARE TRANSACTION 'scene'"},
        {R, "UPDATE rows SET v = 1 WHERE id = 4"},
        {S, "SELECT pg_advisory_lock(0, 111)"},
        {C, update},
    };
}

} // namespace

/// The graph against the server's own answer, and what it predicts against what happens.
class TestLockScenarios final : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithTheServer_data() { tests::addServerRows(); }
    void agreesWithTheServer();
    void predictsWhoGoesOn_data() { tests::addServerRows(); }
    void predictsWhoGoesOn();
    void findsTenOfTen_data() { tests::addServerRows(); }
    void findsTenOfTen();
    void livesWithDeadlockChecks_data() { tests::addServerRows(); }
    void livesWithDeadlockChecks();
    void seesSafeSnapshots_data() { tests::addServerRows(); }
    void seesSafeSnapshots();
};

void TestLockScenarios::agreesWithTheServer()
{
    QFETCH(int, version);
    Stage stage(version, u"1h"_s, [](const auto &s) { return locks::pidsToConfirm(s); });
    QVERIFY_RESULT(stage.open(60));
    const unsigned seed = chooseSeed();
    qInfo("PGVIGIL_SEED=%u", seed);
    Seen seen;
    for (unsigned i = 0; i < 200; ++i) {
        tests::Scenario scenario(stage.crowd, seed + i, tests::Actions::All);
        scenario.play();
        QByteArray truth;
        const auto situation = stage.situation(truth);
        QVERIFY2(situation, scenario.story().constData());
        const QByteArray edges = tests::pairsText(situation->graph).toUtf8();
        QVERIFY2(edges == truth, difference(scenario, edges, truth).constData());
        QVERIFY2(circles(situation->graph) == situation->graph.cycles,
                 scenario.story().constData());
        seen.add(*situation);
        QVERIFY_RESULT(stage.crowd.clear());
    }
    qInfo("%s", qPrintable(seen.text()));
    QVERIFY(seen.everything());
}

void TestLockScenarios::predictsWhoGoesOn()
{
    QFETCH(int, version);
    Stage stage(version, u"1h"_s, [](const auto &s) { return locks::pidsToConfirm(s); });
    QVERIFY_RESULT(stage.open(16));
    const unsigned seed = chooseSeed();
    qInfo("PGVIGIL_SEED=%u", seed);
    int freed = 0;
    for (unsigned i = 0; i < 60; ++i) {
        tests::Scenario scenario(stage.crowd, seed + i, tests::Actions::Plain);
        scenario.play();
        QByteArray truth;
        const auto situation = stage.situation(truth);
        QVERIFY(situation);
        if (!situation->roots.empty()) {
            const int root = situation->roots[i % situation->roots.size()];
            const WaitGraph &graph = situation->graph;
            const int pid = graph.nodes[size_t(root)].key.pid;
            const std::set<int> before = stage.crowd.waiting();
            for (int who = 0; who < stage.crowd.size(); ++who) {
                if (stage.crowd.pid(who) == pid)
                    QVERIFY_RESULT(stage.crowd.replace(who));
            }
            QVERIFY(stage.crowd.edges());
            std::set<int> gone;
            std::ranges::set_difference(before, stage.crowd.waiting(),
                                        std::inserter(gone, gone.end()));
            const auto predicted = pidsOf(graph, situation->impacts[size_t(root)].freedAtOnce);
            QVERIFY2(predicted == gone,
                     QByteArray(scenario.story() + "\nedges: " + truth +
                                "\nended: " + QByteArray::number(pid) +
                                "\npredicted: " + text(predicted) + "\ngone: " + text(gone))
                         .constData());
            freed += int(gone.size());
        }
        QVERIFY_RESULT(stage.crowd.clear());
    }
    QVERIFY(freed > 0);
}

void TestLockScenarios::findsTenOfTen()
{
    QFETCH(int, version);
    Stage stage(version, u"1h"_s, [](const auto &s) { return locks::pidsToConfirm(s); });
    QVERIFY_RESULT(stage.open(ActorCount));
    tests::Crowd &crowd = stage.crowd;
    for (const auto &[who, sql] : sceneOfTen())
        QVERIFY2(crowd.act(who, sql), sql.constData());
    QByteArray truth;
    const auto situation = stage.situation(truth);
    QVERIFY(situation);
    const std::vector<std::pair<int, int>> expected{{B, A}, {C, B}, {E, D}, {F, E}, {H, G},
                                                    {L, J}, {L, K}, {P, M}, {P, N}, {R, -1}};
    std::map<std::pair<int, int>, bool> sorted;
    for (const auto &[waiter, blocker] : expected)
        sorted[{crowd.pid(waiter), blocker < 0 ? 0 : crowd.pid(blocker)}] = true;
    QStringList edges;
    for (const auto &[pair, there] : sorted)
        edges.append(u"%1 waits %2"_s.arg(pair.first).arg(pair.second));
    QCOMPARE(edges.size(), 10);
    QCOMPARE(tests::pairsText(situation->graph), edges.join(u", "_s));
    QCOMPARE(truth, edges.join(u", "_s).toUtf8());
    const auto prepared = std::ranges::find_if(situation->graph.nodes, &locks::Node::isPrepared);
    QVERIFY(prepared != situation->graph.nodes.end());
    QCOMPARE(situation->snapshot->prepared[size_t(prepared->prepared)].gid, u"scene"_s);
    QVERIFY_RESULT(crowd.clear());
}

// After its timeout the server moves waiters in queues about to avoid deadlocks, and ends one of a
// cycle. What is held and what the server confirmed must stay true.
void TestLockScenarios::livesWithDeadlockChecks()
{
    QFETCH(int, version);
    Stage stage(version, u"100ms"_s, allWaiting);
    QVERIFY_RESULT(stage.open(14));
    const unsigned seed = chooseSeed();
    qInfo("PGVIGIL_SEED=%u", seed);
    const auto deadlocked = [&stage] { return stage.server.log().contains("deadlock detected"); };
    for (unsigned i = 0; i < 25 || (i < 100 && !deadlocked()); ++i) {
        tests::Scenario scenario(stage.crowd, seed + i, tests::Actions::Plain);
        scenario.play();
        QVERIFY(comesToRest(stage.crowd));
        QByteArray truth;
        const auto situation = stage.situation(truth);
        QVERIFY(situation);
        const QByteArray edges = tests::pairsText(situation->graph).toUtf8();
        QVERIFY2(edges == truth, difference(scenario, edges, truth).constData());
        auto unconfirmed = std::make_shared<snapshot::Snapshot>(*situation->snapshot);
        unconfirmed->blocking.clear();
        QVERIFY(locks::waitGraph(*unconfirmed).cycles.empty());
        QVERIFY(situation->graph.cycles.empty());
        QVERIFY_RESULT(stage.crowd.clear());
    }
    QVERIFY(deadlocked());
}

void TestLockScenarios::seesSafeSnapshots()
{
    QFETCH(int, version);
    Stage stage(version, u"1h"_s, [](const auto &s) { return locks::pidsToConfirm(s); });
    QVERIFY_RESULT(stage.open(1));
    auto writer = stage.server.session(u"postgres"_s);
    auto reader = stage.server.session(u"postgres"_s);
    QVERIFY(writer && reader);
    QVERIFY_RESULT(writer->run("BEGIN ISOLATION LEVEL SERIALIZABLE; INSERT INTO t1 VALUES (1)"));
    QVERIFY(
        reader->send("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE; SELECT FROM t1"));
    const QString expected = u"%1 waits %2 (snapshot)"_s.arg(reader->pid()).arg(writer->pid());
    QString edges;
    for (int i = 0; i < 100 && edges != expected; ++i) {
        const auto snapshot = stage.look();
        QVERIFY(snapshot);
        edges = tests::edgesText(locks::waitGraph(*snapshot));
    }
    QCOMPARE(edges, expected);
}

QTEST_GUILESS_MAIN(TestLockScenarios)
#include "tst_lockscenarios.moc"
