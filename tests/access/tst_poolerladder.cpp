// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/live/ledger.h"
#include "faults/pooler.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;
using tests::ByClient;
using tests::TestServer;
using tests::Visitor;

namespace {

constexpr auto Rules = "local all all trust\n"
                       "host all postgres 127.0.0.1/32 trust\n"
                       "host all all 127.0.0.1/32 scram-sha-256\n";

const faults::PoolerFiles Files{.databases = "postgres = host=127.0.0.1 port=%1\n"
                                             "shop = host=127.0.0.1 port=%1\n"
                                             "gone = host=127.0.0.1 port=%1 dbname=nosuchdb\n"
                                             "down = host=127.0.0.1 port=1\n",
                                .users = "\"app\" \"right\"\n\"bad\" \"right\"\n",
                                .rules = "host all postgres 127.0.0.1/32 trust\n"
                                         "host all all 127.0.0.1/32 scram-sha-256\n",
                                .settings = "query_wait_timeout = 1\n"
                                            "server_login_retry = 1\n"};

/// Verifies that the ledger finds a diagnosis right.
#define VERIFY_RIGHT(expression)                                                                   \
    do {                                                                                           \
        const QByteArray wrong = (expression);                                                     \
        QVERIFY2(wrong.isEmpty(), wrong.constData());                                              \
    } while (false)

} // namespace

/// What pgbouncer refuses by itself, and what it passes on.
class TestPoolerLadder final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void letsIn();
    void refuses();
    void full();
    void commanded();
    void everythingHappened();

private:
    Attempt tryOnce(const Visitor &visitor) const;
    void produce(const QString &situation, const Visitor &visitor,
                 ByClient byClient = ByClient::Proves);

    tests::Ledger m_ledger{u"tst_poolerladder"_s};
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<faults::Pooler> m_pooler;
};

void TestPoolerLadder::initTestCase()
{
    if (faults::Pooler::program().isEmpty() || tests::anyServer() == 0)
        QSKIP("There is no pgbouncer or no PostgreSQL server.");
    m_server = std::make_unique<TestServer>(
        tests::ServerSetup{.version = tests::anyServer(), .hba = Rules});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("SET password_encryption = 'scram-sha-256';"
                                 "CREATE ROLE app LOGIN PASSWORD 'right';"
                                 "CREATE ROLE bad LOGIN PASSWORD 'another'"));
    QVERIFY_RESULT(m_server->sql("CREATE DATABASE shop"));
    m_pooler = std::make_unique<faults::Pooler>(*m_server, u"transaction"_s, Files);
    QVERIFY_RESULT(m_pooler->start());
}

Attempt TestPoolerLadder::tryOnce(const Visitor &visitor) const
{
    LadderCandidate candidate = tests::candidateFor(*m_server, visitor);
    candidate.parameters.spec.set(u"port"_s, m_pooler->spec().value(u"port"_s));
    return tests::tryOnce(candidate);
}

void TestPoolerLadder::produce(const QString &situation, const Visitor &visitor, ByClient byClient)
{
    qInfo("%s", qPrintable(situation));
    VERIFY_RIGHT(m_ledger.judge(situation, tests::anyServer(), tryOnce(visitor), byClient));
}

void TestPoolerLadder::letsIn()
{
    const Attempt attempt = tryOnce({});
    QVERIFY2(attempt.connected(), tests::words({}, attempt).constData());
    QVERIFY(attempt.observation.pooled);
}

void TestPoolerLadder::refuses()
{
    const auto options = [](const QString &name, const QString &value) {
        return Visitor{.options = {{name, value}}};
    };
    produce(u"pgbouncer_no_such_database"_s, {.database = u"zzz"_s});
    produce(u"pgbouncer_no_such_user"_s, {.user = u"ghost"_s});
    produce(u"pgbouncer_wrong_password"_s, {.password = u"wrong"_s});
    produce(u"pgbouncer_admin_console_not_allowed"_s, {.database = u"pgbouncer"_s});
    produce(u"pgbouncer_server_side_wrong_password(userlist_has_other_pw)"_s, {.user = u"bad"_s},
            ByClient::Guesses);
    produce(u"pgbouncer_server_database_missing"_s, {.database = u"gone"_s});
    produce(u"pgbouncer_unsupported_startup_parameter"_s,
            options(u"options"_s, u"-c statement_timeout=5s"_s));
    produce(u"pgbouncer_unsupported_startup_parameter2"_s,
            options(u"options"_s, u"-c extra_float_digits=3"_s));
    produce(u"pgbouncer_ssl_required_by_client"_s, options(u"sslmode"_s, u"require"_s));
    const Attempt unlisted = tryOnce(options(u"replication"_s, u"true"_s)); // in its rules
    QCOMPARE(diagnose(unlisted.observation).cause, Cause::PoolerAuth);
    produce(u"pgbouncer_server_down"_s, {.database = u"down"_s}, ByClient::Guesses);
}

void TestPoolerLadder::full()
{
    pg::ConnectionSpec spec = m_pooler->spec();
    spec.options.insert(u"user"_s, u"app"_s);
    spec.options.insert(u"dbname"_s, u"shop"_s);
    spec.options.insert(u"password"_s, u"right"_s);
    auto holder = tests::TestSession::open(spec);
    QVERIFY_RESULT(holder);
    QVERIFY_RESULT(holder->run("BEGIN")); // holds the one connection to the server
    produce(u"pgbouncer_query_wait_timeout"_s, {}, ByClient::Guesses);
    QVERIFY_RESULT(holder->run("ROLLBACK"));
    spec.options.insert(u"user"_s, u"postgres"_s);
    spec.options.insert(u"dbname"_s, u"pgbouncer"_s);
    auto console = tests::TestSession::open(spec);
    QVERIFY_RESULT(console);
    QVERIFY_RESULT(console->run("SET max_client_conn = 1"));
    produce(u"pgbouncer_max_client_conn"_s, {});
    QVERIFY_RESULT(console->run("SET max_client_conn = 100"));
}

void TestPoolerLadder::commanded()
{
    QVERIFY_RESULT(m_pooler->command("PAUSE shop"));
    produce(u"pgbouncer_paused_db(query_waits)"_s, {}, ByClient::Guesses);
    QVERIFY_RESULT(m_pooler->command("RESUME shop"));
    QVERIFY_RESULT(m_pooler->command("DISABLE shop"));
    produce(u"pgbouncer_disabled_db"_s, {});
    QVERIFY_RESULT(m_pooler->command("ENABLE shop"));
}

void TestPoolerLadder::everythingHappened()
{
    QCOMPARE(m_ledger.open({tests::anyServer()}), QStringList());
}

QTEST_GUILESS_MAIN(TestPoolerLadder)
#include "tst_poolerladder.moc"
