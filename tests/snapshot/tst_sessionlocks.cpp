// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/waitgraph.h"
#include "snapshot/decoder.h"
#include "snapshot/watcher.h"
#include "support/heartbeat.h"
#include "support/rssmeter.h"
#include "support/testserver.h"

#include <QCoroTask>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::Lock;
using snapshot::LockMode;
using snapshot::Session;
using snapshot::SessionLocks;
using tests::TestServer;
using tests::TestSession;
using tests::Watcher;

namespace {

Session::Key keyOf(const snapshot::SnapshotPtr &snapshot, int pid)
{
    const auto found = std::ranges::find(snapshot->sessions, pid, &Session::pid);
    return found == snapshot->sessions.end() ? Session::Key{} : found->key();
}

SessionLocks fetch(Watcher &watcher, const Session::Key &key)
{
    QSignalSpy fetched(&watcher.source, &snapshot::LiveSource::locksFetched);
    watcher.source.fetchLocks(key);
    if (!QTest::qWaitFor([&] { return !fetched.isEmpty(); }, 20'000))
        return {.problem = u"no answer"_s};
    return fetched[0][1].value<SessionLocks>();
}

QStringList relationLocks(const SessionLocks &locks)
{
    QStringList lines;
    for (const Lock &lock : locks.locks) {
        const auto name =
            std::ranges::find(locks.names, lock.target.relation, &snapshot::ObjectName::objectId);
        if (name == locks.names.end())
            continue;
        lines.append(name->name + u' ' + snapshot::lockModeText(lock.mode) +
                     (lock.granted ? u" held"_s : u" awaited"_s) +
                     (lock.fastPath ? u" fast"_s : QString()));
    }
    lines.sort();
    return lines;
}

bool hasWaiter(const snapshot::SnapshotPtr &snapshot, int pid)
{
    return snapshot && std::ranges::any_of(snapshot->locks, [pid](const Lock &lock) {
               return lock.pid == pid && !lock.granted;
           });
}

constexpr int Many = 60'000;

} // namespace

/// The lock list of one session, which is read on demand.
class TestSessionLocks final : public QObject
{
    Q_OBJECT

private slots:
    void listsWhatASessionHolds_data() { tests::addServerRows(); }

    void listsWhatASessionHolds()
    {
        QFETCH(int, version);
        TestServer server({.version = version});
        QVERIFY_RESULT(server.start());
        QVERIFY_RESULT(server.sql("CREATE TABLE t (a int); CREATE TABLE u (a int)"));
        auto blocker = server.session(u"postgres"_s, u"blocker"_s);
        auto session = server.session(u"postgres"_s, u"session"_s);
        QVERIFY_RESULT(blocker);
        QVERIFY_RESULT(session);
        QVERIFY_RESULT(blocker->run("BEGIN; LOCK TABLE u"));
        QVERIFY_RESULT(session->run("BEGIN; SELECT * FROM t; SELECT pg_advisory_lock(7)"));
        QVERIFY(session->send("SELECT * FROM u"));
        Watcher watcher({.spec = server.spec()});
        QTRY_VERIFY_WITH_TIMEOUT(hasWaiter(watcher.last, session->pid()), 10'000);
        const SessionLocks locks = fetch(watcher, keyOf(watcher.last, session->pid()));
        QCOMPARE(locks.problem, QString());
        QCOMPARE(relationLocks(locks),
                 (QStringList{u"t AccessShareLock held fast"_s, u"u AccessShareLock awaited"_s}));
        QCOMPARE(locks.total, 4); // these, the advisory one and its own virtual transaction
        QCOMPARE(locks.locks.size(), 4);
        QVERIFY(!locks.cut);
        QVERIFY(!locks.locks.front().granted);
        QCOMPARE(locks.locks.front().waitStart.has_value(), version >= 14);
        QVERIFY(std::ranges::contains(locks.locks, "advisory"_L1,
                                      [](const Lock &lock) { return lock.target.type; }));
    }

    void includesParallelWorkers_data() { tests::addServerRows(); }

    void includesParallelWorkers()
    {
        QFETCH(int, version);
        TestServer server({.version = version,
                           .settings = {version >= 16 ? u"debug_parallel_query = on"_s
                                                      : u"force_parallel_mode = on"_s}});
        QVERIFY_RESULT(server.start());
        QVERIFY_RESULT(server.sql("CREATE TABLE t (a int); INSERT INTO t VALUES (1)"));
        auto session = server.session(u"postgres"_s, u"session"_s);
        QVERIFY_RESULT(session);
        QVERIFY(session->send("SELECT pg_sleep(60) FROM t"));
        Watcher watcher({.spec = server.spec()});
        const auto hasWorker = [&] {
            return watcher.last && std::ranges::contains(watcher.last->sessions, session->pid(),
                                                         &Session::leaderPid);
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasWorker(), 10'000);
        const SessionLocks locks = fetch(watcher, keyOf(watcher.last, session->pid()));
        QCOMPARE(locks.problem, QString());
        std::set<int> pids;
        for (const Lock &lock : locks.locks)
            pids.insert(lock.pid);
        QCOMPARE(pids.size(), 2);
        QCOMPARE(relationLocks(locks).size(), 2);
    }

    void knowsWhenASessionIsAnother()
    {
        TestServer server({.version = tests::anyServer()});
        QVERIFY_RESULT(server.start());
        auto session = server.session(u"postgres"_s, u"session"_s);
        QVERIFY_RESULT(session);
        QVERIFY_RESULT(session->run("BEGIN; SELECT count(*) FROM pg_class"));
        Watcher watcher({.spec = server.spec()});
        QVERIFY(watcher.next());
        Session::Key key = keyOf(watcher.last, session->pid());
        QVERIFY(fetch(watcher, key).total > 0);
        *key.backendStart -= 1us;
        QVERIFY(!fetch(watcher, key).problem.isEmpty());
        QVERIFY(fetch(watcher, key).locks.empty());
    }

    // What this role may not see has no start, but its locks are everybody's to see.
    void listsAHiddenSession()
    {
        TestServer server({.version = tests::anyServer()});
        QVERIFY_RESULT(server.start());
        QVERIFY_RESULT(server.sql("CREATE ROLE nobody LOGIN; CREATE TABLE t (a int)"));
        auto session = server.session(u"postgres"_s, u"session"_s);
        QVERIFY_RESULT(session);
        QVERIFY_RESULT(session->run("BEGIN; SELECT * FROM t"));
        Watcher watcher({.spec = server.spec(u"nobody"_s)});
        QVERIFY(watcher.next());
        const Session::Key key = keyOf(watcher.last, session->pid());
        QVERIFY(!key.backendStart);
        QCOMPARE(relationLocks(fetch(watcher, key)), QStringList{u"t AccessShareLock held fast"_s});
    }

    void answersWithoutAConnection()
    {
        TestServer server({.version = tests::anyServer()});
        QVERIFY_RESULT(server.start());
        Watcher watcher({.spec = server.spec()});
        QVERIFY(watcher.next());
        server.stop(TestServer::Stop::Immediate);
        QTRY_VERIFY_WITH_TIMEOUT(watcher.status.state != base::ServerState::Live, 10'000);
        QVERIFY(!fetch(watcher, {1, base::now()}).problem.isEmpty());
    }

    void staysLight_data() { tests::addServerRows(); }

    // One transaction with 60,000 locks, and somebody who waits for the last of them.
    void staysLight()
    {
        QFETCH(int, version);
        TestServer server(
            {.version = version, .settings = {u"max_locks_per_transaction = 1000"_s}});
        QVERIFY_RESULT(server.start());
        auto hoarder = server.session(u"postgres"_s, u"hoarder"_s);
        auto waiter = server.session(u"postgres"_s, u"waiter"_s);
        QVERIFY_RESULT(hoarder);
        QVERIFY_RESULT(waiter);
        QVERIFY_RESULT(hoarder->run("BEGIN; SELECT count(pg_advisory_xact_lock(i, 1)) FROM "
                                    "generate_series(1, 60000) AS i"));
        QVERIFY(waiter->send("SELECT pg_advisory_lock(60000, 1)"));
        tests::Heartbeat heartbeat;
        const tests::RssMeter memory;
        Watcher watcher({.spec = server.spec()}, [](const snapshot::Snapshot &taken) {
            return locks::pidsToConfirm(taken);
        });
        std::unique_ptr<tests::Heartbeat> ioHeartbeat;
        QMetaObject::invokeMethod(
            &watcher.source, [&] { ioHeartbeat = std::make_unique<tests::Heartbeat>(); },
            Qt::BlockingQueuedConnection);
        QTRY_VERIFY_WITH_TIMEOUT(hasWaiter(watcher.last, waiter->pid()), 20'000);
        QVERIFY(watcher.next());
        QCOMPARE(watcher.last->locks.size(), 2);
        QCOMPARE(watcher.last->blocking.size(), 1);
        for (int i = 0; i < 3; ++i) {
            const SessionLocks locks = fetch(watcher, keyOf(watcher.last, hoarder->pid()));
            QCOMPARE(locks.problem, QString());
            QVERIFY(locks.total >= Many);
            QVERIFY(locks.cut);
            QCOMPARE(locks.locks.size(), snapshot::MaxSessionLocks);
        }
        const auto ioGap = ioHeartbeat->largestGap();
        QMetaObject::invokeMethod(
            &watcher.source, [&] { ioHeartbeat.reset(); }, Qt::BlockingQueuedConnection);
        qInfo("gaps: %lld and %lld ms, memory: %lld MiB, one tick: %lld ms",
              static_cast<long long>(heartbeat.largestGap().count()),
              static_cast<long long>(ioGap.count()), memory.growth() >> 20,
              static_cast<long long>(watcher.last->elapsed.count() / 1000));
        QVERIFY_HEARTBEAT(heartbeat);
        QVERIFY(ioGap <= tests::Heartbeat::limit());
        QVERIFY_RSS(memory);
        QCOMPARE(watcher.status.state, base::ServerState::Live);
    }

    // A lock that moved to the main table while both tables were read.
    void countsAMovedLockOnce()
    {
        TestServer server({.version = tests::anyServer()});
        QVERIFY_RESULT(server.start());
        pg::Connection connection;
        QVERIFY_RESULT(QCoro::waitFor(connection.open({.spec = server.spec()})));
        const auto rows = QCoro::waitFor(connection.run(pg::Query{
            .sql =
                "SELECT 'relation'::text AS locktype, 5::oid AS database, r::oid AS relation, "
                "NULL::int4 AS page, NULL::int2 AS tuple, NULL::text AS virtualxid, NULL::xid AS "
                "transactionid, NULL::oid AS classid, NULL::oid AS objid, NULL::int2 AS objsubid, "
                "'3/4'::text AS virtualtransaction, 7::int4 AS pid, m AS mode, true AS granted, f "
                "AS fastpath, NULL::timestamptz AS waitstart FROM (VALUES (1, 'AccessShareLock', "
                "true), (1, 'RowShareLock', true), (2, 'AccessShareLock', true), "
                "(1, 'AccessShareLock', false)) AS v(r, m, f)",
            .binary = true}));
        QVERIFY_RESULT(rows);
        const std::vector<Lock> locks = snapshot::Decoder().locks(*rows);
        QCOMPARE(locks.size(), 3);
        QCOMPARE(std::ranges::count(locks, true, &Lock::fastPath), 2);
        QCOMPARE(locks.back().mode, LockMode::AccessShare);
        QVERIFY(!locks.back().fastPath);
        QCOMPARE(locks.back().target.relation, 1U);
    }
};

QTEST_GUILESS_MAIN(TestSessionLocks)
#include "tst_sessionlocks.moc"
