// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/connection.h"
#include "support/heartbeat.h"
#include "support/testserver.h"

#include <QCoroTask>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using QCoro::waitFor;

class TestConnection : public QObject
{
    Q_OBJECT

private slots:
    void talksToEveryVersion_data() { tests::addServerRows(); }

    void talksToEveryVersion()
    {
        QFETCH(int, version);
        tests::TestServer server({.version = version});
        QVERIFY_RESULT(server.start());
        pg::Connection connection;
        const auto facts = waitFor(connection.open({.spec = server.spec()}));
        QVERIFY_RESULT(facts);
        QCOMPARE(facts->serverVersion / 10000, version);
        QVERIFY2(facts->verified, qPrintable(facts->verifyProblem));
        QVERIFY(!facts->pooled);
        QVERIFY(facts->superuser);

        const auto results = waitFor(connection.run(QList<pg::Query>{
            {.sql = "SELECT 1"},
            {.sql = "SELECT 1/0"},
            {.sql = "SELECT g FROM generate_series(1, $1::int) g", .parameters = {"1000"}},
            {.sql = "SELECT $1::text IS NULL", .parameters = {std::nullopt}},
        }));
        QCOMPARE(results[0]->text(0, 0), u"1"_s);
        QCOMPARE(results[1].error().sqlState, u"22012"_s);
        QCOMPARE(results[2]->rowCount(), 1000);
        QCOMPARE(results[2]->text(999, 0), u"1000"_s);
        QCOMPARE(results[3]->text(0, 0), u"t"_s);
        QCOMPARE(server.sql("SELECT current_setting('server_version_num')").value_or("").trimmed(),
                 QByteArray::number(facts->serverVersion));
    }

    void mayGoWithItsAnswer()
    {
        const auto ask = [](std::unique_ptr<pg::Connection> connection) -> QCoro::Task<QString> {
            const auto rows = co_await connection->run(pg::Query{.sql = "SELECT 4711"});
            connection.reset();
            QByteArrayList others; // take its memory
            for (int size = 16; size <= 1024; size += 16)
                others << QByteArray(size, 'U');
            co_return rows ? rows->text(0, 0) : QString();
        };
        open(); // the server
        auto connection = std::make_unique<pg::Connection>();
        QVERIFY_RESULT(waitFor(connection->open({.spec = m_server->spec()})));
        QCOMPARE(waitFor(ask(std::move(connection))), u"4711"_s);
    }

    void readsBinaryCells()
    {
        pg::Connection &connection = open();
        const auto rows = waitFor(connection.run(pg::Query{
            .sql =
                "SELECT 7::int4, -8::int8, 2.5::float8, true, 4294967295::oid, "
                "'2026-11-20 03:12:47.000123+00'::timestamptz, 'infinity'::timestamptz, NULL::int4",
            .binary = true}));
        QVERIFY_RESULT(rows);
        QCOMPARE(rows->int4(0, 0), 7);
        QCOMPARE(rows->int8(0, 1), -8);
        QCOMPARE(rows->float8(0, 2), 2.5);
        QVERIFY(rows->boolean(0, 3));
        QCOMPARE(rows->oid(0, 4), 4294967295U);
        QCOMPARE(base::toIso(*rows->timestamp(0, 5)), u"2026-11-20T03:12:47.000123Z"_s);
        QVERIFY(!rows->timestamp(0, 6));
        QVERIFY(rows->isNull(0, 7));
        QCOMPARE(rows->int4(0, 7, -1), -1);
        QCOMPARE(rows->int8(0, 0, -5), -5); // a cell of another length is not guessed at
    }

    void runsTogetherOrApart()
    {
        pg::Connection &connection = open();
        const QList<pg::Query> batch{{.sql = "SELECT pg_current_xact_id()::text"},
                                     {.sql = "SELECT pg_current_xact_id()::text"}};
        auto apart = waitFor(connection.run(batch));
        QVERIFY(apart[0]->text(0, 0) != apart[1]->text(0, 0));
        auto together = waitFor(connection.run(batch, {.together = true}));
        QCOMPARE(together[0]->text(0, 0), together[1]->text(0, 0));
        auto failing = waitFor(connection.run(
            QList<pg::Query>{{.sql = "SELECT 1"}, {.sql = "SELECT 1/0"}, {.sql = "SELECT 2"}},
            {.together = true}));
        QVERIFY(failing[0]);
        QCOMPARE(failing[1].error().sqlState, u"22012"_s);
        QCOMPARE(failing[2].error().sqlState, u"22012"_s);
        QVERIFY_RESULT(waitFor(connection.run(pg::Query{.sql = "SELECT 3"})));
    }

    void preparesOnce()
    {
        pg::Connection &connection = open();
        const pg::Query query{.sql = "SELECT 40 + 2", .prepare = true};
        for (int i = 0; i < 3; ++i)
            QVERIFY_RESULT(waitFor(connection.run(query)));
        const auto count = waitFor(connection.run(pg::Query{
            .sql = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%40 + 2'"}));
        QCOMPARE(count->text(0, 0), u"1"_s);
        const pg::Query wrong{.sql = "SELECT no_such_column", .prepare = true};
        QCOMPARE(waitFor(connection.run(wrong)).error().sqlState, u"42703"_s);
        QCOMPARE(waitFor(connection.run(wrong)).error().sqlState, u"42703"_s);
        QVERIFY(connection.isOpen());
    }

    void closesWhenTheAnswerIsTooLarge()
    {
        pg::Connection &connection = open();
        QSignalSpy lost(&connection, &pg::Connection::lost);
        const auto rows = waitFor(connection.run(
            pg::Query{.sql = "SELECT repeat('x', 1000) FROM generate_series(1, 1000000)"},
            {.bytes = 1'000'000}));
        QVERIFY(!rows);
        QVERIFY(!connection.isOpen());
        QCOMPARE(lost.size(), 1);
        QVERIFY_HEARTBEAT(m_heartbeat);
    }

    void endsAtTheDeadline()
    {
        pg::Connection &connection = open();
        const auto rows =
            waitFor(connection.run(pg::Query{.sql = "SELECT pg_sleep(60)"}, {.deadline = 300ms}));
        QCOMPARE(rows.error().kind, base::ErrorKind::Timeout);
        QVERIFY(!connection.isOpen());
        QVERIFY_HEARTBEAT(m_heartbeat);
    }

    void cancelsWhatRuns()
    {
        pg::Connection &connection = open();
        base::Result<pg::Rows> outcome;
        bool ended = false;
        auto sleeper = [](pg::Connection *c, base::Result<pg::Rows> *out,
                          bool *end) -> QCoro::Task<void> {
            *out = co_await c->run(pg::Query{.sql = "SELECT pg_sleep(60)"}, {.deadline = 30s});
            *end = true;
        };
        const auto task = sleeper(&connection, &outcome, &ended);
        QTest::qWait(200);
        QVERIFY_RESULT(waitFor(connection.cancel(5s)));
        QTRY_VERIFY(ended);
        QCOMPARE(outcome.error().sqlState, u"57014"_s);
        QVERIFY(connection.isOpen());
        QVERIFY_HEARTBEAT(m_heartbeat);
    }

    void keepsTheReasonOfItsEnd()
    {
        pg::Connection &connection = open();
        QSignalSpy lost(&connection, &pg::Connection::lost);
        const QByteArray pid = QByteArray::number(connection.facts().backendPid);
        QVERIFY_RESULT(m_server->sql("SELECT pg_terminate_backend(" + pid + ")"));
        QTRY_COMPARE(lost.size(), 1);
        const auto reason = lost[0][0].value<base::Error>();
        QCOMPARE(reason.sqlState, u"57P01"_s);
        QCOMPARE(reason.kind, base::ErrorKind::ConnectionLost);
    }

    void endsEveryTaskWhenClosed()
    {
        pg::Connection &connection = open();
        QList<base::Error> errors;
        auto run = [](pg::Connection *c, QList<base::Error> *out) -> QCoro::Task<void> {
            const auto rows = co_await c->run(pg::Query{.sql = "SELECT pg_sleep(60)"});
            out->append(rows.error());
        };
        for (int i = 0; i < 3; ++i)
            run(&connection, &errors);
        connection.close();
        QCOMPARE(errors.size(), 3);
        for (const base::Error &error : std::as_const(errors))
            QCOMPARE(error.kind, base::ErrorKind::Cancelled);
    }

    void triesAPasswordOnce()
    {
        tests::TestServer server({.version = tests::anyServer(),
                                  .hba = "local all all trust\nhost all postgres all trust\n"
                                         "host all all all scram-sha-256\n"});
        QVERIFY_RESULT(server.start());
        QVERIFY_RESULT(server.sql("CREATE ROLE app LOGIN PASSWORD 'right'"));
        pg::Connection connection;
        const auto wrong = waitFor(
            connection.open({.spec = server.spec(u"app"_s), .password = base::Secret("wrong")}));
        QCOMPARE(wrong.error().sqlState, u"28P01"_s);
        QCOMPARE(server.log().count("password authentication failed"), 1);
        const auto none = waitFor(connection.open({.spec = server.spec(u"app"_s)}));
        QCOMPARE(none.error().kind, base::ErrorKind::PasswordNeeded);
        const auto right = waitFor(
            connection.open({.spec = server.spec(u"app"_s), .password = base::Secret("right")}));
        QVERIFY_RESULT(right);
        QCOMPARE(right->user, u"app"_s);
    }

    void saysWhyItCannotConnect()
    {
        pg::Connection connection;
        auto spec = pg::ConnectionSpec::parse(u"host=no-such-host.invalid user=x"_s)->spec;
        auto failed = waitFor(connection.open({.spec = spec}));
        QCOMPARE(failed.error().kind, base::ErrorKind::ConnectionLost);
        QVERIFY(failed.error().message.contains(u"no-such-host.invalid"_s));
        spec = pg::ConnectionSpec::parse(u"host=/nonexistent user=x"_s)->spec;
        failed = waitFor(connection.open({.spec = spec}));
        QCOMPARE(failed.error().kind, base::ErrorKind::ConnectionLost);
        spec = pg::ConnectionSpec::parse(u"host=127.0.0.1 user=x sslmode=nonsense"_s)->spec;
        failed = waitFor(connection.open({.spec = spec}));
        QCOMPARE(failed.error().kind, base::ErrorKind::Local);
    }

private:
    pg::Connection &open()
    {
        if (!m_server) {
            m_server = std::make_unique<tests::TestServer>(
                tests::ServerSetup{.version = tests::anyServer()});
            if (!m_server->start())
                qFatal("the test server did not start");
        }
        m_connection = std::make_unique<pg::Connection>();
        const auto facts = waitFor(m_connection->open({.spec = m_server->spec()}));
        if (!facts)
            qFatal("%s", qPrintable(facts.error().message));
        m_heartbeat.restart();
        return *m_connection;
    }

    tests::Heartbeat m_heartbeat;
    std::unique_ptr<tests::TestServer> m_server;
    std::unique_ptr<pg::Connection> m_connection;
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
