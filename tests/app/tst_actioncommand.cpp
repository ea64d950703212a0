// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/servers.h"
#include "support/testserver.h"
#include "support/testsession.h"
#include "support/waiting.h"

#include <QJsonArray>
#include <QTest>

using namespace tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the built program does to sessions and prepared transactions of a real server.
class TestActionCommand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void terminatesByIdentity();
    void leavesAnotherSessionAlone();
    void cancelsAStatement();
    void refusesToCancelAnIdleSession();
    void saysThatNobodyIsThere();
    void asksNobodyWithoutATerminal();
    void rollsBackAPreparedTransaction();

private:
    QString connection(const QString &application = {}) const;
    TestSession session(const QString &application) const;
    QString startOf(int pid) const;
    QString stateOf(int pid) const;

    Program m_program;
    std::unique_ptr<TestServer> m_server;
};

void TestActionCommand::initTestCase()
{
    const int version = anyServer();
    if (version == 0 && !inCi())
        QSKIP("no PostgreSQL here");
    m_server = std::make_unique<TestServer>(
        ServerSetup{.version = version, .settings = {u"max_prepared_transactions = 2"_s}});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("CREATE ROLE guest LOGIN"));
}

QString TestActionCommand::connection(const QString &application) const
{
    pg::ConnectionSpec spec = m_server->spec();
    spec.set(u"application_name"_s, application);
    return spec.toKeywords();
}

TestSession TestActionCommand::session(const QString &application) const
{
    return std::move(*m_server->session(u"postgres"_s, application));
}

QString TestActionCommand::startOf(int pid) const
{
    const Outcome outcome = m_program.run({u"snapshot"_s, connection(), u"--json"_s});
    return sessionOf(outcome.json(), pid)[u"backend_start"_s].toString();
}

QString TestActionCommand::stateOf(int pid) const
{
    const Outcome outcome = m_program.run({u"snapshot"_s, connection(), u"--json"_s});
    return sessionOf(outcome.json(), pid)[u"state"_s].toString();
}

void TestActionCommand::terminatesByIdentity()
{
    TestSession victim = session(u"victim"_s);
    const Outcome outcome =
        m_program.run({u"terminate"_s, connection(), QString::number(victim.pid()),
                       u"--backend-start"_s, startOf(victim.pid()), u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.out.constData());
    const QJsonObject action = outcome.json();
    QCOMPARE(action[u"schema"_s].toString(), u"pgvigil.action/1"_s);
    QCOMPARE(action[u"action"_s].toString(), u"terminate"_s);
    QCOMPARE(action[u"outcome"_s].toString(), u"signalled_and_gone"_s);
    QCOMPARE(action[u"pid"_s].toInt(), victim.pid());
    QVERIFY(!victim.isAlive());
}

void TestActionCommand::leavesAnotherSessionAlone()
{
    TestSession innocent = session(u"innocent"_s);
    const Outcome outcome = m_program.run(
        {u"terminate"_s, connection(), QString::number(innocent.pid()), u"--backend-start"_s,
         u"2026-01-01T00:00:00.000001Z"_s, u"--yes"_s, u"--json"_s});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.json()[u"outcome"_s].toString(), u"not_found"_s);
    QVERIFY(innocent.isAlive());
}

void TestActionCommand::cancelsAStatement()
{
    TestSession busy = session(u"busy"_s);
    QVERIFY(busy.send("SELECT pg_sleep(300)"));
    QTRY_COMPARE(stateOf(busy.pid()), u"active"_s); // it is sent, but when does it begin?
    const Outcome outcome = m_program.run(
        {u"cancel"_s, connection(), QString::number(busy.pid()), u"--yes"_s, u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.out.constData());
    QCOMPARE(outcome.json()[u"outcome"_s].toString(), u"signalled_and_gone"_s);
    const auto answer = busy.receive(10s);
    QVERIFY(!answer);
    QCOMPARE(answer.error().sqlState, u"57014"_s);
    QVERIFY(busy.isAlive());
}

void TestActionCommand::refusesToCancelAnIdleSession()
{
    TestSession idle = session(u"idle"_s);
    QVERIFY_RESULT(idle.run("BEGIN"));
    const Outcome outcome = m_program.run(
        {u"cancel"_s, connection(), QString::number(idle.pid()), u"--yes"_s, u"--json"_s});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.json()[u"outcome"_s].toString(), u"refused"_s);
    QVERIFY(!outcome.json()[u"message"_s].toString().isEmpty());
}

void TestActionCommand::saysThatNobodyIsThere()
{
    const Outcome outcome =
        m_program.run({u"terminate"_s, connection(), u"2147483647"_s, u"--yes"_s, u"--json"_s});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.json()[u"outcome"_s].toString(), u"not_found"_s);
}

void TestActionCommand::asksNobodyWithoutATerminal()
{
    TestSession victim = session(u"victim"_s);
    const Outcome outcome = m_program.run(
        {u"terminate"_s, connection(), QString::number(victim.pid()), u"--json"_s}, "yes\n");
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.json()[u"hint"_s].toString().contains("--backend-start"_L1));
    QVERIFY(victim.isAlive());
}

void TestActionCommand::rollsBackAPreparedTransaction()
{
    const QString gid = u"it's\n\"one\""_s;
    QVERIFY_RESULT(m_server->sql("BEGIN; CREATE TABLE t (); PREPARE TRANSACTION 'it''s\n\"one\"'"));
    const QStringList words{u"rollback-prepared"_s, connection(), gid, u"--json"_s};
    QCOMPARE(m_program.run(words).exitCode, 2); // nobody to ask
    const QStringList other{u"rollback-prepared"_s, connection(), u"one"_s, u"--yes"_s,
                            u"--json"_s};
    const QJsonObject missing = m_program.run(other).json();
    QCOMPARE(missing[u"outcome"_s].toString(), u"not_found"_s);
    QCOMPARE(missing[u"reason"_s].toString(), u"never_there"_s);
    const Outcome done = m_program.run(words + QStringList{u"--yes"_s});
    QCOMPARE(done.exitCode, 0);
    QCOMPARE(done.json()[u"schema"_s].toString(), u"pgvigil.action/1"_s);
    QCOMPARE(done.json()[u"action"_s].toString(), u"rollback_prepared"_s);
    QCOMPARE(done.json()[u"gid"_s].toString(), gid);
    QCOMPARE(done.json()[u"outcome"_s].toString(), u"rolled_back"_s);
    QCOMPARE(m_server->sql("SELECT count(*) FROM pg_prepared_xacts"), QByteArray("0"));
    const Outcome again = m_program.run(words + QStringList{u"--yes"_s});
    QCOMPARE(again.exitCode, 1);
}

QTEST_GUILESS_MAIN(TestActionCommand)
#include "tst_actioncommand.moc"
