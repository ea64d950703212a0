// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "snapshot/watcher.h"
#include "support/testserver.h"

#include <atomic>
#include <deque>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::Blocking;
using snapshot::Snapshot;
using snapshot::SnapshotPtr;
using tests::TestServer;
using tests::TestSession;
using tests::Watcher;

namespace {

// All that wait, in a lock's queue or for a safe snapshot.
std::vector<int> everyWaiter(const Snapshot &snapshot)
{
    std::vector<int> pids;
    for (const snapshot::Lock &lock : snapshot.locks) {
        if (!lock.granted)
            pids.push_back(lock.pid);
    }
    for (const snapshot::Session &session : snapshot.sessions) {
        if (session.waitEvent == "SafeSnapshot"_L1)
            pids.push_back(session.pid);
    }
    return pids;
}

std::vector<int> blockersOf(const Snapshot &snapshot, int pid, bool safeSnapshot = false)
{
    const auto found = std::ranges::find_if(snapshot.blocking, [&](const Blocking &one) {
        return one.pid == pid && one.safeSnapshot == safeSnapshot;
    });
    return found == snapshot.blocking.end() ? std::vector<int>{-1} : found->blockers;
}

bool hasBlocking(const SnapshotPtr &snapshot, int pid, bool safeSnapshot = false)
{
    return snapshot && blockersOf(*snapshot, pid, safeSnapshot) != std::vector<int>{-1};
}

// "kind schema.name", and the table where there is one.
QString nameOf(const Snapshot &snapshot, QLatin1StringView name)
{
    const auto found = std::ranges::find(snapshot.objects, name, &snapshot::ObjectName::name);
    if (found == snapshot.objects.end())
        return {};
    const QString place = found->schema.isEmpty() ? QString() : found->schema + u'.';
    const QString table = found->table.isEmpty() ? QString() : u" of "_s + found->table;
    return found->kind + u' ' + place + found->name + table;
}

int countWaiting(const Snapshot &snapshot)
{
    return int(std::ranges::count_if(snapshot.locks, [](const auto &l) { return !l.granted; }));
}

// Sessions that a test puts into the way of each other.
class Scene
{
public:
    explicit Scene(int version, const QStringList &settings = {})
        : server({.version = version, .settings = settings})
        , m_started(server.start())
    {
    }

    TestSession *open()
    {
        if (!m_started)
            return nullptr;
        auto session = server.session(u"postgres"_s, u"scene"_s);
        return session ? &m_sessions.emplace_back(std::move(*session)) : nullptr;
    }

    // A session that has run this, and keeps its transaction.
    TestSession *holds(const QByteArray &sql)
    {
        TestSession *session = open();
        return session && session->run(sql) ? session : nullptr;
    }

    // A session that hangs in this.
    TestSession *waits(const QByteArray &sql)
    {
        TestSession *session = open();
        return session && session->send(sql) ? session : nullptr;
    }

    TestServer server;

private:
    base::Result<void> m_started;
    std::deque<TestSession> m_sessions;
};

} // namespace

/// What a tick asks once more: the blockers of those who wait, and the names of what they wait for.
class TestFollowUp final : public QObject
{
    Q_OBJECT

private slots:
    void asksWhoBlocks_data() { tests::addServerRows(); }

    void asksWhoBlocks()
    {
        QFETCH(int, version);
        Scene scene(version, {u"max_prepared_transactions = 5"_s});
        QVERIFY(scene.holds("CREATE TABLE t (a int); CREATE TABLE p (a int)"));
        const TestSession *first = scene.holds("BEGIN; LOCK TABLE t IN ACCESS SHARE MODE");
        const TestSession *second = scene.waits("BEGIN; LOCK TABLE t");
        QVERIFY(first && second);
        Watcher watcher({.spec = scene.server.spec()}, everyWaiter);
        QTRY_VERIFY_WITH_TIMEOUT(hasBlocking(watcher.last, second->pid()), 10'000);
        const TestSession *third = scene.waits("SELECT * FROM t");
        QVERIFY(scene.holds("BEGIN; LOCK TABLE p; PREPARE TRANSACTION 'stays'"));
        const TestSession *fourth = scene.waits("SELECT * FROM p");
        QVERIFY(third && fourth);
        QTRY_VERIFY_WITH_TIMEOUT(hasBlocking(watcher.last, third->pid()) &&
                                     hasBlocking(watcher.last, fourth->pid()),
                                 10'000);
        const Snapshot &snapshot = *watcher.last;
        QCOMPARE(blockersOf(snapshot, second->pid()), std::vector{first->pid()});
        QCOMPARE(blockersOf(snapshot, third->pid()), std::vector{second->pid()});
        QCOMPARE(blockersOf(snapshot, fourth->pid()), std::vector{0});
        QVERIFY_RESULT(scene.server.sql("ROLLBACK PREPARED 'stays'"));
    }

    void namesALeaderOnce_data() { tests::addServerRows(); }

    void namesALeaderOnce()
    {
        QFETCH(int, version);
        Scene scene(version, {version >= 16 ? u"debug_parallel_query = on"_s
                                            : u"force_parallel_mode = on"_s});
        QVERIFY(scene.holds("CREATE TABLE t (a int); INSERT INTO t VALUES (1)"));
        const TestSession *leader = scene.waits("SELECT pg_sleep(60) FROM t");
        QVERIFY(leader);
        const QByteArray holding = "SELECT count(*) FROM pg_locks WHERE relation = 't'::regclass";
        QTRY_COMPARE_WITH_TIMEOUT(scene.server.sql(holding).value_or(""), "2", 10'000);
        const TestSession *waiter = scene.waits("BEGIN; LOCK TABLE t");
        QVERIFY(waiter);
        const QByteArray blockers = "SELECT pg_blocking_pids(%1)";
        QTRY_VERIFY_WITH_TIMEOUT(
            scene.server.sql(QByteArray(blockers).replace("%1", QByteArray::number(waiter->pid())))
                .value_or("")
                .contains(','),
            10'000); // the server itself names it twice
        Watcher watcher({.spec = scene.server.spec()}, everyWaiter);
        QTRY_VERIFY_WITH_TIMEOUT(hasBlocking(watcher.last, waiter->pid()), 10'000);
        QCOMPARE(blockersOf(*watcher.last, waiter->pid()), std::vector{leader->pid()});
    }

    void asksForSafeSnapshots_data() { tests::addServerRows(); }

    void asksForSafeSnapshots()
    {
        QFETCH(int, version);
        Scene scene(version);
        QVERIFY(scene.holds("CREATE TABLE t (a int)"));
        const TestSession *writer =
            scene.holds("BEGIN ISOLATION LEVEL SERIALIZABLE; INSERT INTO t VALUES (1)");
        const TestSession *reader =
            scene.waits("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE; SELECT * FROM t");
        QVERIFY(writer && reader);
        Watcher watcher({.spec = scene.server.spec()}, everyWaiter);
        QTRY_VERIFY_WITH_TIMEOUT(hasBlocking(watcher.last, reader->pid(), true), 10'000);
        QCOMPARE(blockersOf(*watcher.last, reader->pid(), true), std::vector{writer->pid()});
        QCOMPARE(watcher.last->blocking.size(), 1);
    }

    void asksNothingWhileNobodyWaits()
    {
        Scene scene(tests::anyServer());
        QVERIFY(scene.holds("CREATE TABLE t (a int)"));
        QVERIFY(scene.holds("BEGIN; LOCK TABLE t"));
        std::atomic<int> asked = 0;
        Watcher watcher({.spec = scene.server.spec()}, [&asked](const Snapshot &) {
            ++asked;
            return std::vector<int>{1};
        });
        QVERIFY(watcher.next());
        QVERIFY(watcher.last->blocking.empty() && watcher.last->objects.empty());
        QCOMPARE(asked, 0);
        QVERIFY(scene.waits("SELECT * FROM t"));
        QTRY_VERIFY_WITH_TIMEOUT(asked > 0, 10'000);
    }

    void doesWithoutAnAnswer()
    {
        Scene scene(tests::anyServer());
        QVERIFY(scene.holds("REVOKE EXECUTE ON FUNCTION pg_blocking_pids FROM PUBLIC; "
                            "CREATE ROLE nobody LOGIN; CREATE TABLE t (a int)"));
        QVERIFY(scene.holds("BEGIN; LOCK TABLE t"));
        const TestSession *waiter = scene.waits("SELECT * FROM t");
        QVERIFY(waiter);
        Watcher watcher({.spec = scene.server.spec(u"nobody"_s)},
                        [pid = waiter->pid()](const Snapshot &) { return std::vector{pid}; });
        QTRY_VERIFY_WITH_TIMEOUT(watcher.last && countWaiting(*watcher.last) == 1, 10'000);
        QVERIFY(watcher.next());
        QVERIFY(watcher.last->blocking.empty());
        QCOMPARE(nameOf(*watcher.last, "t"_L1), u"table public.t"_s);
        QCOMPARE(watcher.status.state, base::ServerState::Live);
    }

    void namesWhatIsLocked_data() { tests::addServerRows(); }

    void namesWhatIsLocked()
    {
        QFETCH(int, version);
        Scene scene(version);
        QVERIFY(scene.holds("CREATE SCHEMA \"Odd schema\"; CREATE TABLE t (a int);"
                            "CREATE MATERIALIZED VIEW \"Odd schema\".m AS SELECT 1 AS one"));
        QVERIFY(scene.holds("BEGIN; LOCK TABLE t; REFRESH MATERIALIZED VIEW \"Odd schema\".m;"
                            "SELECT pg_advisory_lock(42)"));
        QVERIFY(scene.waits("SELECT * FROM t"));
        QVERIFY(scene.waits("SELECT * FROM \"Odd schema\".m"));
        QVERIFY(scene.waits("SELECT pg_advisory_lock(42)"));
        Watcher watcher({.spec = scene.server.spec()});
        QTRY_VERIFY_WITH_TIMEOUT(watcher.last && countWaiting(*watcher.last) == 3, 10'000);
        QVERIFY(watcher.next());
        QCOMPARE(nameOf(*watcher.last, "t"_L1), u"table public.t"_s);
        QCOMPARE(nameOf(*watcher.last, "m"_L1), u"materialized view Odd schema.m"_s);
        QCOMPARE(watcher.last->objects.size(), 2);
    }

    void namesIndexAndToast_data() { tests::addServerRows(); }

    // A lock on the index alone and on the TOAST table alone, taken by their own names.
    void namesIndexAndToast()
    {
        QFETCH(int, version);
        Scene scene(version);
        QVERIFY(scene.holds("CREATE TABLE t (a int PRIMARY KEY, b text)"));
        const auto toast =
            scene.server.sql("SELECT reltoastrelid::regclass FROM pg_class WHERE relname = 't'");
        QVERIFY_RESULT(toast);
        QVERIFY(scene.holds("BEGIN; ALTER INDEX t_pkey RENAME TO t_key"));
        QVERIFY(scene.waits("ALTER INDEX t_pkey RENAME TO other"));
        QVERIFY(scene.holds("BEGIN; SELECT count(*) FROM " + *toast));
        QVERIFY(scene.waits("VACUUM FULL " + *toast));
        Watcher watcher({.spec = scene.server.spec()});
        QTRY_VERIFY_WITH_TIMEOUT(watcher.last && countWaiting(*watcher.last) == 2, 10'000);
        QVERIFY(watcher.next());
        const QByteArray toastName = toast->mid(toast->indexOf('.') + 1);
        QCOMPARE(nameOf(*watcher.last, "t_pkey"_L1), u"index public.t_pkey of t"_s);
        QCOMPARE(nameOf(*watcher.last, QLatin1StringView(toastName)),
                 u"TOAST table pg_toast.%1 of public.t"_s.arg(QLatin1StringView(toastName)));
    }

    void namesOtherObjects_data() { tests::addServerRows(); }

    void namesOtherObjects()
    {
        QFETCH(int, version);
        Scene scene(version);
        QVERIFY(scene.holds("CREATE SCHEMA \"Odd schema\""));
        QVERIFY_RESULT(scene.server.sql("CREATE DATABASE other"));
        QVERIFY(scene.holds("BEGIN; DROP SCHEMA \"Odd schema\"; COMMENT ON DATABASE other IS 'x'"));
        QVERIFY(scene.waits("CREATE TABLE \"Odd schema\".t (a int)"));
        QVERIFY(scene.waits("COMMENT ON DATABASE other IS 'y'"));
        Watcher watcher({.spec = scene.server.spec()});
        QTRY_VERIFY_WITH_TIMEOUT(watcher.last && countWaiting(*watcher.last) == 2, 10'000);
        QVERIFY(watcher.next());
        QCOMPARE(nameOf(*watcher.last, "Odd schema"_L1), u"schema Odd schema"_s);
        QCOMPARE(nameOf(*watcher.last, "other"_L1), u"database other"_s);
    }

    // The OID of a relation means nothing in another database.
    void leavesOutOtherDatabases()
    {
        Scene scene(tests::anyServer());
        QVERIFY(scene.open());
        QVERIFY_RESULT(scene.server.sql("CREATE DATABASE other"));
        pg::ConnectionSpec there = scene.server.spec(u"postgres"_s, u"other"_s);
        auto holder = TestSession::open(there);
        auto waiter = TestSession::open(there);
        QVERIFY_RESULT(holder);
        QVERIFY_RESULT(waiter);
        // A catalog has the same OID in each database, so the wrong name would be there to find.
        QVERIFY_RESULT(holder->run("BEGIN; LOCK TABLE pg_description"));
        QVERIFY(waiter->send("SELECT count(*) FROM pg_description"));
        Watcher watcher({.spec = scene.server.spec()});
        QTRY_VERIFY_WITH_TIMEOUT(watcher.last && countWaiting(*watcher.last) == 1, 10'000);
        QVERIFY(watcher.next());
        QVERIFY(watcher.last->objects.empty());
    }

    void goesOnWhileCatalogsAreLocked()
    {
        Scene scene(tests::anyServer());
        QVERIFY(scene.holds("CREATE TABLE t (a int)"));
        Watcher watcher({.spec = scene.server.spec()}, everyWaiter);
        QVERIFY(watcher.next());
        TestSession *holder = scene.holds("BEGIN; LOCK TABLE t");
        const TestSession *waiter = scene.waits("SELECT * FROM t");
        QVERIFY(holder && waiter);
        QTRY_VERIFY_WITH_TIMEOUT(hasBlocking(watcher.last, waiter->pid()), 10'000);
        // From here on no name can be looked up: the waiter's next table is not known by name.
        QVERIFY_RESULT(scene.server.sql("CREATE TABLE u (a int)"));
        const TestSession *second = scene.holds("BEGIN; LOCK TABLE u");
        QVERIFY(second);
        TestSession *vandal = scene.holds("BEGIN; LOCK TABLE pg_namespace");
        QVERIFY(vandal);
        QVERIFY(watcher.next());
        QCOMPARE(watcher.status.state, base::ServerState::Live);
        QCOMPARE(blockersOf(*watcher.last, waiter->pid()), std::vector{holder->pid()});
        QCOMPARE(nameOf(*watcher.last, "t"_L1), u"table public.t"_s);
        QVERIFY_RESULT(vandal->run("ROLLBACK"));
    }
};

QTEST_GUILESS_MAIN(TestFollowUp)
#include "tst_followup.moc"
