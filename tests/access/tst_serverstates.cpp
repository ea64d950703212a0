// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/certificates.h"
#include "access/live/ledger.h"
#include "support/waiting.h"

#include <QCoroTask>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace pgaccess;
using tests::ByClient;
using tests::TestServer;
using tests::Visitor;

namespace {

/// Verifies that the ledger finds a diagnosis right.
#define VERIFY_RIGHT(expression)                                                                   \
    do {                                                                                           \
        const QByteArray wrong = (expression);                                                     \
        QVERIFY2(wrong.isEmpty(), wrong.constData());                                              \
    } while (false)

const Visitor Superuser{.user = u"postgres"_s, .database = u"postgres"_s, .password = {}};
const Visitor Ordinary{.database = u"postgres"_s, .password = {}};

// A session that broke, as an attempt that came to its last stage.
Attempt brokenSession(const base::Error &error)
{
    Attempt attempt;
    attempt.observation.error = error;
    attempt.observation.stage = Stage::Ready;
    return attempt;
}

// More subtransactions than a server remembers of one transaction, in a transaction that stays.
constexpr auto ManySubtransactions =
    "BEGIN; CREATE TABLE public.t (n int);"
    "DO $$BEGIN FOR i IN 1..100 LOOP BEGIN INSERT INTO public.t VALUES (i);"
    "EXCEPTION WHEN division_by_zero THEN NULL; END; END LOOP; END$$";

/// A server that is started without waiting until it lets anybody in.
class UnreadyServer final
{
public:
    UnreadyServer(const TestServer &server, int version, const QByteArray &settings)
        : m_server(server)
    {
        const QString data = server.folder() + u"/data"_s;
        QFile(data + u"/standby.signal"_s).open(QIODevice::WriteOnly);
        QFile file(data + u"/postgresql.auto.conf"_s);
        if (file.open(QIODevice::WriteOnly))
            file.write(settings);
        const auto programs = tests::serverPrograms(version);
        QStringList command = programs->command(
            u"postgres"_s, {u"-D"_s, data, u"-p"_s, QString::number(server.port())});
        m_process.setStandardOutputFile(server.folder() + u"/log"_s, QIODevice::Append);
        m_process.setStandardErrorFile(server.folder() + u"/log"_s, QIODevice::Append);
        file.close();
        m_process.start(command.takeFirst(), command);
    }
    ~UnreadyServer()
    {
        m_server.signal(m_server.postmasterPid(), SIGQUIT);
        m_process.waitForFinished(20'000);
    }
    Q_DISABLE_COPY_MOVE(UnreadyServer)

private:
    const TestServer &m_server;
    QProcess m_process;
};

} // namespace

/// Servers that are full, that start, stop or recover, and sessions that they end.
class TestServerStates final : public QObject
{
    Q_OBJECT

private slots:
    void states_data() { tests::addServerRows(); }
    void states();
    void everythingHappened();

private:
    void start();
    void endedSessions();
    void timedOut(const QByteArray &setting, const QString &situation);
    void refusedStatement(const QByteArray &statement, const QString &situation);
    void tooManyReplicas();
    void full();
    void fillAs(const QString &user, const Visitor &next);
    void judgeFull(const QString &situation, const Visitor &visitor);
    Attempt refusedForAll();
    void recovering();
    void shuttingDown();
    void waitsForSnapshot();
    void startingUp();

    tests::Certificates m_certificates;
    tests::Ledger m_ledger{u"tst_serverstates"_s};
    QList<int> m_versions;
    int m_version = 0;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<tests::TestSession> m_monitor;
    std::vector<tests::TestSession> m_sessions;
};

void TestServerStates::start()
{
    QVERIFY_RESULT(m_certificates.start());
    QVERIFY_RESULT(m_certificates.issue({}));
    QStringList settings{u"max_connections = 10"_s,
                         u"max_wal_senders = 1"_s,
                         u"superuser_reserved_connections = 2"_s,
                         u"ssl = on"_s,
                         u"ssl_cert_file = '%1'"_s.arg(m_certificates.certificate()),
                         u"ssl_key_file = '%1'"_s.arg(m_certificates.key())};
    if (m_version >= 16)
        settings.append(u"reserved_connections = 2"_s);
    m_server = std::make_unique<TestServer>(
        tests::ServerSetup{.version = m_version, .settings = settings});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("CREATE ROLE app LOGIN; CREATE ROLE important LOGIN"));
    if (m_version >= 16)
        QVERIFY_RESULT(m_server->sql("GRANT pg_use_reserved_connections TO important"));
}

void TestServerStates::states()
{
    QFETCH(const int, version);
    m_version = version;
    start();
    for (const auto next :
         {&TestServerStates::endedSessions, &TestServerStates::tooManyReplicas,
          &TestServerStates::full, &TestServerStates::recovering, &TestServerStates::shuttingDown,
          &TestServerStates::waitsForSnapshot, &TestServerStates::startingUp}) {
        if (!QTest::currentTestFailed())
            (this->*next)();
    }
    m_versions.append(version);
    m_sessions.clear();
    m_monitor.reset();
    m_server.reset();
}

void TestServerStates::endedSessions()
{
    pg::Connection connection;
    const QSignalSpy lost(&connection, &pg::Connection::lost);
    const auto facts = QCoro::waitFor(connection.open({.spec = m_server->spec()}));
    QVERIFY_RESULT(facts);
    QVERIFY_RESULT(m_server->sql("SELECT pg_terminate_backend("_ba +
                                 QByteArray::number(facts->backendPid) + ")"));
    QTRY_COMPARE(lost.size(), 1);
    VERIFY_RIGHT(m_ledger.judge(u"admin_terminate"_s, m_version,
                                brokenSession(lost[0][0].value<base::Error>()), ByClient::Proves));
    timedOut("idle_in_transaction_session_timeout", u"idle_in_transaction_session_timeout"_s);
    if (m_version >= 14)
        timedOut("idle_session_timeout", u"idle_session_timeout"_s);
    if (m_version >= 17)
        timedOut("transaction_timeout", u"transaction_timeout"_s);
    auto locker = m_server->session(u"postgres"_s);
    QVERIFY_RESULT(locker);
    QVERIFY_RESULT(locker->run("BEGIN; LOCK pg_catalog.pg_aggregate"));
    refusedStatement("SET statement_timeout = '50ms'; SELECT pg_catalog.pg_sleep(60)",
                     u"statement_timeout"_s);
    refusedStatement("SET lock_timeout = '50ms'; TABLE pg_catalog.pg_aggregate", u"lock_timeout"_s);
}

void TestServerStates::timedOut(const QByteArray &setting, const QString &situation)
{
    pg::Connection connection;
    const QSignalSpy lost(&connection, &pg::Connection::lost);
    QVERIFY_RESULT(QCoro::waitFor(connection.open({.spec = m_server->spec()})));
    QVERIFY_RESULT(
        QCoro::waitFor(connection.run(pg::Query{.sql = "SET " + setting + " = '50ms'"})));
    if (setting != "idle_session_timeout")
        QCoro::waitFor(connection.run(pg::Query{.sql = "BEGIN"})); // may be too late already
    QTRY_COMPARE(lost.size(), 1);
    VERIFY_RIGHT(m_ledger.judge(situation, m_version,
                                brokenSession(lost[0][0].value<base::Error>()), ByClient::Proves));
}

void TestServerStates::refusedStatement(const QByteArray &statements, const QString &situation)
{
    pg::Connection connection;
    QVERIFY_RESULT(QCoro::waitFor(connection.open({.spec = m_server->spec()})));
    base::Result<pg::Rows> last;
    for (const QByteArray &statement : statements.split(';'))
        last = QCoro::waitFor(connection.run(pg::Query{.sql = statement}));
    QVERIFY(!last);
    VERIFY_RIGHT(
        m_ledger.judge(situation, m_version, brokenSession(last.error()), ByClient::Proves));
}

void TestServerStates::tooManyReplicas()
{
    pg::ConnectionSpec replica = m_server->spec();
    replica.options.insert(u"replication"_s, u"true"_s);
    const auto first = tests::TestSession::open(replica);
    QVERIFY_RESULT(first);
    Visitor visitor = Superuser;
    visitor.options = {{u"replication"_s, u"true"_s}};
    VERIFY_RIGHT(m_ledger.judge(u"too_many_walsenders"_s, m_version,
                                tests::tryOnce(*m_server, visitor), ByClient::Proves));
}

// Takes all slots that this user may have, and waits until whoever is leaving is gone.
void TestServerStates::fillAs(const QString &user, const Visitor &next)
{
    const auto clients = [this] {
        return m_monitor
            ->run("SELECT count(*) FROM pg_stat_activity "
                  "WHERE backend_type = 'client backend'")
            .value_or(QByteArray())
            .toULongLong();
    };
    const auto isFull = [&] {
        for (auto more = m_server->session(user, u"filling"_s); more;
             more = m_server->session(user, u"filling"_s))
            m_sessions.push_back(std::move(*more));
        return clients() == m_sessions.size() + 1 && !tests::tryOnce(*m_server, next).connected();
    };
    QVERIFY(tests::waitUntil(isFull, 30s));
}

void TestServerStates::judgeFull(const QString &situation, const Visitor &visitor)
{
    QByteArray wrong;
    const auto isRight = [&] {
        tests::pause(50ms); // a process that refuses takes a slot itself, for as long as it ends
        wrong = m_ledger.judge(situation, m_version, tests::tryOnce(*m_server, visitor),
                               ByClient::Proves);
        return wrong.isEmpty();
    };
    QVERIFY2(tests::waitUntil(isRight, 10s), wrong.constData());
}

void TestServerStates::full()
{
    auto monitor = m_server->session(u"postgres"_s);
    QVERIFY_RESULT(monitor);
    m_monitor = std::make_unique<tests::TestSession>(std::move(*monitor));
    fillAs(u"app"_s, Ordinary);
    judgeFull(u"too_many_reserved_step1(ordinary_role)"_s, Ordinary);
    if (m_version >= 16) {
        Visitor important = Ordinary;
        important.user = u"important"_s;
        fillAs(important.user, important);
        judgeFull(u"too_many_reserved_step2(role_with_pg_use_reserved_connections)"_s, important);
    }
    judgeFull(u"too_many_ordinary_when_reserved_full"_s, Ordinary);
    fillAs(u"postgres"_s, Superuser);
    judgeFull(u"too_many_total_superuser"_s, Superuser);
    Visitor withTls = Ordinary;
    withTls.options = {{u"sslmode"_s, u"prefer"_s}};
    const Attempt attempt = tests::tryOnce(*m_server, withTls);
    QVERIFY(attempt.observation.tlsInUse);
    judgeFull(u"too_many_total_tcp_ssl_prefer"_s, withTls);
    m_sessions.pop_back();
    tests::AdminConnection admin;
    QVERIFY(tests::waitUntil([&] { return admin.open(*m_server).has_value(); }, 30s));
    const Diagnosis diagnosis =
        refine(diagnose(attempt.observation), attempt.observation, admin.evidenceOf(attempt));
    QCOMPARE(diagnosis.cause, Cause::TooManyClients);
    QVERIFY(diagnosis.isProved());
    QCOMPARE(diagnosis.facts.value(Fact::Limit), u"10"_s);
    QVERIFY(diagnosis.facts.value(Fact::Holders).contains("app filling"_L1));
    const auto raise = std::ranges::find(diagnosis.fixes, FixKind::RaiseLimit, &Fix::kind);
    QVERIFY(raise != diagnosis.fixes.end());
    QCOMPARE(raise->text, u"ALTER SYSTEM SET max_connections = 20;"_s);
    m_sessions.clear();
    m_monitor.reset();
}

// Until the server says what it is doing, it closes connections at whatever step they are.
Attempt TestServerStates::refusedForAll()
{
    QList<Attempt> attempts;
    const auto isRefused = [&] {
        attempts.append(tests::tryOnce(*m_server, Superuser));
        const Attempt &last = attempts.last();
        return !last.connected() && last.observation.error->sqlState == "57P03"_L1;
    };
    if (!tests::waitUntil(isRefused, 30s))
        return {};
    for (const Attempt &attempt : attempts) {
        if (attempt.connected())
            continue;
        const Diagnosis seen = diagnose(attempt.observation);
        const bool broke = seen.cause == Cause::ConnectionLost ||
                           seen.alternatives.contains(Cause::ConnectionLost) || seen.isProved();
        const bool wrong = !broke || seen.cause == Cause::AuthMethodRefusedByClient;
        [&] { QVERIFY2(!wrong, tests::words(seen, attempt).constData()); }();
    }
    return attempts.last();
}

// The server ends all sessions when one crashes, and waits five seconds for one that does not end.
void TestServerStates::recovering()
{
    pg::Connection connection;
    const QSignalSpy lost(&connection, &pg::Connection::lost);
    const auto opens = [&] {
        return QCoro::waitFor(connection.open({.spec = m_server->spec()})).has_value();
    };
    QVERIFY(tests::waitUntil(opens, 30s)); // once the sessions of before are gone
    auto victim = m_server->session(u"postgres"_s);
    auto stuck = m_server->session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    QVERIFY_RESULT(stuck);
    QVERIFY(m_server->signal(stuck->pid(), SIGSTOP));
    QVERIFY(m_server->signal(victim->pid(), SIGKILL));
    const Attempt attempt = refusedForAll();
    m_server->signal(stuck->pid(), SIGCONT);
    VERIFY_RIGHT(
        m_ledger.judge(u"in_recovery_after_crash"_s, m_version, attempt, ByClient::Proves));
    QTRY_COMPARE(lost.size(), 1);
    VERIFY_RIGHT(m_ledger.judge(u"session_killed_by_backend_crash"_s, m_version,
                                brokenSession(lost[0][0].value<base::Error>()), ByClient::Proves));
    QTRY_VERIFY_WITH_TIMEOUT(m_server->sql("SELECT 1").has_value(), 30'000);
}

void TestServerStates::shuttingDown()
{
    pg::Connection holder;
    const QSignalSpy lost(&holder, &pg::Connection::lost);
    QVERIFY_RESULT(QCoro::waitFor(holder.open({.spec = m_server->spec()})));
    QVERIFY(m_server->signal(m_server->postmasterPid(), SIGTERM)); // waits for that session
    const Attempt attempt = refusedForAll();
    VERIFY_RIGHT(m_ledger.judge(u"shutting_down(smart,_sessions_remain)"_s, m_version, attempt,
                                ByClient::Proves));
    m_server->stop(TestServer::Stop::Fast);
    QTRY_COMPARE(lost.size(), 1);
    VERIFY_RIGHT(m_ledger.judge(u"session_killed_by_fast_shutdown"_s, m_version,
                                brokenSession(lost[0][0].value<base::Error>()), ByClient::Proves));
}

// A standby that does not know all running transactions lets nobody in before they are over.
void TestServerStates::waitsForSnapshot()
{
    QVERIFY_RESULT(m_server->start());
    auto open = m_server->session(u"postgres"_s);
    QVERIFY_RESULT(open);
    QVERIFY_RESULT(open->run(ManySubtransactions));
    QVERIFY_RESULT(m_server->sql("CHECKPOINT"));
    m_server->stop(TestServer::Stop::Immediate);
    const UnreadyServer standby(*m_server, m_version, "hot_standby = on\n");
    const auto message = [this] {
        const Attempt attempt = tests::tryOnce(*m_server, Superuser);
        return attempt.connected() ? QString() : attempt.observation.error->message;
    };
    QTRY_VERIFY(m_server->log().contains("redo starts"));
    QTRY_VERIFY2_WITH_TIMEOUT(
        message().endsWith(m_version >= 14 ? "not yet accepting connections"_L1 : "starting up"_L1),
        qPrintable(message()), 30'000);
    if (m_version >= 14)
        VERIFY_RIGHT(m_ledger.judge(u"standby_snapshot_not_ready"_s, m_version,
                                    tests::tryOnce(*m_server, Superuser), ByClient::Proves));
}

void TestServerStates::startingUp()
{
    const auto refusedWith = [this](const QByteArray &settings, const QString &situation,
                                    QLatin1StringView words) {
        const UnreadyServer standby(*m_server, m_version, settings);
        Attempt attempt;
        const auto isThere = [&] {
            attempt = tests::tryOnce(*m_server, Superuser);
            return !attempt.connected() && attempt.observation.error->message.endsWith(words);
        };
        QVERIFY2(tests::waitUntil(isThere, 30s), tests::words({}, attempt).constData());
        VERIFY_RIGHT(m_ledger.judge(situation, m_version, attempt, ByClient::Proves));
    };
    const QByteArray waits = "restore_command = 'sleep 300'\n";
    refusedWith(waits + "hot_standby = off\n",
                u"starting_up(standby,_hot_standby=off_/_recovery)"_s, "is starting up"_L1);
    refusedWith(waits + "hot_standby = on\n",
                u"starting_up(archive_recovery_waiting,_hot_standby=on)"_s, "is starting up"_L1);
    if (m_version >= 14)
        refusedWith("hot_standby = off\n", u"standby_hot_standby_off"_s,
                    "is not accepting connections"_L1);
}

void TestServerStates::everythingHappened()
{
    QCOMPARE(m_ledger.open(m_versions), QStringList());
}

QTEST_GUILESS_MAIN(TestServerStates)
#include "tst_serverstates.moc"
