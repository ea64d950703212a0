// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/servers.h"
#include "support/testserver.h"
#include "support/testsession.h"
#include "support/waiting.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <csignal>

using namespace tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The built program against a real server: documents, exit codes, and what must never be shown.
class TestCommandLine final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void usageIsTwo_data();
    void usageIsTwo();
    void noConnectionIsThree();
    void noDisplayIsSaid();
    void noWindowOpensForAWrongWord();
    void printsASnapshot();
    void endsWithOneWhereSessionsAreBlocked();
    void saysWhoWaitsForWhom();
    void drawsLocksAsATree();
    void printsForPeople();
    void showsNoControlCharacters();
    void ignoresTheEnvironment();
    void takesThePasswordFromTheEnvironment();
    void takesThePasswordFromAPassFile();
    void masksThePasswordInTheProcessTitle();
    void findsAProfile();
    void showsATabAsASpace();

private:
    QString connection(const QString &application = {}) const;
    TestSession session(const QString &application) const;
    bool isSoonWaiting(int pid) const;

    Program m_program;
    std::unique_ptr<TestServer> m_server;
};

void TestCommandLine::initTestCase()
{
    const int version = anyServer();
    if (version == 0 && !inCi())
        QSKIP("no PostgreSQL here");
    m_server = std::make_unique<TestServer>(ServerSetup{
        .version = version,
        .settings = {u"password_encryption = 'scram-sha-256'"_s},
        .hba = "local all all trust\nhost all anna all scram-sha-256\nhost all all all trust\n"});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("CREATE ROLE anna LOGIN PASSWORD 'Sesam-öffne-dich'"));
    QVERIFY_RESULT(m_server->sql("CREATE ROLE guest LOGIN"));
}

QString TestCommandLine::connection(const QString &application) const
{
    pg::ConnectionSpec spec = m_server->spec();
    spec.set(u"application_name"_s, application);
    return spec.toKeywords();
}

TestSession TestCommandLine::session(const QString &application) const
{
    return std::move(*m_server->session(u"postgres"_s, application));
}

bool TestCommandLine::isSoonWaiting(int pid) const
{
    const QByteArray question =
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = " + QByteArray::number(pid);
    return waitUntil([&] { return *m_server->sql(question) == "1"; }, 5s);
}

void TestCommandLine::usageIsTwo_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("unknown command") << QStringList{u"destroy"_s};
    QTest::newRow("unknown option") << QStringList{u"snapshot"_s, u"host=a"_s, u"--magic"_s};
    QTest::newRow("no such profile") << QStringList{u"snapshot"_s, u"nowhere"_s};
    QTest::newRow("bad string") << QStringList{u"snapshot"_s, u"host=a colour=red"_s};
    QTest::newRow("bad uri") << QStringList{u"snapshot"_s, u"postgresql://[::1/db"_s};
    QTest::newRow("missing pass file")
        << QStringList{u"snapshot"_s, u"host=127.0.0.1 passfile=/nowhere"_s};
    QTest::newRow("bad moment") << QStringList{u"cancel"_s, u"host=a"_s, u"12"_s,
                                               u"--backend-start"_s, u"yesterday"_s};
}

void TestCommandLine::usageIsTwo()
{
    QFETCH(QStringList, words);
    const Outcome spoken = m_program.run(words);
    QCOMPARE(spoken.exitCode, 2);
    QCOMPARE(spoken.out, QByteArray());
    QVERIFY(spoken.err.startsWith("pgvigil: "));
    const Outcome outcome = m_program.run(words + QStringList{u"--json"_s});
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(outcome.err, QByteArray());
    const QJsonObject error = outcome.json();
    QCOMPARE(error[u"schema"_s].toString(), u"pgvigil.error/1"_s);
    QCOMPARE(error[u"kind"_s].toString(), u"local"_s);
    QVERIFY(!error[u"message"_s].toString().isEmpty());
    QVERIFY(error.contains(u"sqlstate"_s) && error[u"sqlstate"_s].isNull());
}

void TestCommandLine::noConnectionIsThree()
{
    for (const QString &text :
         {u"host=127.0.0.1 port=1 user=a"_s, connection() + " dbname=missing"_L1}) {
        const Outcome outcome = m_program.run({u"snapshot"_s, text, u"--json"_s});
        QCOMPARE(outcome.exitCode, 3);
        QCOMPARE(outcome.json()[u"schema"_s].toString(), u"pgvigil.error/1"_s);
    }
    const Outcome missing =
        m_program.run({u"snapshot"_s, connection() + " dbname=missing"_L1, u"--json"_s});
    QCOMPARE(missing.json()[u"sqlstate"_s].toString(), u"3D000"_s);
    QCOMPARE(missing.json()[u"kind"_s].toString(), u"server"_s);
}

void TestCommandLine::noDisplayIsSaid()
{
    const Outcome outcome = m_program.run({});
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.err.contains("There is no display"));
}

void TestCommandLine::noWindowOpensForAWrongWord()
{
    const Outcome outcome = m_program.run({u"--connect"_s, u"hots=foo"_s});
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains("\"hots\""), outcome.err.constData());
}

void TestCommandLine::printsASnapshot()
{
    TestSession other = session(u"a shop"_s);
    QVERIFY_RESULT(other.run("BEGIN; SELECT 4711"));
    const Outcome outcome = m_program.run({u"snapshot"_s, connection(), u"--json"_s});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.out.count('\n'), 1);
    const QJsonObject snapshot = outcome.json();
    QCOMPARE(snapshot[u"schema"_s].toString(), u"pgvigil.snapshot/1"_s);
    for (const QString &name :
         {u"server"_s, u"taken_at"_s, u"cost_ms"_s, u"limits"_s, u"sessions"_s})
        QVERIFY2(snapshot.contains(name), qPrintable(name));
    QVERIFY(snapshot[u"limits"_s][u"max_connections"_s].toInt() > 0);
    const QJsonObject shown = sessionOf(snapshot, other.pid());
    QCOMPARE(shown[u"application"_s].toString(), u"a shop"_s);
    QCOMPARE(shown[u"state"_s].toString(), u"idle in transaction"_s);
    QCOMPARE(shown[u"role"_s].toString(), u"postgres"_s);
    QVERIFY(shown[u"xact_age_ms"_s].isDouble());
    QVERIFY(shown.contains(u"leader_pid"_s) && shown[u"leader_pid"_s].isNull());
}

void TestCommandLine::endsWithOneWhereSessionsAreBlocked()
{
    TestSession holder = session(u"holder"_s);
    TestSession waiter = session(u"waiter"_s);
    QVERIFY_RESULT(holder.run("SELECT pg_advisory_lock(815)"));
    QVERIFY(waiter.send("SELECT pg_advisory_lock(815)"));
    QTRY_COMPARE(m_program.run({u"snapshot"_s, connection(), u"--json"_s}).exitCode, 1);
    QVERIFY_RESULT(holder.run("SELECT pg_advisory_unlock(815)"));
    QVERIFY_RESULT(waiter.receive(std::chrono::seconds(5)));
    QCOMPARE(m_program.run({u"snapshot"_s, connection(), u"--json"_s}).exitCode, 0);
}

// A holds the row, B waits for it, C waits in the queue behind B: as pg_blocking_pids() has it.
void TestCommandLine::saysWhoWaitsForWhom()
{
    TestSession a = session(u"holder"_s);
    TestSession b = session(u"first"_s);
    TestSession c = session(u"second"_s);
    const Outcome calm = m_program.run({u"locks"_s, connection(), u"--json"_s});
    QCOMPARE(calm.exitCode, 0);
    QCOMPARE(calm.json()[u"edges"_s].toArray(), QJsonArray());
    QVERIFY_RESULT(a.run("CREATE TABLE parcel AS SELECT 1 AS id"));
    QVERIFY_RESULT(a.run("BEGIN; UPDATE parcel SET id = 1"));
    for (TestSession *waiter : {&b, &c}) {
        QVERIFY(waiter->send("UPDATE parcel SET id = 1"));
        QVERIFY(isSoonWaiting(waiter->pid()));
    }
    const Outcome outcome = m_program.run({u"locks"_s, connection(), u"--json"_s});
    QCOMPARE(outcome.exitCode, 1);
    const QJsonObject document = outcome.json();
    QCOMPARE(document[u"schema"_s].toString(), u"pgvigil.locks/1"_s);
    QMap<int, int> blockers;
    for (const QJsonValue edge : document[u"edges"_s].toArray()) {
        blockers.insert(edge[u"waiter"_s].toInt(), edge[u"blocker"_s].toInt());
        QCOMPARE(edge[u"kind"_s].toString(), u"hard"_s);
        QCOMPARE(edge[u"object"_s].toString(), u"row (0,1) of public.parcel"_s);
        QVERIFY(edge[u"waited_ms"_s].toDouble() >= 0);
    }
    QCOMPARE(blockers, (QMap<int, int>{{b.pid(), a.pid()}, {c.pid(), b.pid()}}));
    const QJsonArray roots = document[u"roots"_s].toArray();
    QCOMPARE(roots.size(), 1);
    QCOMPARE(roots[0][u"pid"_s].toInt(), a.pid());
    QCOMPARE(roots[0][u"blocks_directly"_s].toInt(), 1);
    QCOMPARE(roots[0][u"blocks_total"_s].toInt(), 2);
}

void TestCommandLine::drawsLocksAsATree()
{
    TestSession a = session(u"holder"_s);
    TestSession b = session(u"first"_s);
    QVERIFY_RESULT(a.run("SELECT pg_advisory_lock(-7)"));
    QVERIFY(b.send("SELECT pg_advisory_lock_shared(-7)"));
    QVERIFY(isSoonWaiting(b.pid()));
    const Outcome outcome = m_program.run({u"locks"_s, connection(), u"--tree"_s});
    QCOMPARE(outcome.exitCode, 1);
    const QStringList lines = QString::fromUtf8(outcome.out).split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].contains("1 waiting"_L1) && lines[0].endsWith("no deadlock"_L1));
    QVERIFY(lines[1].startsWith(u"%1 postgres@postgres holder"_s.arg(a.pid())));
    QVERIFY(lines[1].endsWith("blocks 1"_L1));
    QVERIFY(lines[2].startsWith(u"└─ %1 postgres@postgres first, waits "_s.arg(b.pid())));
    QVERIFY(lines[2].endsWith(" for advisory -7 (ShareLock)"_L1));
}

void TestCommandLine::printsForPeople()
{
    TestSession other = session(u"a shop"_s);
    const Outcome outcome = m_program.run({u"snapshot"_s, connection()});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(outcome.out.startsWith("PostgreSQL "));
    QVERIFY(outcome.out.contains(QByteArray::number(other.pid())));
    QVERIFY(outcome.out.contains("a shop"));
}

void TestCommandLine::showsNoControlCharacters()
{
    TestSession other = session(u"shop"_s);
    QVERIFY_RESULT(other.run("SELECT E'\\x1b[31mred', '\x1b]0;title\x07', '\xc2\x9b"
                             "31m', '\xe2\x80\xae'"));
    const Outcome outcome = m_program.run({u"snapshot"_s, connection()});
    QVERIFY(outcome.out.contains("]0;title"));
    const QString text = QString::fromUtf8(outcome.out);
    for (const QChar c : text) {
        const bool control = c.category() == QChar::Other_Control && c != u'\n';
        QVERIFY2(!control && c.unicode() != 0x202e, qPrintable(QString::number(c.unicode(), 16)));
    }
}

void TestCommandLine::ignoresTheEnvironment()
{
    Program program;
    program.set(u"PGOPTIONS"_s, u"-c nonsense=1"_s);
    program.set(u"PGSSLMODE"_s, u"verify-full"_s);
    program.set(u"PGSERVICE"_s, u"nowhere"_s);
    program.set(u"PGHOSTADDR"_s, u"192.0.2.1"_s);
    QCOMPARE(program.run({u"snapshot"_s, connection(), u"--json"_s}).exitCode, 0);
}

void TestCommandLine::takesThePasswordFromTheEnvironment()
{
    const QString text = m_server->spec(u"anna"_s).toKeywords();
    const Outcome without = m_program.run({u"snapshot"_s, text, u"--json"_s});
    QCOMPARE(without.exitCode, 3);
    QCOMPARE(without.json()[u"kind"_s].toString(), u"password_needed"_s);
    Program program;
    program.set(u"PGPASSWORD"_s, u"Sesam-öffne-dich"_s);
    QCOMPARE(program.run({u"snapshot"_s, text, u"--json"_s}).exitCode, 0);
    program.set(u"PGPASSWORD"_s, u"wrong"_s);
    const Outcome wrong = program.run({u"snapshot"_s, text, u"--json"_s});
    QCOMPARE(wrong.exitCode, 3);
    QCOMPARE(wrong.json()[u"sqlstate"_s].toString(), u"28P01"_s);
    QVERIFY(!wrong.out.contains("wrong"));
}

void TestCommandLine::takesThePasswordFromAPassFile()
{
    const QString path = m_program.temporaryFolder() + "/pass"_L1;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("127.0.0.1:*:*:anna:Sesam-öffne-dich\n");
    file.close();
    const QStringList words{u"snapshot"_s,
                            m_server->spec(u"anna"_s).toKeywords() + " passfile="_L1 + path,
                            u"--json"_s};
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ReadOther));
    QCOMPARE(m_program.run(words).exitCode, 2);
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(m_program.run(words).exitCode, 0);
}

void TestCommandLine::masksThePasswordInTheProcessTitle()
{
    const QString uri =
        u"postgresql://anna:Sesam-öffne-dich@127.0.0.1:%1/postgres"_s.arg(m_server->port());
    QCOMPARE(m_program.run({u"snapshot"_s, uri, u"--json"_s}).exitCode, 0);
    QVERIFY(m_server->signal(m_server->postmasterPid(), SIGSTOP));
    QProcess process;
    m_program.prepare(process, {u"snapshot"_s, uri});
    process.start();
    QVERIFY(process.waitForStarted());
    QFile title(u"/proc/%1/cmdline"_s.arg(process.processId()));
    const auto read = [&] {
        return title.open(QIODevice::ReadOnly) ? title.readAll() : QByteArray();
    };
    QByteArray words;
    const bool masked = waitUntil(
        [&] {
            words = read();
            title.close();
            return words.contains("anna:****");
        },
        10s);
    process.kill();
    process.waitForFinished();
    QVERIFY(m_server->signal(m_server->postmasterPid(), SIGCONT));
    QVERIFY2(masked, words.replace('\0', ' ').constData());
    QVERIFY(!words.contains("Sesam"));
}

void TestCommandLine::findsAProfile()
{
    const Program program;
    const QString folder = program.temporaryFolder() + "/config/pgvigil"_L1;
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + "/profiles.json"_L1);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray profile = R"({"id": "7b1f0f0e-7a0c-4a55-9a68-1c7a4c0d3f11", "name": "my shop",
        "readOnly": true, "password": "none",
        "connection": {"host": "127.0.0.1", "port": ")" +
                               QByteArray::number(m_server->port()) +
                               R"(", "user": "postgres", "dbname": "postgres"}})";
    file.write(R"({"version": 1, "profiles": [)" + profile + "]}");
    file.close();
    const Outcome outcome = program.run({u"snapshot"_s, u"my shop"_s, u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.out.constData());
    TestSession victim = session(u"victim"_s);
    const Outcome refused = program.run(
        {u"terminate"_s, u"my shop"_s, QString::number(victim.pid()), u"--yes"_s, u"--json"_s});
    QCOMPARE(refused.exitCode, 1);
    QCOMPARE(refused.json()[u"outcome"_s].toString(), u"refused"_s);
    QVERIFY(victim.isAlive());
}

void TestCommandLine::showsATabAsASpace()
{
    TestSession tabbed = session(u"tabbed"_s);
    QVERIFY_RESULT(tabbed.run("SELECT\t'a\tb'"));
    const QByteArray out = m_program.run({u"snapshot"_s, connection()}).out;
    QVERIFY(out.contains("SELECT 'a b'"));
    QVERIFY(!out.contains("\xe2\x90\x89"));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
