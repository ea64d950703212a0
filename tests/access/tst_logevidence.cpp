// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/live/attempts.h"

#include <QDir>
#include <QTest>
#include <QTimer>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace pgaccess;
using tests::AdminConnection;
using tests::TestServer;

namespace {

constexpr auto Rules = "local all all trust\n"
                       "host all all 127.0.0.1/32 scram-sha-256\n";

struct Format
{
    const char *destination;
    const char *ending;
    int from;
};

constexpr std::array Formats = {Format{"stderr", ".log", 13}, Format{"csvlog", ".csv", 13},
                                Format{"jsonlog", ".json", 15}};

} // namespace

/// The server's own log, read over a second connection, and as files.
class TestLogEvidence final : public QObject
{
    Q_OBJECT

private slots:
    void overAConnection_data() { tests::addServerRows(); }
    void overAConnection();

private:
    void start(int version);
    void useFormat(const Format &format);
    void compare(const QString &user, Cause cause, bool superuser);
    void hideTheSecret(bool hidden);
    void longLog(const Format &format);
    void asFiles(const Format &format);
    void withoutRights();
    qsizetype refusalsLogged() const;
    int loggerPid() const;
    void laggingLog();
    Diagnosis diagnosisBy(const Attempt &attempt, const Evidence &evidence) const;

    std::unique_ptr<TestServer> m_server;
};

void TestLogEvidence::start(int version)
{
    m_server = std::make_unique<TestServer>(tests::ServerSetup{
        .version = version,
        .settings = {u"logging_collector = on"_s, u"log_destination = 'stderr'"_s,
                     u"log_filename = 'server.log'"_s, u"log_directory = 'logs'"_s,
                     u"log_timezone = 'Asia/Kolkata'"_s,
                     u"password_encryption = 'scram-sha-256'"_s},
        .hba = Rules});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("CREATE ROLE app LOGIN PASSWORD 'right'; CREATE ROLE nopass LOGIN;"
                                 "CREATE ROLE nobody_much LOGIN; CREATE ROLE reader LOGIN;"
                                 "GRANT pg_read_server_files, pg_monitor TO reader;"
                                 "GRANT EXECUTE ON FUNCTION pg_read_binary_file(text, bigint, "
                                 "bigint), pg_stat_file(text), pg_current_logfile() TO reader"));
    QVERIFY_RESULT(m_server->sql("CREATE DATABASE shop"));
}

void TestLogEvidence::useFormat(const Format &format)
{
    QVERIFY_RESULT(
        m_server->sql("ALTER SYSTEM SET log_destination = '"_ba + format.destination + "'"));
    QVERIFY_RESULT(m_server->sql("SELECT pg_reload_conf()"));
    const auto current = [this] {
        return m_server->sql("SELECT pg_current_logfile()").value_or(QByteArray());
    };
    QTRY_COMPARE(current(), "logs/server"_ba + format.ending);
}

Diagnosis TestLogEvidence::diagnosisBy(const Attempt &attempt, const Evidence &evidence) const
{
    return refine(diagnose(attempt.observation), attempt.observation, evidence);
}

qsizetype TestLogEvidence::refusalsLogged() const
{
    const QDir logs(m_server->folder() + u"/data/logs"_s);
    qsizetype count = 0;
    for (const QString &name : logs.entryList(QDir::Files)) {
        QFile file(logs.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            count += file.readAll().count("password authentication failed");
    }
    return count;
}

// Each time another reason, and the same words to the client: only the log, read late enough, can
// tell. Neither the roles nor the rules may help.
void TestLogEvidence::compare(const QString &user, Cause cause, bool superuser)
{
    const qsizetype before = refusalsLogged();
    const Attempt attempt = tests::tryOnce(*m_server, {.user = user, .password = u"wrong"_s});
    QVERIFY(!attempt.connected());
    QTRY_VERIFY(refusalsLogged() > before); // an entry of before must not be taken for this one
    AdminConnection admin;
    QVERIFY_RESULT(admin.open(*m_server, superuser ? u"postgres"_s : u"reader"_s));
    Evidence evidence = admin.evidenceOf(attempt);
    QVERIFY(!evidence.log.empty());
    evidence.role.reset();
    evidence.rules.reset();
    const Diagnosis diagnosis = diagnosisBy(attempt, evidence);
    QVERIFY2(diagnosis.cause == cause && diagnosis.isProved(),
             tests::words(diagnosis, attempt).constData());
    QCOMPARE(diagnosis.facts.value(Fact::Evidence), u"log"_s);
    QVERIFY(diagnosis.rule);
    QCOMPARE(diagnosis.rule->line, 2);
}

// The same name, for another reason than before: an entry of before must not count.
void TestLogEvidence::hideTheSecret(bool hidden)
{
    QVERIFY_RESULT(
        m_server->sql(hidden ? "ALTER ROLE app PASSWORD NULL" : "ALTER ROLE app PASSWORD 'right'"));
}

// Of a long log only the end is read, which may begin in the middle of anything.
void TestLogEvidence::longLog(const Format &format)
{
    const QString path =
        m_server->folder() + u"/data/logs/server"_s + QString::fromLatin1(format.ending);
    QVERIFY_RESULT(m_server->sql(
        "DO $$BEGIN FOR i IN 1..700 LOOP RAISE LOG '% \"one\", \"{two\"\n, 2025-01-01 three', "
        "repeat('x', 900); END LOOP; END$$"));
    QTRY_VERIFY(QFileInfo(path).size() > 600 * 1024);
    compare(u"app"_s, Cause::WrongPassword, true);
}

void TestLogEvidence::asFiles(const Format &format)
{
    QFile file(m_server->folder() + u"/data/logs/server"_s + QString::fromLatin1(format.ending));
    const Attempt attempt =
        tests::tryOnce(*m_server, {.user = u"nopass"_s, .password = u"wrong"_s});
    const auto byFile = [&] {
        file.close();
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        return diagnosisBy(
            attempt, {.log = parseAuthLog(bytes.toStdString()), .attemptedAt = attempt.endedAt});
    };
    QTRY_COMPARE(byFile().cause, Cause::PasswordNotSet);
    QVERIFY(byFile().isProved());
}

int TestLogEvidence::loggerPid() const
{
    const QString proc = u"/proc/%1/"_s;
    const QString postmaster = QString::number(m_server->postmasterPid());
    QFile children(proc.arg(postmaster) + u"task/%1/children"_s.arg(postmaster));
    if (!children.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &pid : children.readAll().split(' ')) {
        QFile command(proc.arg(QString::fromLatin1(pid)) + u"cmdline"_s);
        if (command.open(QIODevice::ReadOnly) && command.readAll().contains("logger"))
            return pid.toInt();
    }
    return 0;
}

// The process that writes the log is held up: what it will write is waited for.
void TestLogEvidence::laggingLog()
{
    const int logger = loggerPid();
    QVERIFY(m_server->signal(logger, SIGSTOP));
    const Attempt attempt = tests::tryOnce(*m_server, {.user = u"latecomer"_s});
    AdminConnection admin;
    const auto opened = admin.open(*m_server);
    QTimer::singleShot(50ms, this, [&] { m_server->signal(logger, SIGCONT); });
    const Evidence evidence = opened ? admin.evidenceOf(attempt) : Evidence();
    m_server->signal(logger, SIGCONT);
    QVERIFY(std::ranges::any_of(evidence.log, [](const AuthLogEntry &entry) {
        return entry.message.find("latecomer") != entry.message.npos;
    }));
}

// Who may not read the log is told less, and nothing wrong.
void TestLogEvidence::withoutRights()
{
    const Attempt attempt = tests::tryOnce(*m_server, {.user = u"nopass"_s});
    AdminConnection admin;
    QVERIFY_RESULT(admin.open(*m_server, u"nobody_much"_s));
    const Evidence evidence = admin.evidenceOf(attempt);
    QVERIFY(evidence.log.empty());
    const Diagnosis diagnosis = diagnosisBy(attempt, evidence);
    QVERIFY(!diagnosis.isProved());
    QVERIFY(diagnosis.alternatives.contains(Cause::PasswordNotSet));
    QVERIFY(!diagnosis.alternatives.contains(Cause::RoleMissing));
}

void TestLogEvidence::overAConnection()
{
    QFETCH(const int, version);
    start(version);
    for (const Format &format : Formats) {
        if (QTest::currentTestFailed() || version < format.from)
            continue;
        qInfo("%s", format.destination);
        useFormat(format);
        compare(u"app"_s, Cause::WrongPassword, true);
        compare(u"ghost"_s, Cause::RoleMissing, false);
        compare(u"nopass"_s, Cause::PasswordNotSet, true);
        hideTheSecret(true);
        compare(u"app"_s, Cause::PasswordNotSet, false);
        hideTheSecret(false);
        asFiles(format);
        longLog(format);
    }
    if (!QTest::currentTestFailed())
        laggingLog();
    if (!QTest::currentTestFailed())
        withoutRights();
    m_server.reset();
}

QTEST_GUILESS_MAIN(TestLogEvidence)
#include "tst_logevidence.moc"
