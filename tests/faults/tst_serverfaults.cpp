// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults/faultwatch.h"
#include "support/testserver.h"

#include <QTest>

#include <signal.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ServerState;
using faults::FaultWatch;
using tests::TestServer;

/// F01-F06: what can happen to the processes of a server while it is watched.
class TestServerFaults final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }

    void postmasterKilled_data() { tests::addServerRows(); }
    void postmasterKilled();
    void backendKilled_data() { tests::addServerRows(); }
    void backendKilled();
    void fastShutdown_data() { tests::addServerRows(); }
    void fastShutdown();
    void ourBackendTerminated_data() { tests::addServerRows(); }
    void ourBackendTerminated();
    void ourBackendStopped_data() { tests::addServerRows(); }
    void ourBackendStopped();
    void postmasterStopped_data() { tests::addServerRows(); }
    void postmasterStopped();
};

// F01
void TestServerFaults::postmasterKilled()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    FaultWatch watch({.spec = server.spec()});
    QVERIFY(watch.next());
    server.stop(TestServer::Stop::Kill);
    QVERIFY_STATE(watch, Lost);
    QVERIFY(!watch.status().reason.message.isEmpty());
    QVERIFY(watch.status().retryAt);
    QVERIFY_RESULT(server.start());
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

// F02: one backend's kill -9 makes the server restart all of them.
void TestServerFaults::backendKilled()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    auto victim = server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    FaultWatch watch({.spec = server.spec()});
    QVERIFY(watch.next());
    watch.forgetHistory();
    QVERIFY(server.signal(victim->pid(), SIGKILL));
    QVERIFY_STATE(watch, Lost);
    const base::Error reason = watch.history()[1].reason;
    QVERIFY2(reason.sqlState == "57P02"_L1, faults::describe(watch.history()[1]).constData());
    QVERIFY2(reason.message.contains(u"crash of another server process"_s),
             qPrintable(reason.message));
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    for (const base::ServerStatus &status : watch.history())
        QVERIFY2(status.state != ServerState::Refused, faults::describe(status).constData());
    QVERIFY_ORACLES(watch);
}

// F03
void TestServerFaults::fastShutdown()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    FaultWatch watch({.spec = server.spec()});
    QVERIFY(watch.next());
    watch.forgetHistory();
    server.stop(TestServer::Stop::Fast);
    QVERIFY_STATE(watch, Lost);
    QCOMPARE(watch.history()[1].reason.sqlState, u"57P01"_s);
    QVERIFY_RESULT(server.start());
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

// F04: the reason is shown, and a DBA who insists does not get a reconnect war: the pauses grow.
void TestServerFaults::ourBackendTerminated()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    FaultWatch watch({.spec = server.spec()});
    QVERIFY(watch.next());
    watch.forgetHistory();
    const QByteArray terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                 "WHERE application_name LIKE 'PgVigil%'";
    QVERIFY_RESULT(server.sql(terminate));
    QVERIFY_STATE(watch, Lost);
    QCOMPARE(watch.status().reason.sqlState, u"57P01"_s);
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
    QVERIFY_RESULT(server.sql(terminate));
    QVERIFY_STATE(watch, Lost);
    QVERIFY(watch.status().retryAt);
    const auto secondPause = *watch.status().retryAt - watch.status().since;
    QVERIFY2(secondPause >= 700ms, "terminated again at once, and still back after half a second");
}

// F05: TCP stays silent about a stopped process; only our own deadline ends the waiting.
void TestServerFaults::ourBackendStopped()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    FaultWatch watch({.spec = server.spec()});
    const auto before = watch.next();
    QVERIFY(before);
    const auto own = std::ranges::find_if(before->sessions, &snapshot::Session::own);
    QVERIFY(own != before->sessions.end());
    QList<int> pids;
    for (const snapshot::Session &session : before->sessions) {
        if (session.own)
            pids.append(session.pid);
    }
    watch.forgetHistory();
    for (const int pid : pids)
        QVERIFY(server.signal(pid, SIGSTOP));
    QVERIFY_STATE(watch, Stale);
    QVERIFY(watch.reaches(ServerState::Lost, 8s));
    QCOMPARE(watch.status().reason.kind, base::ErrorKind::Timeout);
    // A new session is served by a new process: the view comes back although the old ones hang.
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    for (const int pid : pids)
        QVERIFY(server.signal(pid, SIGCONT));
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

// F06: sessions go on, new ones are accepted by the kernel and answered by nobody.
void TestServerFaults::postmasterStopped()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    FaultWatch watch({.spec = server.spec()});
    QVERIFY(watch.next());
    const int postmaster = server.postmasterPid();
    QVERIFY(server.signal(postmaster, SIGSTOP));
    QVERIFY(watch.next());
    QCOMPARE(watch.status().state, ServerState::Live);
    FaultWatch late({.spec = server.spec(), .deadline = 2s});
    QVERIFY_STATE(late, Lost);
    QCOMPARE(late.status().reason.kind, base::ErrorKind::Timeout);
    QVERIFY2(late.status().reason.message.contains(u"accepts connections"_s),
             faults::describe(late.status()).constData());
    QVERIFY(server.signal(postmaster, SIGCONT));
    QVERIFY_STATE(late, Live);
    QVERIFY(late.next());
    QVERIFY_ORACLES(watch);
    QVERIFY_ORACLES(late);
}

QTEST_GUILESS_MAIN(TestServerFaults)
#include "tst_serverfaults.moc"
