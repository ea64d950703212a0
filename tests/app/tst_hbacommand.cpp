// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/testserver.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace tests;
using namespace Qt::StringLiterals;

namespace {

const QString Data = QStringLiteral(PGVIGIL_TEST_DATA "/access/hba/");

void collectRoles(const QJsonObject &roles, const QString &role, QSet<QString> &found)
{
    for (const QJsonValue parent : roles[role][u"member_of"_s].toArray()) {
        if (!found.contains(parent.toString())) {
            found.insert(parent.toString());
            collectRoles(roles, parent.toString(), found);
        }
    }
}

QStringList optionsOf(const QJsonObject &test)
{
    const QJsonObject client = test[u"client"_s].toObject();
    const QString user = client[u"user"_s].toString();
    const bool local = client[u"type"_s] == "local"_L1;
    QStringList options{u"--type"_s,     local ? u"local"_s : u"host"_s,  u"--user"_s, user,
                        u"--database"_s, client[u"database"_s].toString()};
    if (!local)
        options << u"--address"_s << client[u"address"_s].toString();
    if (client[u"ssl"_s].toBool())
        options << u"--ssl"_s;
    if (client[u"replication"_s] == "physical"_L1)
        options << u"--replication"_s;
    QSet<QString> roles;
    collectRoles(test[u"roles"_s].toObject(), user, roles);
    for (const QString &role : std::as_const(roles))
        options << u"--member-of"_s << role;
    return options << u"--server-addresses"_s << u"10.1.2.3/24,127.0.0.1/8,::1"_s;
}

bool writeFile(const QString &path, const QString &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) >= 0;
}

} // namespace

/// "hba check" and "hba match" of the built program.
class TestHbaCommand final : public QObject
{
    Q_OBJECT

private slots:
    void matchesAsAServerDid_data();
    void matchesAsAServerDid();
    void checksTheFieldCase();
    void findsNothingInGoodRules();
    void explainsForPeople();
    void saysWhatItAssumes();
    void refusesWhatItCannotRead_data();
    void refusesWhatItCannotRead();
    void showsNoControlCharacters();
    void asksAServer();

private:
    Program m_program;
};

void TestHbaCommand::matchesAsAServerDid_data()
{
    QTest::addColumn<QJsonObject>("test");
    QFile file(Data + u"cases.jsonl"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    while (!file.atEnd()) {
        const QJsonObject test = QJsonDocument::fromJson(file.readLine()).object();
        QTest::newRow(test[u"id"_s].toString().toUtf8().constData()) << test;
    }
}

void TestHbaCommand::matchesAsAServerDid()
{
    QFETCH(QJsonObject, test);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"pg_hba.conf"_s);
    QVERIFY(writeFile(path, test[u"hba"_s].toString()));
    const QJsonObject more = test[u"files"_s].toObject();
    for (const QString &name : more.keys())
        QVERIFY(writeFile(folder.filePath(name), more[name].toString()));
    const Outcome outcome =
        m_program.run(QStringList{u"hba"_s, u"match"_s, path, u"--json"_s, u"--server-version"_s,
                                  QString::number(test[u"max_version"_s].toInt())} +
                      optionsOf(test));
    const QJsonObject said = outcome.json();
    QCOMPARE(said[u"schema"_s].toString(), u"pgvigil.hba-match/1"_s);
    const QString id = test[u"id"_s].toString();
    if (id.startsWith("addr-hostname"_L1) || id == "addr-quoted-all"_L1) {
        // Only the server's own name resolution knows.
        QCOMPARE(said[u"certain"_s].toBool(true), false);
        QVERIFY(said[u"considered"_s][0][u"matches"_s].isNull());
        return;
    }
    const QJsonValue expected = test[u"expected"_s];
    QCOMPARE(said[u"result"_s], expected[u"result"_s]);
    QCOMPARE(said[u"line"_s], expected[u"line"_s]);
    QCOMPARE(outcome.exitCode, expected[u"result"_s] == "match"_L1 ? 0 : 1);
    QVERIFY(said[u"certain"_s].toBool());
    QCOMPARE(said[u"errors"_s].toArray().isEmpty(), expected[u"result"_s] != "file_rejected"_L1);
    if (!expected[u"line"_s].isNull())
        QCOMPARE(said[u"method"_s], expected[u"method"_s]);
}

void TestHbaCommand::checksTheFieldCase()
{
    const Outcome outcome = m_program.run({u"hba"_s, u"check"_s, Data + u"pg_hba.conf"_s,
                                           u"--ident"_s, Data + u"pg_ident.conf"_s, u"--json"_s});
    QCOMPARE(outcome.exitCode, 1);
    const QJsonObject said = outcome.json();
    QCOMPARE(said[u"schema"_s].toString(), u"pgvigil.hba/1"_s);
    QCOMPARE(said[u"rules"_s].toArray().size(), 7);
    const QJsonValue rule = said[u"rules"_s][1];
    QCOMPARE(rule[u"line"_s].toInt(), 3);
    QCOMPARE(rule[u"options"_s].toArray(), QJsonArray{u"map=superuser_map"_s});
    QVERIFY(rule[u"address"_s].isNull() && rule[u"error"_s].isNull());
    QStringList findings;
    for (const QJsonValue finding : said[u"findings"_s].toArray()) {
        findings.append(finding[u"id"_s].toString() + u' ' +
                        QString::number(finding[u"line"_s].toInt()));
        QVERIFY(!finding[u"message"_s].toString().isEmpty());
        QVERIFY(!finding[u"fix"_s].toString().isEmpty());
    }
    const QStringList wanted{u"trust 2"_s,       u"unreachable 3"_s,  u"ipv6_missing 7"_s,
                             u"unreachable 9"_s, u"unreachable 10"_s, u"ident_any_user 7"_s};
    QCOMPARE(findings, wanted);
}

void TestHbaCommand::findsNothingInGoodRules()
{
    const QTemporaryDir folder;
    QVERIFY(writeFile(folder.filePath(u"good"_s), u"local all all peer\n"
                                                  "host all all localhost scram-sha-256\n"_s));
    const Outcome outcome = m_program.run({u"hba"_s, u"check"_s, folder.filePath(u"good"_s)});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(outcome.out.contains("scram-sha-256"));
}

void TestHbaCommand::explainsForPeople()
{
    const Outcome outcome =
        m_program.run({u"hba"_s, u"match"_s, Data + u"pg_hba.conf"_s, u"--type"_s, u"host"_s,
                       u"--user"_s, u"endoregDbLocal"_s, u"--database"_s, u"endoregDbLocal"_s,
                       u"--address"_s, u"127.0.0.1"_s});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(outcome.out.startsWith("Decided by line 7 with scram-sha-256"));
    QVERIFY(outcome.out.contains("is for physical replication only"));
    const Outcome check = m_program.run({u"hba"_s, u"check"_s, Data + u"pg_hba.conf"_s});
    QVERIFY(check.out.contains("host all all ::1/128 scram-sha-256"));
}

void TestHbaCommand::saysWhatItAssumes()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"pg_hba.conf"_s);
    QVERIFY(writeFile(path, u"local all boss trust\n"_s));
    const QStringList command{u"hba"_s, u"check"_s, path};
    Outcome outcome = m_program.run(command);
    QVERIFY(outcome.out.contains("PostgreSQL 18 is assumed: --server-version tells another."));
    QVERIFY(outcome.out.contains("postgres is the only superuser is assumed: --superuser"));
    QVERIFY(!outcome.out.contains("the superuser boss"));
    QJsonObject json = m_program.run(command + QStringList{u"--json"_s}).json();
    QCOMPARE(json[u"assumed"_s].toArray(), QJsonArray({u"server_version"_s, u"superusers"_s}));
    QCOMPARE(json[u"superusers"_s].toArray(), QJsonArray({u"postgres"_s}));
    const QStringList told =
        command + QStringList{u"--server-version"_s, u"15"_s,  u"--superuser"_s, u"boss"_s,
                              u"--superuser"_s,      u"root"_s};
    outcome = m_program.run(told);
    QVERIFY(!outcome.out.contains("assumed"));
    QVERIFY(outcome.out.contains("the superuser boss"));
    json = m_program.run(told + QStringList{u"--json"_s}).json();
    QCOMPARE(json[u"assumed"_s].toArray(), QJsonArray());
    QCOMPARE(json[u"superusers"_s].toArray(), QJsonArray({u"boss"_s, u"root"_s}));
    const QStringList match{u"hba"_s,  u"match"_s,      path,  u"--type"_s, u"local"_s, u"--user"_s,
                            u"boss"_s, u"--database"_s, u"d"_s};
    QVERIFY(m_program.run(match).out.contains("PostgreSQL 18 is assumed"));
    json = m_program.run(match + QStringList{u"--json"_s}).json();
    QCOMPARE(json[u"assumed"_s].toArray(), QJsonArray({u"server_version"_s}));
}

void TestHbaCommand::refusesWhatItCannotRead_data()
{
    QTest::addColumn<QStringList>("words");
    const QString file = Data + u"pg_hba.conf"_s;
    const QStringList match{u"match"_s,      file,   u"--user"_s, u"u"_s,
                            u"--database"_s, u"d"_s, u"--type"_s};
    QTest::newRow("no file") << QStringList{u"check"_s};
    QTest::newRow("two sources") << QStringList{u"check"_s, file, u"--server"_s, u"host=a"_s};
    QTest::newRow("missing") << QStringList{u"check"_s, u"/nowhere"_s};
    QTest::newRow("folder") << QStringList{u"check"_s, u"/"_s};
    QTest::newRow("missing maps") << QStringList{u"check"_s, file, u"--ident"_s, u"/nowhere"_s};
    QTest::newRow("type") << match + QStringList{u"tcp"_s};
    QTest::newRow("no address") << match + QStringList{u"host"_s};
    QTest::newRow("bad address") << match + QStringList{u"host"_s, u"--address"_s, u"here"_s};
    QTest::newRow("version") << QStringList{u"check"_s, file, u"--server-version"_s, u"12"_s};
}

void TestHbaCommand::refusesWhatItCannotRead()
{
    QFETCH(QStringList, words);
    const Outcome outcome = m_program.run(QStringList{u"hba"_s} + words + QStringList{u"--json"_s});
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(outcome.json()[u"schema"_s].toString(), u"pgvigil.error/1"_s);
}

void TestHbaCommand::showsNoControlCharacters()
{
    const QTemporaryDir folder;
    QVERIFY(writeFile(folder.filePath(u"evil"_s), u"local \"a\x1b[31m\" all trust\n"
                                                  "local all all \x1b]0;x\x07\n"_s));
    for (const QStringList &words :
         {QStringList{u"check"_s}, QStringList{u"match"_s, u"--type"_s, u"local"_s, u"--user"_s,
                                               u"u"_s, u"--database"_s, u"d"_s}}) {
        const Outcome outcome =
            m_program.run(QStringList{u"hba"_s} + words + QStringList{folder.filePath(u"evil"_s)});
        QVERIFY(!outcome.out.contains('\x1b') && !outcome.err.contains('\x1b'));
        QVERIFY(!outcome.out.isEmpty());
    }
}

void TestHbaCommand::asksAServer()
{
    const int version = anyServer();
    if (version == 0 && !inCi())
        QSKIP("no PostgreSQL here");
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql("CREATE ROLE staff; CREATE ROLE leads IN ROLE staff;"
                              "CREATE ROLE anna LOGIN IN ROLE leads"));
    server.setHba("local all all trust\nhost all +staff 127.0.0.1/32 trust\n"
                  "host all all 127.0.0.1/32 trust\n");
    pg::ConnectionSpec spec = server.spec();
    const QStringList match{u"hba"_s,    u"match"_s,     u"--server"_s,  spec.toKeywords(),
                            u"--json"_s, u"--type"_s,    u"host"_s,      u"--database"_s,
                            u"d"_s,      u"--address"_s, u"127.0.0.1"_s, u"--user"_s};
    QCOMPARE(m_program.run(match + QStringList{u"anna"_s}).json()[u"line"_s].toInt(), 2);
    QCOMPARE(m_program.run(match + QStringList{u"postgres"_s}).json()[u"line"_s].toInt(), 3);
    QCOMPARE(m_program.run(match + QStringList{u"nobody"_s}).json()[u"line"_s].toInt(), 3);
    const Outcome check =
        m_program.run({u"hba"_s, u"check"_s, u"--server"_s, spec.toKeywords(), u"--json"_s});
    QCOMPARE(check.exitCode, 1);
    QCOMPARE(check.json()[u"server_version"_s].toInt(), version);
    QVERIFY(check.json()[u"exact"_s].toBool());
    const Outcome shown = m_program.run({u"hba"_s, u"check"_s, u"--server"_s, spec.toKeywords()});
    QCOMPARE(shown.exitCode, 1);
    QVERIFY(shown.out.contains("line 1: Anybody can be the superuser postgres"));
    QCOMPARE(check.json()[u"superusers"_s].toArray().first().toString(), u"postgres"_s);
    QCOMPARE(check.json()[u"assumed"_s].toArray().size(), 0); // the server says both
    spec.set(u"user"_s, u"anna"_s);
    const Outcome refused =
        m_program.run({u"hba"_s, u"check"_s, u"--server"_s, spec.toKeywords(), u"--json"_s});
    QCOMPARE(refused.exitCode, 3); // as every command that a server does not let read
    QCOMPARE(refused.json()[u"sqlstate"_s].toString(), u"42501"_s);
    const Outcome absent =
        m_program.run({u"hba"_s, u"check"_s, u"--server"_s, u"host=127.0.0.1 port=1"_s});
    QCOMPARE(absent.exitCode, 3);
}

QTEST_GUILESS_MAIN(TestHbaCommand)
#include "tst_hbacommand.moc"
