// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/hostileserver.h"
#include "support/testserver.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::Outcome;
using tests::Program;
using tests::TestServer;

namespace {

constexpr auto Sentinel = "S3ntinel-Passw0rd";

QByteArray readData(const QString &name)
{
    QFile file(QStringLiteral(PGVIGIL_TEST_DATA "/access/cases/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject attemptAt(const QJsonObject &document, const QString &address)
{
    for (const QJsonValue &value : document[u"attempts"_s].toArray()) {
        if (value[u"address"_s] == address)
            return value.toObject();
    }
    return {};
}

QString stageOf(const QJsonObject &attempt, const QString &stage)
{
    for (const QJsonValue &value : attempt[u"stages"_s].toArray()) {
        if (value[u"stage"_s] == stage)
            return value[u"outcome"_s].toString();
    }
    return {};
}

QStringList textsOf(const QJsonObject &attempt, const QString &kind)
{
    QStringList out;
    for (const QJsonValue &fix : attempt[u"fixes"_s].toArray()) {
        if (fix[u"kind"_s] == kind)
            out.append(fix[u"text"_s].toString());
    }
    return out;
}

} // namespace

/// pgvigil check, from the files of field cases to the verdict.
class TestCheckCommand final : public QObject
{
    Q_OBJECT

private slots:
    void wrongUsage();
    void unreadable_data();
    void unreadable();
    void oneMessageForAWrongWord();
    void otherProgram();
    void serverOfOneAddress();
    void logOfOthers();
    void ipv6AndPassword();
    void wrongUsername();
    void printsForPeople();
    void noTabsForPeople();

private:
    void proves(const TestServer &server, const QString &connection);
    void defaultName(const TestServer &server);
    Outcome check(const QStringList &arguments) const
    {
        return m_program.run(QStringList{u"check"_s} + arguments + QStringList{u"--json"_s});
    }

    Program m_program;
};

void TestCheckCommand::wrongUsage()
{
    const Outcome nothing = check({});
    QCOMPARE(nothing.exitCode, 2);
    QCOMPARE(nothing.json()[u"schema"_s].toString(), u"pgvigil.error/1"_s);
    QCOMPARE(check({u"no such profile"_s}).exitCode, 2);
    const QString closed =
        u"host=127.0.0.1 user=app port=%1"_s.arg(tests::Socket::listening().port());
    QCOMPARE(check({closed}).exitCode, 1);
    QCOMPARE(check({closed, u"--as-admin"_s, closed}).exitCode, 3);
    for (const QString &option : {u"--server-log"_s, u"--hba"_s, u"--ident"_s})
        QCOMPARE(check({closed, option, u"/nowhere/file"_s}).exitCode, 2);
    const Outcome missing = check({u"--from"_s, m_program.temporaryFolder() + u"/missing"_s});
    QCOMPARE(missing.exitCode, 2);
    QVERIFY(missing.json()[u"message"_s].toString().contains(u"no file or folder"_s));
}

void TestCheckCommand::unreadable_data()
{
    QTest::addColumn<QString>("connection");
    QTest::addColumn<QString>("cause");
    QTest::newRow("option") << u"host=localhost nosuch=1"_s << u"bad_conninfo"_s;
    QTest::newRow("port") << u"host=localhost port=99999"_s << u"bad_conninfo"_s;
    QTest::newRow("sslmode") << u"host=127.0.0.1 sslmode=maybe"_s << u"bad_conninfo"_s;
    QTest::newRow("service") << u"service=nosuch"_s << u"service_file"_s;
}

void TestCheckCommand::unreadable()
{
    QFETCH(const QString, connection);
    QFETCH(const QString, cause);
    const Outcome outcome = check({connection});
    QCOMPARE(outcome.exitCode, 2);
    const QJsonArray attempts = outcome.json()[u"attempts"_s].toArray();
    QCOMPARE(attempts.size(), 1);
    QCOMPARE(attempts.first()[u"cause"_s].toString(), cause);
}

void TestCheckCommand::oneMessageForAWrongWord()
{
    Outcome outcome = m_program.run(
        {u"check"_s, u"hots=foo user=app password=%1"_s.arg(QString::fromLatin1(Sentinel))});
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(outcome.out, "");
    QCOMPARE(outcome.err.trimmed(),
             "pgvigil: A connection string has no keyword “hots”; is “host” meant?");
    outcome = check({u"hots=foo"_s});
    const QJsonValue attempt = outcome.json()[u"attempts"_s].toArray().first();
    QCOMPARE(attempt[u"cause"_s].toString(), u"bad_conninfo"_s);
    QVERIFY(attempt[u"client_message"_s].toString().contains(u"“host”"_s));
    outcome = m_program.run({u"check"_s, u"host=127.0.0.1 sslmode=maybe"_s});
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(outcome.err.count('\n'), 1);
}

// It runs, so nobody needs to start it.
void TestCheckCommand::serverOfOneAddress()
{
    if (tests::anyServer() == 0)
        QSKIP("There is no PostgreSQL server.");
    TestServer server({.version = tests::anyServer(),
                       .settings = {u"listen_addresses = '127.0.0.1'"_s},
                       .hba = "local all postgres trust\nhost all app 127.0.0.1/32 trust\n"});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql("CREATE ROLE app LOGIN"));
    const Outcome outcome = check(
        {u"host=localhost user=app dbname=postgres port=%1"_s.arg(QString::number(server.port()))});
    QCOMPARE(outcome.exitCode, 0);
    const QJsonObject six = attemptAt(outcome.json(), u"::1"_s);
    QCOMPARE(six[u"cause"_s].toString(), u"refused"_s);
    QCOMPARE(textsOf(six, u"start_server"_s), QStringList());
    QCOMPARE(textsOf(six, u"connect_elsewhere"_s), QStringList(u"host=127.0.0.1"_s));
    QCOMPARE(textsOf(six, u"listen_address"_s),
             QStringList(u"listen_addresses = '127.0.0.1, ::1'"_s));
    QVERIFY(six[u"explanation"_s].toString().contains("answers at 127.0.0.1"_L1));
}

// Nothing listens, and the log is about somebody else: it is told nevertheless.
void TestCheckCommand::logOfOthers()
{
    const QString folder = QStringLiteral(PGVIGIL_TEST_DATA "/access/cases/1-wrong-username");
    const QString closed =
        u"host=127.0.0.1 user=app port=%1"_s.arg(tests::Socket::listening().port());
    Outcome outcome = check({closed, u"--from"_s, folder + u"/compose-logs.txt"_s});
    QCOMPARE(outcome.exitCode, 1);
    const QJsonValue log = outcome.json()[u"log"_s];
    QCOMPARE(log[u"ready_at"_s].toArray().first().toString(), u"2025-11-10T18:04:26.140000Z"_s);
    const QJsonValue failures = log[u"auth_failures"_s];
    QCOMPARE(failures[u"total"_s].toInt(), 3);
    const QJsonValue group = failures[u"groups"_s].toArray().first();
    QCOMPARE(group[u"user"_s].toString(), u"postgres"_s);
    QCOMPARE(group[u"cause"_s].toString(), u"role_missing"_s);
    QCOMPARE(group[u"hba_line"_s].toInt(), 128);
    QCOMPARE(group[u"count"_s].toInt(), 3);
    QCOMPARE(group[u"phase"_s].toString(), u"runtime"_s);
    QCOMPARE(group[u"first"_s].toString(), u"2025-11-10T18:08:11.499000Z"_s);
    QCOMPARE(group[u"tried"_s].toBool(), false);
    outcome = m_program.run({u"check"_s, closed, u"--from"_s, folder + u"/server.log"_s});
    QVERIFY(outcome.out.contains("User “postgres” was refused 3 times"));
    QVERIFY(outcome.out.contains("Nobody of these was tried here."));
    // Alone it is an answer, too.
    outcome = m_program.run({u"check"_s, u"--from"_s, folder + u"/server.log"_s});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.out.startsWith("The log server.log has 3 refused logins.\n"));
    outcome = check({closed, u"--server-log"_s, folder + u"/docker-compose.yml"_s});
    QCOMPARE(outcome.json()[u"log"_s][u"auth_failures"_s][u"total"_s].toInt(-1), 0);
}

void TestCheckCommand::otherProgram()
{
    const tests::HostileServer server(tests::Hostility::Http);
    const Outcome outcome = check({u"host=127.0.0.1 port=%1 user=app"_s.arg(server.port())});
    QCOMPARE(outcome.exitCode, 1);
    const QJsonObject attempt = attemptAt(outcome.json(), u"127.0.0.1"_s);
    QCOMPARE(attempt[u"cause"_s].toString(), u"not_postgres"_s);
    QCOMPARE(attempt[u"certainty"_s].toString(), u"proved"_s);
    QVERIFY(attempt[u"explanation"_s].toString().contains("HTTP"_L1));
    QCOMPARE(stageOf(attempt, u"reach"_s), u"ok"_s);
    QCOMPARE(stageOf(attempt, u"tls"_s), u"failed"_s);
}

void TestCheckCommand::ipv6AndPassword()
{
    if (tests::anyServer() == 0)
        QSKIP("There is no PostgreSQL server.");
    const QByteArray rules = readData(u"2-ipv6-and-password/pg_hba.conf"_s);
    TestServer server({.version = tests::anyServer(),
                       .settings = {u"listen_addresses = '127.0.0.1, ::1'"_s},
                       .hba = rules});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql("CREATE ROLE \"endoregDbLocal\" LOGIN"));
    QVERIFY_RESULT(server.sql("CREATE DATABASE \"endoregDbLocal\""));
    const QString connection = u"postgresql://endoregDbLocal:%1@localhost:%2/endoregDbLocal"_s.arg(
        QString::fromLatin1(Sentinel), QString::number(server.port()));
    const QString hba =
        QStringLiteral(PGVIGIL_TEST_DATA "/access/cases/2-ipv6-and-password/pg_hba.conf");
    Outcome outcome = check({connection, u"--hba"_s, hba});
    QCOMPARE(outcome.exitCode, 1);
    const QJsonObject six = attemptAt(outcome.json(), u"::1"_s);
    QCOMPARE(six[u"cause"_s].toString(), u"no_hba_entry"_s);
    QCOMPARE(six[u"certainty"_s].toString(), u"proved"_s);
    QCOMPARE(textsOf(six, u"add_hba_line"_s),
             QStringList(u"host endoregDbLocal endoregDbLocal ::1/128 scram-sha-256"_s));
    QCOMPARE(textsOf(six, u"connect_elsewhere"_s), QStringList(u"host=127.0.0.1"_s));
    const QJsonObject four = attemptAt(outcome.json(), u"127.0.0.1"_s);
    QCOMPARE(four[u"cause"_s].toString(), u"wrong_password"_s);
    QCOMPARE(four[u"certainty"_s].toString(), u"likely"_s);
    QVERIFY(four[u"alternatives"_s].toArray().contains(u"password_not_set"_s));
    QCOMPARE(four[u"hba_line"_s].toInt(), 7);
    QCOMPARE(four[u"hba_rule"_s].toString(), u"host all all 127.0.0.1/32 scram-sha-256"_s);
    QVERIFY(!outcome.out.contains(Sentinel) && !outcome.err.contains(Sentinel));
    proves(server, connection);
    QVERIFY_RESULT(server.sql("SET password_encryption = 'scram-sha-256';"
                              "ALTER ROLE \"endoregDbLocal\" PASSWORD '" +
                              QByteArray(Sentinel) + '\''));
    outcome = check({connection});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(attemptAt(outcome.json(), u"127.0.0.1"_s)[u"outcome"_s].toString(), u"connected"_s);
    QVERIFY(!outcome.out.contains(Sentinel) && !outcome.err.contains(Sentinel));
}

// What a superuser's connection sees, and what the log says.
void TestCheckCommand::proves(const TestServer &server, const QString &connection)
{
    const QString admin =
        u"host=%1 port=%2 user=postgres"_s.arg(server.folder(), QString::number(server.port()));
    Outcome outcome = check({connection, u"--as-admin"_s, admin});
    QJsonObject four = attemptAt(outcome.json(), u"127.0.0.1"_s);
    QCOMPARE(four[u"cause"_s].toString(), u"password_not_set"_s);
    QCOMPARE(four[u"certainty"_s].toString(), u"proved"_s);
    QCOMPARE(textsOf(four, u"set_password"_s), QStringList(u"\\password \"endoregDbLocal\""_s));
    // The log says the same.
    outcome = check({connection, u"--server-log"_s, server.folder() + u"/log"_s});
    four = attemptAt(outcome.json(), u"127.0.0.1"_s);
    QCOMPARE(four[u"cause"_s].toString(), u"password_not_set"_s);
    QCOMPARE(four[u"certainty"_s].toString(), u"proved"_s);
}

void TestCheckCommand::wrongUsername()
{
    if (tests::anyServer() == 0)
        QSKIP("There is no PostgreSQL server.");
    TestServer server({.version = tests::anyServer(),
                       .hba = "local all postgres trust\nhost all all all scram-sha-256\n"});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql("SET password_encryption = 'scram-sha-256';"
                              "CREATE ROLE heimdex LOGIN PASSWORD 'heimdex_dev_pass'"));
    QVERIFY_RESULT(server.sql("CREATE DATABASE heimdex"));
    const QTemporaryDir folder;
    for (const QString &name : {u"alembic.ini"_s, u"docker-compose.yml"_s, u".env.local"_s}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray text = readData(u"1-wrong-username/"_s + name);
        text.replace("\"5432:5432\"", '"' + QByteArray::number(server.port()) + ":5432\"");
        text.replace("localhost:5432", "localhost:" + QByteArray::number(server.port()));
        file.write(text);
    }
    Outcome outcome = check({u"--from"_s, folder.path()});
    QCOMPARE(outcome.exitCode, 0);
    QJsonObject attempt = attemptAt(outcome.json(), u"127.0.0.1"_s);
    QCOMPARE(attempt[u"outcome"_s].toString(), u"connected"_s);
    QVERIFY(!outcome.json()[u"works"_s].toArray().isEmpty());
    const QJsonArray candidates = outcome.json()[u"candidates"_s].toArray();
    const auto isInside = [](const QJsonValue &candidate) {
        return candidate[u"inside_container"_s].toBool() && candidate[u"host"_s] == u"db"_s &&
               !candidate[u"note"_s].toString().isEmpty();
    };
    QVERIFY(std::ranges::any_of(candidates, isInside));
    // A changed password in the compose file is not that of the role.
    QVERIFY_RESULT(server.sql("ALTER ROLE heimdex PASSWORD 'another'"));
    outcome = check({u"--from"_s, folder.path()});
    QCOMPARE(outcome.exitCode, 1);
    attempt = attemptAt(outcome.json(), u"127.0.0.1"_s);
    QCOMPARE(attempt[u"cause"_s].toString(), u"wrong_password"_s);
    QVERIFY(attempt[u"explanation"_s].toString().contains("data directory"_L1));
    QVERIFY(!outcome.out.contains("heimdex_dev_pass"));
    defaultName(server);
}

// Somebody's IDE tries the default name.
void TestCheckCommand::defaultName(const TestServer &server)
{
    const QString other =
        u"host=127.0.0.1 port=%1 user=postgres1 dbname=postgres password=x"_s.arg(server.port());
    const Outcome outcome = check({other, u"--server-log"_s, server.folder() + u"/log"_s});
    const QJsonObject attempt = attemptAt(outcome.json(), u"127.0.0.1"_s);
    QCOMPARE(attempt[u"cause"_s].toString(), u"role_missing"_s);
    QCOMPARE(attempt[u"certainty"_s].toString(), u"proved"_s);
    QCOMPARE(attempt[u"hba_line"_s].toInt(), 2);
}

void TestCheckCommand::printsForPeople()
{
    const tests::HostileServer server(tests::Hostility::MarkupError);
    const Outcome outcome = m_program.run(
        {u"check"_s, u"host=127.0.0.1 port=%1 user=app password=%2"_s.arg(
                         QString::number(server.port()), QString::fromLatin1(Sentinel))});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.out.contains("authenticate"));
    QVERIFY(!outcome.out.contains('\x1b'));
    QVERIFY(!outcome.out.contains(Sentinel));
}

// Neither as they are nor as a sign for them.
void TestCheckCommand::noTabsForPeople()
{
    const QString nowhere = u"host=/nowhere user=app"_s;
    for (const QStringList &command : {QStringList{u"check"_s, nowhere},
                                       QStringList{u"check"_s, nowhere, u"--as-admin"_s, nowhere},
                                       QStringList{u"hba"_s, u"check"_s, u"--server"_s, nowhere}}) {
        const Outcome outcome = m_program.run(command);
        const QString said = QString::fromUtf8(outcome.out + outcome.err);
        QVERIFY(said.contains("/nowhere"_L1));
        QVERIFY2(!said.contains(u'\t') && !said.contains(u'␉'), qPrintable(said));
    }
    const Outcome unknown = m_program.run({u"check"_s, u"host=no.such.host.invalid user=app"_s});
    QCOMPARE(unknown.out.count("no address"), 1);
    QVERIFY(unknown.out.contains("0  no.such.host.invalid: unknown host name (proved)"));
}

QTEST_GUILESS_MAIN(TestCheckCommand)
#include "tst_checkcommand.moc"
