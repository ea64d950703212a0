// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/testserver.h"
#include "support/waiting.h"

#include <QDir>
#include <QTest>

#include <signal.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using tests::TestServer;

/// The kit itself: servers of every version start, die, come back and leave nothing behind.
class TestTestServer final : public QObject
{
    Q_OBJECT

private slots:
    void lives_data() { tests::addServerRows(); }
    void lives();
    void comesBack_data() { tests::addServerRows(); }
    void comesBack();
    void stopsABackend_data() { tests::addServerRows(); }
    void stopsABackend();
    void choosesPids_data() { tests::addServerRows(); }
    void choosesPids();
    void readsItsHba();
    void refusesUnknownVersions();
};

void TestTestServer::lives()
{
    QFETCH(const int, version);
    QString folder;
    {
        TestServer server({.version = version, .settings = {u"max_connections = 7"_s}});
        QVERIFY_RESULT(server.start());
        folder = server.folder();
        QCOMPARE(server.sql("SHOW max_connections").value_or(""), "7");
        const auto major = server.sql("SHOW server_version_num").value_or("").toInt() / 10000;
        QCOMPARE(major, version);
        auto session = server.session(u"postgres"_s, u"kit"_s);
        QVERIFY_RESULT(session);
        QCOMPARE(
            session->run("SHOW application_name; SELECT 1, NULL UNION ALL SELECT 2, 'x' ORDER BY 1")
                .value_or("failed"),
            "1|\n2|x");
        QCOMPARE(session->run("SELEC").error().sqlState, u"42601"_s);
    }
    QVERIFY(!QDir(folder).exists());
}

void TestTestServer::comesBack()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql("CREATE TABLE kept AS SELECT 42 AS x"));
    const int port = server.port();
    for (const auto mode :
         {TestServer::Stop::Fast, TestServer::Stop::Immediate, TestServer::Stop::Kill}) {
        auto session = server.session(u"postgres"_s);
        QVERIFY_RESULT(session);
        QVERIFY(session->isAlive());
        server.stop(mode);
        QVERIFY(tests::waitUntil([&] { return !session->isAlive(); }, 10s));
        QVERIFY(!server.sql("SELECT 1"));
        QVERIFY_RESULT(server.start());
        QCOMPARE(server.port(), port);
        QCOMPARE(server.sql("SELECT x FROM kept").value_or(""), "42");
    }
}

void TestTestServer::stopsABackend()
{
    QFETCH(const int, version);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    auto session = server.session(u"postgres"_s);
    QVERIFY_RESULT(session);
    QVERIFY(server.signal(session->pid(), SIGSTOP));
    QVERIFY(session->send("SELECT 7"));
    QCOMPARE(session->receive(200ms).error().kind, base::ErrorKind::Timeout);
    QVERIFY(server.signal(session->pid(), SIGCONT));
    QCOMPARE(session->receive(10s).value_or(""), "7");
    QVERIFY(server.log().contains("connection authorized"));
}

void TestTestServer::choosesPids()
{
    QFETCH(const int, version);
    TestServer server({.version = version, .ownPids = true});
    QVERIFY_RESULT(server.start());
    for (const int pid : {4711, 815, 4711}) {
        QVERIFY(server.forceNextPid(pid));
        auto session = server.session(u"postgres"_s);
        QVERIFY_RESULT(session);
        QCOMPARE(session->pid(), pid);
        QVERIFY_RESULT(server.sql("SELECT pg_terminate_backend(" + QByteArray::number(pid) + ')'));
        QVERIFY(tests::waitUntil([&] { return !server.signal(pid, 0); }, 10s));
        QVERIFY(!session->isAlive());
    }
}

void TestTestServer::readsItsHba()
{
    const int version = tests::anyServer();
    if (version == 0)
        QSKIP("There is no PostgreSQL server.");
    TestServer server(
        {.version = version, .hba = "local all all trust\nhost all all all reject\n"});
    QVERIFY_RESULT(server.start());
    QVERIFY(!server.session(u"postgres"_s));
    server.setHba("local all all trust\nhost all all all trust\n");
    QVERIFY(tests::waitUntil([&] { return server.session(u"postgres"_s).has_value(); }, 10s));
}

void TestTestServer::refusesUnknownVersions()
{
    TestServer server({.version = 9});
    const auto started = server.start();
    QVERIFY(!started);
    QVERIFY(started.error().message.contains(u"PostgreSQL 9"_s));
}

QTEST_GUILESS_MAIN(TestTestServer)
#include "tst_testserver.moc"
