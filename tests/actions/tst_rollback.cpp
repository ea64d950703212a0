// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actionfixture.h"
#include "support/waiting.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <signal.h>

using namespace actions;
using namespace tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QByteArray literal(QByteArray text)
{
    return '\'' + text.replace("'", "''") + '\'';
}

} // namespace

/// ROLLBACK PREPARED against real servers.
class TestRollback : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }
    void init();
    void cleanupTestCase() { m_fixture.reset(); }

    void rollsBackWhatWasShown();
    void freesWhoWaitsForIt();
    void goesToItsDatabase();
    void hostileGids_data();
    void hostileGids();
    void otherEncodingOfTheGid();
    void gidUsedAgainIsSpared();
    void goneBefore();
    void onlyItsOwner();
    void databaseThatLetsNobodyIn();
    void hostileDatabaseName();
    void refusedWithoutLogOrConnection();
    void refusedOnAStandby();
    void endsWithItsOwner();

private:
    Target prepare(const QByteArray &gid, const QString &database = u"postgres"_s,
                   const QString &role = u"postgres"_s);
    Target find(const QByteArray &gid);
    Outcome rollBack(const Target &target);
    int count();
    int sessions(const QByteArray &database);

    std::unique_ptr<ActionFixture> m_fixture;
    int m_version = 0;
};

void TestRollback::init()
{
    QFETCH_GLOBAL(const int, version);
    if (m_version == version)
        return;
    m_fixture.reset();
    m_fixture = std::make_unique<ActionFixture>(
        ServerSetup{.version = version, .settings = {u"max_prepared_transactions = 20"_s}});
    QVERIFY_RESULT(m_fixture->start());
    for (const char *sql : {"CREATE ROLE app LOGIN", "CREATE DATABASE shop",
                            "CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)",
                            "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' "
                            "TEMPLATE template0"})
        QVERIFY_RESULT(m_fixture->server.sql(sql));
    m_version = version;
}

Target TestRollback::find(const QByteArray &gid)
{
    const auto row = m_fixture->server.sql(
        "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SELECT p.transaction, p.prepared, "
        "r.oid, d.oid, p.owner, p.database, now() FROM pg_prepared_xacts p JOIN pg_roles r ON "
        "r.rolname = p.owner JOIN pg_database d ON d.datname = p.database WHERE gid = " +
        literal(gid));
    const QStringList cells = QString::fromUtf8(row.value_or(QByteArray())).split(u'|');
    if (cells.size() < 7)
        return {};
    Target target{.takenAt = *base::fromIso(cells[6])};
    target.prepared = snapshot::PreparedTransaction{.transactionId = cells[0].toUInt(),
                                                    .gid = QString::fromUtf8(gid),
                                                    .prepared = *base::fromIso(cells[1]),
                                                    .ownerOid = cells[2].toUInt(),
                                                    .databaseOid = cells[3].toUInt(),
                                                    .owner = cells[4],
                                                    .database = cells[5]};
    return target;
}

Target TestRollback::prepare(const QByteArray &gid, const QString &database, const QString &role)
{
    auto session = TestSession::open(m_fixture->server.spec(role, database));
    if (!session)
        qFatal("%s", why(session).constData());
    const auto done =
        session->run("BEGIN; SELECT txid_current(); PREPARE TRANSACTION " + literal(gid));
    if (!done)
        qFatal("%s", why(done).constData());
    return find(gid);
}

Outcome TestRollback::rollBack(const Target &target)
{
    return m_fixture->act(Kind::RollbackPrepared, target);
}

int TestRollback::count()
{
    return m_fixture->server.sql("SELECT count(*) FROM pg_prepared_xacts").value_or("-1").toInt();
}

int TestRollback::sessions(const QByteArray &database)
{
    return m_fixture->server
        .sql("SELECT count(*) FROM pg_stat_activity WHERE datname = " + literal(database))
        .value_or("-1")
        .toInt();
}

void TestRollback::rollsBackWhatWasShown()
{
    prepare("bystander");
    const Target shown = prepare("victim");
    const Outcome outcome = rollBack(shown);
    QCOMPARE(outcome.ending, Ending::SignalledAndGone);
    QVERIFY(outcome.elapsed > 0us);
    QVERIFY(!find("victim").prepared);
    QVERIFY(find("bystander").prepared);
    const AuditRecord record = m_fixture->trail().records.back();
    QCOMPARE(record.action, u"rollback_prepared"_s);
    QCOMPARE(record.gid, u"victim"_s);
    QCOMPARE(record.database, u"postgres"_s);
    QCOMPARE(record.outcome, u"rolled_back"_s);
    QCOMPARE(rollBack(find("bystander")).ending, Ending::SignalledAndGone);
}

void TestRollback::freesWhoWaitsForIt()
{
    auto session = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(session);
    QVERIFY_RESULT(session->run("BEGIN; UPDATE t SET id = 2; PREPARE TRANSACTION 'holds a row'"));
    auto waiter = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(waiter);
    QVERIFY(waiter->send("UPDATE t SET id = 3 WHERE id = 1"));
    QVERIFY(!waiter->receive(300ms));
    QCOMPARE(rollBack(find("holds a row")).ending, Ending::SignalledAndGone);
    QVERIFY_RESULT(waiter->receive(10s));
    QCOMPARE(m_fixture->server.sql("UPDATE t SET id = 1 WHERE id = 3 RETURNING 'as before'"),
             QByteArray("as before"));
}

void TestRollback::goesToItsDatabase()
{
    const Target shown = prepare("elsewhere", u"shop"_s);
    QCOMPARE(shown.prepared->database, u"shop"_s);
    const Outcome outcome = rollBack(shown);
    QCOMPARE(outcome.ending, Ending::SignalledAndGone);
    QCOMPARE(count(), 0);
    QVERIFY(waitUntil([&] { return sessions("shop") == 0; }, 10s)); // closed afterwards
}

void TestRollback::hostileGids_data()
{
    QTest::addColumn<QByteArray>("gid");
    QTest::newRow("quotes") << QByteArray("it's '; DROP TABLE t; --");
    QTest::newRow("backslash") << QByteArray("a\\'b\\");
    QTest::newRow("newlines") << QByteArray("one\ntwo\r\n\tthree");
    QTest::newRow("199 bytes") << QByteArray(199, '\'');
    QTest::newRow("letters") << QByteArray("Zahlung é 漢 \u202E");
    QTest::newRow("dollars") << QByteArray("$$ $1 \"x\" %s");
    QTest::newRow("empty") << QByteArray("");
}

void TestRollback::hostileGids()
{
    QFETCH(const QByteArray, gid);
    for (const QString &database : {u"postgres"_s, u"shop"_s}) {
        const Target shown = prepare(gid, database);
        QVERIFY(shown.prepared);
        const Outcome outcome = rollBack(shown);
        QVERIFY2(outcome.ending == Ending::SignalledAndGone, qPrintable(outcome.error.message));
        QCOMPARE(count(), 0);
    }
    QCOMPARE(m_fixture->server.sql("SELECT count(*) FROM t"), QByteArray("1"));
}

// A gid has the encoding of the database in which it was given.
void TestRollback::otherEncodingOfTheGid()
{
    auto session = TestSession::open(m_fixture->server.spec(u"postgres"_s, u"latin"_s));
    QVERIFY_RESULT(session);
    QVERIFY_RESULT(session->run("SET client_encoding = 'LATIN1'; BEGIN; SELECT txid_current(); "
                                "PREPARE TRANSACTION 'caf\xe9'"));
    const auto xid = m_fixture->server.sql("SET client_encoding = 'SQL_ASCII'; SELECT transaction "
                                           "FROM pg_prepared_xacts",
                                           u"latin"_s);
    QVERIFY_RESULT(xid);
    prepare("model"); // shows who we are
    Target shown = find("model");
    QCOMPARE(rollBack(shown).ending, Ending::SignalledAndGone);
    const auto row = m_fixture->server.sql("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SELECT "
                                           "prepared, dbid FROM pg_prepared_xact()",
                                           u"latin"_s);
    QVERIFY_RESULT(row);
    shown.prepared->transactionId = xid->toUInt();
    shown.prepared->gid = u"caf\uFFFD"_s; // as the snapshot decodes it
    shown.prepared->prepared = *base::fromIso(QString::fromLatin1(row->split('|')[0]));
    shown.prepared->databaseOid = row->split('|')[1].toUInt();
    shown.prepared->database = u"latin"_s;
    const Outcome outcome = rollBack(shown);
    QVERIFY2(outcome.ending == Ending::SignalledAndGone, qPrintable(outcome.error.message));
    QCOMPARE(count(), 0);
}

void TestRollback::gidUsedAgainIsSpared()
{
    const Target shown = prepare("again");
    QVERIFY_RESULT(m_fixture->server.sql("COMMIT PREPARED 'again'"));
    const Target other = prepare("again");
    Outcome outcome = rollBack(shown);
    QCOMPARE(outcome.ending, Ending::NotFound);
    QCOMPARE(outcome.reason, Reason::OtherTransaction);
    QCOMPARE(count(), 1);
    Target wrong = other; // every part of the identity counts
    wrong.prepared->prepared += 1us;
    QCOMPARE(rollBack(wrong).reason, Reason::OtherTransaction);
    wrong = other;
    wrong.prepared->ownerOid += 1;
    QCOMPARE(rollBack(wrong).reason, Reason::OtherTransaction);
    wrong = other;
    wrong.prepared->databaseOid += 1;
    QCOMPARE(rollBack(wrong).reason, Reason::OtherTransaction);
    wrong = other;
    wrong.prepared->gid += u'x';
    QCOMPARE(rollBack(wrong).reason, Reason::Gone);
    QCOMPARE(count(), 1);
    QCOMPARE(rollBack(other).ending, Ending::SignalledAndGone);
}

void TestRollback::goneBefore()
{
    const Target shown = prepare("gone");
    QVERIFY_RESULT(m_fixture->server.sql("COMMIT PREPARED 'gone'"));
    const Outcome outcome = rollBack(shown);
    QCOMPARE(outcome.ending, Ending::NotFound);
    QCOMPARE(outcome.reason, Reason::Gone);
    QCOMPARE(m_fixture->trail().records.back().outcome, u"not_found"_s);
}

void TestRollback::onlyItsOwner()
{
    const Target foreign = prepare("not yours");
    const Target own = prepare("yours", u"shop"_s, u"app"_s);
    QVERIFY_RESULT(m_fixture->reconnect(u"app"_s));
    const Outcome outcome = rollBack(foreign);
    QCOMPARE(outcome.ending, Ending::NotPermitted);
    QCOMPARE(outcome.missing, MissingRight::OwnerOrSuperuser);
    QCOMPARE(outcome.error.sqlState, u"42501"_s);
    QCOMPARE(rollBack(own).ending, Ending::SignalledAndGone);
    QVERIFY_RESULT(m_fixture->reconnect());
    QCOMPARE(rollBack(foreign).ending, Ending::SignalledAndGone);
}

void TestRollback::databaseThatLetsNobodyIn()
{
    const Target shown = prepare("locked in", u"shop"_s);
    QVERIFY_RESULT(m_fixture->server.sql("ALTER DATABASE shop ALLOW_CONNECTIONS false"));
    const Outcome outcome = rollBack(shown);
    QVERIFY_RESULT(m_fixture->server.sql("ALTER DATABASE shop ALLOW_CONNECTIONS true"));
    QCOMPARE(outcome.ending, Ending::Refused);
    QCOMPARE(outcome.reason, Reason::DatabaseUnreachable);
    QCOMPARE(outcome.error.sqlState, u"55000"_s);
    QCOMPARE(m_fixture->trail().records.back().outcome, u"refused"_s);
    QCOMPARE(rollBack(shown).ending, Ending::SignalledAndGone);
}

// Nothing in a name is taken for connection options.
void TestRollback::hostileDatabaseName()
{
    QVERIFY_RESULT(m_fixture->server.sql("CREATE DATABASE \"host=evil.example.org dbname='x'\""));
    const Target shown = prepare("g", u"host=evil.example.org dbname='x'"_s);
    QVERIFY(shown.prepared);
    QCOMPARE(rollBack(shown).ending, Ending::SignalledAndGone);
    QVERIFY_RESULT(m_fixture->server.sql("ALTER DATABASE shop SET role = 'app'"));
    QVERIFY_RESULT(m_fixture->server.sql("ALTER DATABASE shop SET search_path = 'evil'"));
    QCOMPARE(rollBack(prepare("owner's settings", u"shop"_s)).ending, Ending::SignalledAndGone);
    QVERIFY_RESULT(m_fixture->server.sql("ALTER DATABASE shop RESET ALL"));
}

void TestRollback::refusedWithoutLogOrConnection()
{
    const Target shown = prepare("stays");
    const QString path = m_fixture->log().path();
    QFile::remove(path);
    QVERIFY(QDir().mkdir(path));
    QCOMPARE(rollBack(shown).reason, Reason::AuditUnwritable);
    QVERIFY(QDir().rmdir(path));
    m_fixture->control.close();
    QCOMPARE(rollBack(shown).reason, Reason::NotConnected);
    QVERIFY_RESULT(m_fixture->reconnect());
    QCOMPARE(count(), 1);
    QCOMPARE(rollBack(shown).ending, Ending::SignalledAndGone);
}

void TestRollback::refusedOnAStandby()
{
    const Target shown = prepare("primary's");
    const QString signal = m_fixture->server.folder() + u"/data/standby.signal"_s;
    m_fixture->control.close();
    m_fixture->server.stop();
    QFile file(signal);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QVERIFY_RESULT(m_fixture->start());
    QCOMPARE(rollBack(shown).obstacle, Obstacle::Standby);
    m_fixture->control.close();
    m_fixture->server.stop();
    QVERIFY(QFile::remove(signal));
    QVERIFY_RESULT(m_fixture->start());
    QCOMPARE(rollBack(shown).ending, Ending::SignalledAndGone); // it survives restarts
}

// A server that accepts a connection and says nothing, and a window that is closed meanwhile.
void TestRollback::endsWithItsOwner()
{
    const Target shown = prepare("left alone", u"shop"_s);
    const int postmaster = m_fixture->server.postmasterPid();
    QVERIFY(m_fixture->server.signal(postmaster, SIGSTOP));
    auto executor = std::make_unique<Executor>(
        Reach{.control = [this]() -> pg::Connection & { return m_fixture->control; },
              .parameters =
                  [this] { return pg::ConnectParameters{.spec = m_fixture->server.spec()}; }},
        m_fixture->log());
    executor->start({.kind = Kind::RollbackPrepared, .targets = {shown}});
    const bool connecting =
        QTest::qWaitFor([&] { return executor->findChild<pg::Connection *>() != nullptr; }, 10s);
    executor.reset();
    QVERIFY(m_fixture->server.signal(postmaster, SIGCONT));
    QVERIFY(connecting);
    QVERIFY(waitUntil([&] { return sessions("shop") == 0; }, 10s));
    QVERIFY(find("left alone").prepared);
    QCOMPARE(rollBack(shown).ending, Ending::SignalledAndGone);
}

QTEST_GUILESS_MAIN(TestRollback)
#include "tst_rollback.moc"
