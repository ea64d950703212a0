// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/practiceprocesses.h"
#include "app/program.h"
#include "practice/practicerecord.h"
#include "practice/scenario.h"
#include "support/servers.h"
#include "support/testsession.h"
#include "support/waiting.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace app;
using namespace tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Soon = 20s;

base::Result<TestSession> sessionOn(const QString &connection)
{
    const auto parsed = pg::ConnectionSpec::parse(connection);
    return parsed ? TestSession::open(parsed->spec) : std::unexpected(parsed.error());
}

} // namespace

/// Every test has practice servers of its own, in a temporary folder of its own.
class TestPractice final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void startsAndStops();
    void reachesWhatItPromises();
    void goesOnWhenTheBlockerIsEnded();
    void everySceneIsReached_data();
    void everySceneIsReached();
    void twoAtOnce();
    void clearsUpAfterKill();
    void clearsUpAfterKillDuringStart();
    void clearsUpWhenTheKeeperIsKilled();
    void clearsUpAfterSignals_data();
    void clearsUpAfterSignals();
    void endsWhenPostgresIsKilled();
    void endsWithItsInput();
    void removesWhatBothLeftBehind();
    void refusesAForeignFolder();
    void stoppingNobody();

private:
    PracticeRecord start(const QStringList &options = {});
    PracticeRecord startInForeground(QProcess &process, const QStringList &options = {});
    bool isGone(const PracticeRecord &record) const;

    std::unique_ptr<Program> m_program;
};

void TestPractice::initTestCase()
{
    if (Program().run({u"practice"_s, u"list"_s}).exitCode != 0)
        QFAIL("the program does not run");
}

void TestPractice::init()
{
    m_program = std::make_unique<Program>();
    QVERIFY(m_program->isValid());
}

void TestPractice::cleanup()
{
    m_program->run({u"practice"_s, u"stop"_s});
    QVERIFY(processesIn(m_program->temporaryFolder()).isEmpty());
}

PracticeRecord TestPractice::start(const QStringList &options)
{
    const Outcome outcome =
        m_program->run(QStringList{u"practice"_s, u"start"_s, u"--json"_s} + options);
    if (outcome.exitCode != 0 || outcome.json()[u"schema"_s] != u"pgvigil.practice/1"_s) {
        qWarning() << outcome.out << outcome.err;
        return {};
    }
    return practiceRecordFromJson(outcome.json()).value_or(PracticeRecord{});
}

PracticeRecord TestPractice::startInForeground(QProcess &process, const QStringList &options)
{
    m_program->prepare(
        process, QStringList{u"practice"_s, u"start"_s, u"--json"_s, u"--foreground"_s} + options);
    process.start();
    while (!process.canReadLine() && process.waitForReadyRead(60'000)) {
    }
    const QJsonObject line = QJsonDocument::fromJson(process.readLine()).object();
    return practiceRecordFromJson(line).value_or(PracticeRecord{});
}

bool TestPractice::isGone(const PracticeRecord &record) const
{
    return waitUntil(
        [&] { return !QFile::exists(record.folder) && processesIn(record.folder).isEmpty(); },
        Soon);
}

void TestPractice::startsAndStops()
{
    const PracticeRecord record = start();
    QCOMPARE(record.name, u"incident"_s);
    QVERIFY(record.folder.startsWith(m_program->temporaryFolder()));
    QCOMPARE(QFile::permissions(record.folder) &
                 (QFile::ReadGroup | QFile::ExeOther | QFile::ReadOther),
             QFile::Permissions());
    const auto session = sessionOn(record.connection);
    QVERIFY_RESULT(session);
    auto overTcp = sessionOn(record.tcpConnection);
    QVERIFY_RESULT(overTcp);
    QVERIFY(*overTcp->run("SELECT count(*) FROM pg_database WHERE datname IN ('orders', 'billing', "
                          "'nextcloud')") == "3");
    QVERIFY(*overTcp->run("SELECT usesuper FROM pg_user WHERE usename = current_user") == "f");
    QVERIFY(*overTcp->run("SELECT count(*) FROM pg_roles WHERE rolname = 'postgres'") == "0");
    QVERIFY2(
        !sessionOn(QString(record.tcpConnection).remove(QRegularExpression(u"passfile=\\S*"_s))),
        "over TCP a password is needed");

    const Outcome list = m_program->run({u"practice"_s, u"list"_s, u"--json"_s});
    const QJsonArray servers = list.json()[u"servers"_s].toArray();
    QCOMPARE(servers.size(), 1);
    QCOMPARE(servers[0][u"name"_s].toString(), u"incident"_s);
    QCOMPARE(servers[0][u"connection"_s].toString(), record.connection);

    const Outcome stop = m_program->run({u"practice"_s, u"stop"_s, u"incident"_s, u"--json"_s});
    QCOMPARE(stop.exitCode, 0);
    QCOMPARE(stop.json()[u"stopped"_s].toArray(), QJsonArray{u"incident"_s});
    QVERIFY(isGone(record));
}

void TestPractice::reachesWhatItPromises()
{
    const PracticeRecord record = start({u"--wait"_s});
    QCOMPARE(practiceStateText(record.state), "staged"_L1);
    auto session = sessionOn(record.connection);
    QVERIFY_RESULT(session);
    const Scene promise = scenario(u"incident"_s)->promise;
    const auto count = [&](const QByteArray &condition) {
        return session->run("SELECT count(*) FROM pg_stat_activity WHERE " + condition)->toInt();
    };
    QVERIFY(count("wait_event_type = 'Lock'") >= promise.waiting);
    QVERIFY(count("state LIKE 'idle in transaction%'") >= promise.idleInTransaction);
    QVERIFY(count("state = 'idle in transaction (aborted)'") >= 1);
    QVERIFY(count("backend_type = 'client backend'") >= 48);
    QVERIFY(count("backend_type = 'client backend'") <= 55);
    QVERIFY(count("backend_type = 'parallel worker' AND leader_pid IS NOT NULL") >= 1);
    QVERIFY(count("wait_event = 'tuple'") >= 2);
    QVERIFY(count("wait_event = 'advisory'") == 1);
    QCOMPARE(*session->run("SELECT application_name, state FROM pg_stat_activity WHERE pid = ANY "
                           "(SELECT unnest(pg_blocking_pids(pid)) FROM pg_stat_activity WHERE "
                           "query LIKE 'ALTER TABLE orders%') AND NOT wait_event_type = 'Lock'"),
             QByteArray("picker-ui 3.2|idle in transaction"));
    QFile log(record.folder + "/log/postgresql.log"_L1);
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray lines = log.readAll();
    QVERIFY(lines.contains("FATAL:  role \"postgres\" does not exist"));
    QVERIFY(lines.contains("FATAL:  password authentication failed for user \"postgres\""));
}

void TestPractice::goesOnWhenTheBlockerIsEnded()
{
    const PracticeRecord record = start({u"--wait"_s});
    auto session = sessionOn(record.connection);
    QVERIFY_RESULT(session);
    const QByteArray waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
        "wait_event <> 'advisory' AND datname = 'orders'";
    QVERIFY(session->run(waiting)->toInt() >= 10);
    QCOMPARE(*session->run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                           "application_name = 'picker-ui 3.2' AND state = 'idle in transaction'"),
             QByteArray("t"));
    QVERIFY(waitUntil([&] { return session->run(waiting)->toInt() == 0; }, Soon));
    QCOMPARE(
        *session->run("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'alembic'"),
        QByteArray("0"));
    const QByteArray served = "SELECT count(*) FROM pg_stat_activity WHERE application_name = "
                              "'storefront 12.1' AND state = 'idle'";
    QVERIFY(waitUntil([&] { return session->run(served)->toInt() >= 20; }, Soon));
}

// What the server itself says of each scene, besides the number of those who wait.
void TestPractice::everySceneIsReached_data()
{
    QTest::addColumn<QByteArray>("question");
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char *name, const char *question, const char *answer) {
        QTest::newRow(name) << QByteArray(question) << QByteArray(answer);
    };
    row("row-chain",
        "WITH RECURSIVE chain AS (SELECT pid, 1 AS depth FROM pg_stat_activity WHERE "
        "application_name = 'cart-service 1' UNION ALL SELECT a.pid, depth + 1 FROM chain, "
        "pg_stat_activity a WHERE chain.pid = ANY (pg_blocking_pids(a.pid))) "
        "SELECT max(depth) FROM chain",
        "6");
    row("ddl-queue",
        "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'storefront%' AND "
        "cardinality(pg_blocking_pids(pid)) = 1",
        "30");
    row("advisory", "SELECT count(DISTINCT objsubid) FROM pg_locks WHERE NOT granted", "2");
    row("prepared", "SELECT count(*) FROM pg_stat_activity WHERE 0 = ANY (pg_blocking_pids(pid))",
        "1");
    row("deadlock",
        "SELECT count(*) FROM pg_stat_activity a, pg_stat_activity b WHERE a.pid = ANY "
        "(pg_blocking_pids(b.pid)) AND b.pid = ANY (pg_blocking_pids(a.pid))",
        "2");
    row("concurrent-index",
        "SELECT wait_event FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%'",
        "virtualxid");
    row("hot-row", "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'", "300");
}

void TestPractice::everySceneIsReached()
{
    QFETCH(QByteArray, question);
    QFETCH(QByteArray, answer);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const PracticeRecord record = start({name, u"--wait"_s});
    QCOMPARE(practiceStateText(record.state), "staged"_L1);
    auto session = sessionOn(record.connection);
    QVERIFY_RESULT(session);
    QVERIFY(session->run("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                ->toInt() >= scenario(name)->promise.waiting);
    QCOMPARE(*session->run(question), answer);
}

void TestPractice::twoAtOnce()
{
    const PracticeRecord first = start();
    const PracticeRecord second = start();
    QCOMPARE(first.name, u"incident"_s);
    QCOMPARE(second.name, u"incident-2"_s);
    QVERIFY(first.port != second.port);
    QCOMPARE(m_program->run({u"practice"_s, u"stop"_s, u"incident"_s}).exitCode, 0);
    QVERIFY(isGone(first));
    QVERIFY_RESULT(sessionOn(second.connection));
    QCOMPARE(m_program->run({u"practice"_s, u"stop"_s}).exitCode, 0);
    QVERIFY(isGone(second));
}

void TestPractice::clearsUpAfterKill()
{
    const PracticeRecord record = start();
    QVERIFY(processesIn(record.folder).size() > 5);
    QCOMPARE(kill(pid_t(record.supervisor), SIGKILL), 0);
    QVERIFY(isGone(record));
}

void TestPractice::clearsUpAfterKillDuringStart()
{
    QProcess process;
    m_program->prepare(process, {u"practice"_s, u"start"_s, u"--foreground"_s});
    process.start();
    const QString folder = m_program->temporaryFolder();
    QVERIFY(waitUntil([&] { return !processesIn(folder).isEmpty(); }, Soon)); // initdb
    process.kill();
    QVERIFY(process.waitForFinished());
    QVERIFY(waitUntil(
        [&] {
            const auto servers = QDir(folder).entryList({u"pgvigil-*"_s}, QDir::Dirs);
            return processesIn(folder).isEmpty() &&
                   QDir(folder + u'/' + servers.value(0))
                       .entryList(QDir::Dirs | QDir::NoDotAndDotDot)
                       .isEmpty();
        },
        Soon));
}

void TestPractice::clearsUpWhenTheKeeperIsKilled()
{
    QProcess process;
    const PracticeRecord record = startInForeground(process);
    const qint64 keeper = keeperOf(record.folder);
    QVERIFY(keeper > 0);
    QCOMPARE(kill(pid_t(keeper), SIGKILL), 0);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 3);
    QVERIFY(isGone(record));
}

void TestPractice::clearsUpAfterSignals_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("Ctrl+C") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("terminal closed") << SIGHUP;
}

void TestPractice::clearsUpAfterSignals()
{
    QFETCH(int, number);
    QProcess process;
    const PracticeRecord record = startInForeground(process);
    QVERIFY(!record.folder.isEmpty());
    QCOMPARE(kill(pid_t(process.processId()), number), 0);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
    QVERIFY2(!QFile::exists(record.folder), "all is gone when the program ends");
    QVERIFY(processesIn(record.folder).isEmpty());
}

void TestPractice::endsWhenPostgresIsKilled()
{
    QProcess process;
    const PracticeRecord record = startInForeground(process);
    QCOMPARE(kill(pid_t(postmasterOf(record.folder)), SIGKILL), 0);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 3);
    QCOMPARE(QJsonDocument::fromJson(process.readAll()).object()[u"schema"_s].toString(),
             u"pgvigil.error/1"_s);
    QVERIFY(isGone(record));
}

void TestPractice::endsWithItsInput()
{
    QProcess process;
    const PracticeRecord record = startInForeground(process, {u"--until-eof"_s});
    QVERIFY_RESULT(sessionOn(record.connection));
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(isGone(record));
}

// Supervisor and keeper killed at the same moment: PostgreSQL dies with its parent, the folder is
// removed by the next one who looks.
void TestPractice::removesWhatBothLeftBehind()
{
    const PracticeRecord record = start();
    const qint64 keeper = keeperOf(record.folder);
    QVERIFY(keeper > 0);
    kill(pid_t(keeper), SIGSTOP); // so that it sees nothing of the supervisor's end
    kill(pid_t(record.supervisor), SIGKILL);
    kill(pid_t(keeper), SIGKILL);
    QVERIFY(waitUntil([&] { return processesIn(record.folder).isEmpty(); }, Soon));
    const Outcome list = m_program->run({u"practice"_s, u"list"_s, u"--json"_s});
    QCOMPARE(list.json()[u"servers"_s].toArray(), QJsonArray());
    QVERIFY(!QFile::exists(record.folder));
}

void TestPractice::refusesAForeignFolder()
{
    const QString base = u"%1/pgvigil-%2"_s.arg(m_program->temporaryFolder()).arg(geteuid());
    const QString elsewhere = m_program->temporaryFolder() + "/elsewhere"_L1;
    QVERIFY(QDir().mkdir(elsewhere, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QVERIFY(QFile::link(elsewhere, base));
    const Outcome linked = m_program->run({u"practice"_s, u"start"_s, u"--json"_s});
    QCOMPARE(linked.exitCode, 3);
    QCOMPARE(linked.json()[u"schema"_s].toString(), u"pgvigil.error/1"_s);
    QVERIFY(QDir(elsewhere).isEmpty());
    QVERIFY(QFile::remove(base));
    QVERIFY(QDir().mkdir(base));
    QVERIFY(QFile::setPermissions(base, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                            QFile::ReadOther | QFile::ExeOther));
    QCOMPARE(m_program->run({u"practice"_s, u"start"_s}).exitCode, 3);
    QVERIFY(QDir(base).isEmpty());
    QVERIFY(QFile::setPermissions(base, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

void TestPractice::stoppingNobody()
{
    QCOMPARE(m_program->run({u"practice"_s, u"stop"_s}).exitCode, 0);
    const Outcome unknown = m_program->run({u"practice"_s, u"stop"_s, u"nobody"_s, u"--json"_s});
    QCOMPARE(unknown.exitCode, 2);
    QCOMPARE(unknown.json()[u"schema"_s].toString(), u"pgvigil.error/1"_s);
}

QTEST_GUILESS_MAIN(TestPractice)
#include "tst_practice.moc"
