// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults/faultwatch.h"
#include "support/testserver.h"

#include <QCoroTask>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ServerState;
using faults::FaultWatch;
using tests::TestServer;
using tests::TestSession;

namespace {

// As many sessions of the role as the server lets in.
std::vector<TestSession> fill(const TestServer &server, const QString &role)
{
    std::vector<TestSession> sessions;
    for (;;) {
        auto session = server.session(role, u"filler"_s);
        if (!session)
            return sessions;
        sessions.push_back(std::move(*session));
    }
}

int ownSessions(const snapshot::SnapshotPtr &snapshot)
{
    return int(std::ranges::count_if(snapshot->sessions, &snapshot::Session::own));
}

} // namespace

/// F14-F20: limits, rights that go, and settings that a role or a database forces upon us.
class TestLimitFaults final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }

    void fullBeforeConnecting_data() { tests::addServerRows(); }
    void fullBeforeConnecting();
    void fullWhileWatching_data() { tests::addServerRows(); }
    void fullWhileWatching();
    void refusedRoles_data() { tests::addServerRows(); }
    void refusedRoles();
    void limitsOfRoleAndDatabase_data() { tests::addServerRows(); }
    void limitsOfRoleAndDatabase();
    void monitorRightLost_data() { tests::addServerRows(); }
    void monitorRightLost();
    void ourRoleDropped_data() { tests::addServerRows(); }
    void ourRoleDropped();
    void timeoutsByRole_data() { tests::addServerRows(); }
    void timeoutsByRole();
};

// F14
void TestLimitFaults::fullBeforeConnecting()
{
    QFETCH(const int, version);
    TestServer server({.version = version, .settings = {u"max_connections = 8"_s}});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql("CREATE ROLE app LOGIN"));
    auto fillers = fill(server, u"app"_s);
    QCOMPARE(fillers.size(), 5U);
    FaultWatch watch({.spec = server.spec(u"app"_s)});
    QVERIFY_STATE(watch, Lost);
    QCOMPARE(watch.status().reason.sqlState, u"53300"_s);
    QVERIFY2(watch.status().reason.message.contains(u"reserved"_s),
             faults::describe(watch.status()).constData());
    // A full server is asked seldom.
    QVERIFY(watch.status().retryAt);
    QVERIFY(*watch.status().retryAt - base::now() > 5s);
    fillers.clear();
    QTest::qWait(200);
    watch.source().refresh();
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

// F15
void TestLimitFaults::fullWhileWatching()
{
    QFETCH(const int, version);
    TestServer server({.version = version, .settings = {u"max_connections = 8"_s}});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql("CREATE ROLE app LOGIN"));
    auto fillers = fill(server, u"app"_s);
    fillers.pop_back();
    QTest::qWait(300);
    const auto refusals = server.log().count("FATAL");
    // One slot is left: the first connection takes it, and there is no second one.
    FaultWatch watch({.spec = server.spec(u"app"_s)});
    QVERIFY(watch.next());
    QTest::qWait(500);
    const auto full = watch.next();
    QVERIFY(full);
    QCOMPARE(ownSessions(full), 1);
    QVERIFY(full->server.singleConnection);
    QCOMPARE(full->limits.maxConnections, 8);
    QCOMPARE(full->limits.used, 5);
    QCOMPARE(full->limits.usable(), 5);
    QCOMPARE(server.log().count("FATAL"), refusals); // a second one was not even tried
    QCOMPARE(watch.status().state, ServerState::Live);
    fillers.erase(fillers.begin() + 1, fillers.end());
    QTRY_VERIFY_WITH_TIMEOUT(watch.last() && ownSessions(watch.last()) == 2, 10'000);
    QVERIFY_ORACLES(watch);
}

// F16: each refusal is its own, in the server's words, and not repeated by itself.
void TestLimitFaults::refusedRoles()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    for (const QByteArray &sql :
         QByteArrayList{"CREATE ROLE locked NOLOGIN", "CREATE ROLE app LOGIN",
                        "CREATE DATABASE closed ALLOW_CONNECTIONS false", "CREATE DATABASE private",
                        "REVOKE CONNECT ON DATABASE private FROM PUBLIC"})
        QVERIFY_RESULT(server.sql(sql));
    const auto refused = [&](const QString &role, const QString &database,
                             const QString &sqlState) {
        FaultWatch watch({.spec = server.spec(role, database)});
        if (!watch.reaches(ServerState::Refused) || watch.status().reason.sqlState != sqlState)
            return faults::describe(watch.status());
        return watch.status().reason.message.isEmpty() ? "no reason"_ba : watch.brokenOracle();
    };
    QCOMPARE(refused(u"locked"_s, u"postgres"_s, u"28000"_s), "");
    QCOMPARE(refused(u"nobody"_s, u"postgres"_s, u"28000"_s), "");
    QCOMPARE(refused(u"app"_s, u"missing"_s, u"3D000"_s), "");
    QCOMPARE(refused(u"app"_s, u"closed"_s, u"55000"_s), "");
    QCOMPARE(refused(u"app"_s, u"private"_s, u"42501"_s), "");
}

// F16: CONNECTION LIMIT and NOLOGIN do not touch a session that runs.
void TestLimitFaults::limitsOfRoleAndDatabase()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql("CREATE ROLE app LOGIN CONNECTION LIMIT 1"));
    FaultWatch watch({.spec = server.spec(u"app"_s)});
    const auto snapshot = watch.next();
    QVERIFY(snapshot);
    QVERIFY(snapshot->server.singleConnection);
    QCOMPARE(snapshot->limits.roles.size(), 1U);
    QCOMPARE(snapshot->limits.roles.front().name, u"app"_s);
    QCOMPARE(snapshot->limits.roles.front().limit, 1);
    QCOMPARE(snapshot->limits.roles.front().used, 1);
    FaultWatch second({.spec = server.spec(u"app"_s)});
    QVERIFY_STATE(second, Lost);
    QCOMPARE(second.status().reason.sqlState, u"53300"_s);
    QVERIFY_RESULT(server.sql("ALTER ROLE app NOLOGIN"));
    QVERIFY(watch.next());
    QCOMPARE(watch.status().state, ServerState::Live);
    QVERIFY_ORACLES(watch);
}

// F17
void TestLimitFaults::monitorRightLost()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql("CREATE ROLE watcher LOGIN; GRANT pg_monitor TO watcher"));
    auto other = server.session(u"postgres"_s, u"other"_s);
    QVERIFY_RESULT(other);
    QVERIFY_RESULT(other->run("SELECT 'visible'"));
    FaultWatch watch({.spec = server.spec(u"watcher"_s)});
    const auto seeing = watch.next();
    QVERIFY(faults::sessionIn(seeing, other->pid()));
    QCOMPARE(faults::sessionIn(seeing, other->pid())->query, u"SELECT 'visible'"_s);
    QCOMPARE(seeing->hiddenSessions, 0);
    QVERIFY_RESULT(server.sql("REVOKE pg_monitor FROM watcher"));
    QTRY_VERIFY_WITH_TIMEOUT(watch.last() && watch.last()->hiddenSessions > 0, 10'000);
    const auto *hidden = faults::sessionIn(watch.last(), other->pid());
    QVERIFY(hidden && hidden->isHidden());
    QVERIFY2(!hidden->query.contains(u"visible"_s), qPrintable(hidden->query));
    QCOMPARE(watch.status().state, ServerState::Live);
    QVERIFY_ORACLES(watch);
}

// F18
void TestLimitFaults::ourRoleDropped()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql("CREATE ROLE gone LOGIN"));
    FaultWatch watch({.spec = server.spec(u"gone"_s)});
    QVERIFY(watch.next());
    QVERIFY_RESULT(server.sql("DROP ROLE gone"));
    QVERIFY(watch.next());
    watch.source().refresh();
    QVERIFY(watch.next());
    QCOMPARE(watch.status().state, ServerState::Live);
    QVERIFY_ORACLES(watch);
}

// F19, F20: what the start-up packet says outranks what the role and the database were given.
void TestLimitFaults::timeoutsByRole()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    QByteArray sql = "CREATE ROLE app LOGIN; ALTER ROLE app SET statement_timeout = '1ms'; "
                     "ALTER ROLE app SET idle_in_transaction_session_timeout = '1ms'; "
                     "ALTER DATABASE postgres SET lock_timeout = '1ms'; ";
    if (version >= 14)
        sql += "ALTER ROLE app SET idle_session_timeout = '300ms'; "
               "ALTER ROLE app SET client_connection_check_interval = '10ms'; ";
    if (version >= 17)
        sql += "ALTER ROLE app SET transaction_timeout = '200ms'; ";
    QVERIFY_RESULT(server.sql(sql));
    pg::Connection connection;
    QVERIFY_RESULT(QCoro::waitFor(connection.open({.spec = server.spec(u"app"_s)})));
    QVERIFY_RESULT(
        QCoro::waitFor(connection.run(pg::Query{.sql = "SELECT pg_catalog.pg_sleep(0.5)"})));
    FaultWatch watch({.spec = server.spec(u"app"_s)});
    QVERIFY(watch.next());
    watch.source().setInterval(1500ms); // longer than the idle timeout
    watch.forgetHistory();
    QVERIFY(watch.next());
    QVERIFY(watch.next());
    for (const base::ServerStatus &status : watch.history())
        QVERIFY2(status.state == ServerState::Live, faults::describe(status).constData());
    QVERIFY2(watch.last()->server.problem.isEmpty(), qPrintable(watch.last()->server.problem));
    QVERIFY_ORACLES(watch);
}

QTEST_GUILESS_MAIN(TestLimitFaults)
#include "tst_limitfaults.moc"
