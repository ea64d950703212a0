// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actionfixture.h"
#include "actions/changeexecutor.h"
#include "actions/sqltext.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace actions;
using namespace tests;
using namespace Qt::StringLiterals;

namespace {

constexpr auto Sentinel = "s3ntinel-Wz9";

Change change(const QStringList &statements, const QString &database = {})
{
    return {.id = 7,
            .server = u"test"_s,
            .title = u"A test"_s,
            .database = database,
            .statements = statements,
            .together = std::ranges::none_of(statements, needsOwnTransaction)};
}

} // namespace

/// Changes against real servers.
class TestChange : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }
    void init();
    void cleanupTestCase() { m_fixture.reset(); }

    void allOrNothing();
    void apartSaysWhatWasDone();
    void failingCommitUndoesAll();
    void passwordIsNeverClear();
    void passwordOfAnyText_data();
    void passwordOfAnyText();
    void hostileNames_data();
    void hostileNames();
    void otherDatabase();
    void severalStatementsInOneAreRefused();
    void limitedRole();
    void grantWithoutEffect();
    void fullServerUsesTheControlConnection();
    void reloadIsProved();
    void refusedBeforeAnythingIsSent();
    void refusedOnAStandby();
    void auditLinesJoin();

private:
    ChangeOutcome run(const Change &change);
    QByteArray sql(const QByteArray &text);
    bool logsIn(const QString &role, const QString &password);

    std::unique_ptr<ActionFixture> m_fixture;
    int m_version = 0;
};

void TestChange::init()
{
    QFETCH_GLOBAL(const int, version);
    if (m_version != version) {
        m_fixture.reset();
        m_fixture = std::make_unique<ActionFixture>(ServerSetup{
            .version = version,
            .settings = {u"log_statement = all"_s, u"max_connections = 12"_s,
                         u"superuser_reserved_connections = 0"_s, u"password_encryption = md5"_s},
            .hba = "local all all trust\n"
                   "host all postgres,weak 127.0.0.1/32 trust\n"
                   "host all all 127.0.0.1/32 scram-sha-256\n"});
        QVERIFY_RESULT(m_fixture->start());
        sql("CREATE ROLE weak LOGIN");
        sql("CREATE DATABASE shop");
        m_version = version;
    }
    if (!m_fixture->control.isOpen() || m_fixture->control.facts().user != "postgres"_L1)
        QVERIFY_RESULT(m_fixture->reconnect());
}

ChangeOutcome TestChange::run(const Change &change)
{
    const QString role = m_fixture->control.facts().user;
    ChangeExecutor executor(
        Reach{.control = [this]() -> pg::Connection & { return m_fixture->control; },
              .parameters =
                  [this, role] {
                      return pg::ConnectParameters{.spec = m_fixture->server.spec(role)};
                  }},
        m_fixture->log());
    return QCoro::waitFor(executor.run(change));
}

QByteArray TestChange::sql(const QByteArray &text)
{
    const auto rows = m_fixture->server.sql(text);
    if (!rows)
        qWarning("%s: %s", text.constData(), why(rows).constData());
    return rows.value_or("failed");
}

bool TestChange::logsIn(const QString &role, const QString &password)
{
    pg::Connection connection;
    const auto facts = QCoro::waitFor(connection.open(
        {.spec = m_fixture->server.spec(role), .password = base::Secret(password.toUtf8())}));
    if (!facts)
        qInfo("%s", why(facts).constData());
    return facts.has_value();
}

void TestChange::allOrNothing()
{
    const ChangeOutcome outcome =
        run(change({u"CREATE ROLE one"_s, u"CREATE ROLE \"weak\""_s, u"CREATE ROLE three"_s}));
    QCOMPARE(outcome.ending, ChangeEnding::Failed);
    QCOMPARE(outcome.error.sqlState, u"42710"_s);
    QCOMPARE(outcome.statements[0].ending, StatementEnding::Undone);
    QCOMPARE(outcome.statements[1].ending, StatementEnding::Failed);
    QVERIFY(!outcome.statements[1].error.message.isEmpty());
    QCOMPARE(outcome.statements[2].ending, StatementEnding::NotRun);
    QCOMPARE(sql("SELECT count(*) FROM pg_roles WHERE rolname IN ('one', 'three')"), "0");
    const ChangeOutcome second = run(change({u"CREATE ROLE one"_s, u"CREATE ROLE three"_s}));
    QCOMPARE(second.ending, ChangeEnding::Done);
    QCOMPARE(sql("SELECT count(*) FROM pg_roles WHERE rolname IN ('one', 'three')"), "2");
    sql("DROP ROLE one, three");
}

void TestChange::apartSaysWhatWasDone()
{
    const Change statements =
        change({u"CREATE ROLE one"_s, u"CREATE DATABASE shop"_s, u"CREATE ROLE three"_s});
    QVERIFY(!statements.together);
    const ChangeOutcome outcome = run(statements);
    QCOMPARE(outcome.ending, ChangeEnding::Partly);
    QCOMPARE(outcome.statements[0].ending, StatementEnding::Done);
    QCOMPARE(outcome.statements[1].ending, StatementEnding::Failed);
    QCOMPARE(outcome.statements[2].ending, StatementEnding::NotRun);
    QCOMPARE(sql("SELECT string_agg(rolname, ',') FROM pg_roles WHERE rolname IN ('one','three')"),
             "one");
    sql("DROP ROLE one");
    QCOMPARE(run(change({u"CREATE DATABASE \"new\" OWNER weak"_s})).ending, ChangeEnding::Done);
    QCOMPARE(sql("SELECT count(*) FROM pg_database WHERE datname = 'new'"), "1");
    sql("DROP DATABASE new");
    // Inside of a transaction the server itself refuses, whatever was taken for granted here.
    Change wrong = change({u"CREATE ROLE one"_s, u"CREATE DATABASE never"_s});
    wrong.together = true;
    QCOMPARE(run(wrong).error.sqlState, u"25001"_s);
    QCOMPARE(sql("SELECT count(*) FROM pg_roles WHERE rolname = 'one'"), "0");
}

void TestChange::failingCommitUndoesAll()
{
    sql("CREATE TABLE kept (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)");
    const ChangeOutcome outcome =
        run(change({u"CREATE ROLE one"_s, u"INSERT INTO public.kept VALUES (1), (1)"_s}));
    QCOMPARE(outcome.ending, ChangeEnding::Failed);
    QCOMPARE(outcome.error.sqlState, u"23505"_s);
    for (const StatementOutcome &statement : outcome.statements)
        QCOMPARE(statement.ending, StatementEnding::Undone);
    QCOMPARE(sql("SELECT count(*) FROM pg_roles WHERE rolname = 'one'"), "0");
    sql("DROP TABLE kept");
}

void TestChange::passwordIsNeverClear()
{
    sql("CREATE ROLE app LOGIN PASSWORD 'old'");
    Change setPassword = change({u"ALTER ROLE app PASSWORD :'password'"_s});
    setPassword.secrets = {{u"password"_s, u"app"_s, base::Secret(QByteArrayView(Sentinel))}};
    QCOMPARE(run(setPassword).ending, ChangeEnding::Done);
    QVERIFY(logsIn(u"app"_s, QString::fromLatin1(Sentinel)));
    QVERIFY(!logsIn(u"app"_s, u"old"_s));
    // Although the server would have made an MD5 hash of a clear one.
    QVERIFY(sql("SELECT rolpassword FROM pg_authid WHERE rolname = 'app'")
                .startsWith("SCRAM-SHA-256$4096:"));
    QVERIFY(m_fixture->server.log().contains("ALTER ROLE app PASSWORD 'SCRAM-SHA-256$"));
    QVERIFY(!m_fixture->server.log().contains(Sentinel));
    QFile audit(m_fixture->log().path());
    QVERIFY(audit.open(QIODevice::ReadOnly));
    const QByteArray lines = audit.readAll();
    QVERIFY(lines.contains("ALTER ROLE app PASSWORD :'password'"));
    QVERIFY(!lines.contains(Sentinel) && !lines.contains("SCRAM-SHA-256"));
    sql("DROP ROLE app");
}

void TestChange::passwordOfAnyText_data()
{
    QTest::addColumn<QString>("password");
    QTest::newRow("quotes") << u"a'b\"c\\d$e$$f"_s;
    QTest::newRow("slot") << u":'password'; DROP ROLE app; --"_s;
    QTest::newRow("other scripts") << u"pässwörd-비밀번호-😀"_s;
    QTest::newRow("blanks") << u" a\tb "_s;
    QTest::newRow("looks hashed") << u"md5aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"_s;
}

void TestChange::passwordOfAnyText()
{
    QFETCH(const QString, password);
    sql("CREATE ROLE app LOGIN");
    Change setPassword = change({u"ALTER ROLE app PASSWORD :'password'"_s});
    setPassword.secrets = {{u"password"_s, u"app"_s, base::Secret(password.toUtf8())}};
    QCOMPARE(run(setPassword).ending, ChangeEnding::Done);
    QVERIFY(logsIn(u"app"_s, password));
    sql("DROP ROLE app");
}

void TestChange::hostileNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("quote") << u"a\"; DROP ROLE weak; --"_s;
    QTest::newRow("apostrophe") << u"o'brien"_s;
    QTest::newRow("slot") << u":'password'"_s;
    QTest::newRow("direction") << u"ad\u202Emin"_s;
    QTest::newRow("line") << u"two\nlines"_s;
    QTest::newRow("backslash and zero width") << u"a\\\u200Bb"_s;
    QTest::newRow("emoji") << u"😀 app"_s;
    QTest::newRow("keyword") << u"current_user"_s;
}

void TestChange::hostileNames()
{
    QFETCH(const QString, name);
    const QString quoted = quotedName(name);
    Change create =
        change(splitStatements(QString(u"CREATE ROLE %1 LOGIN PASSWORD :'password';\n"
                                       "GRANT CONNECT ON DATABASE shop TO %1;"_s.arg(quoted))));
    QCOMPARE(create.statements.size(), 2);
    create.secrets = {{u"password"_s, name, base::Secret(QByteArrayView(Sentinel))}};
    create.proof = ChangeProof::MayConnect;
    create.proofOf = {name, u"shop"_s};
    const ChangeOutcome outcome = run(create);
    QVERIFY2(outcome.ending == ChangeEnding::Done, qPrintable(outcome.error.message));
    QVERIFY(logsIn(name, QString::fromLatin1(Sentinel)));
    QString plain = name;
    plain.replace(u'"', u"\"\""_s);
    sql(u"REVOKE ALL ON DATABASE shop FROM \"%1\"; DROP ROLE \"%1\""_s.arg(plain).toUtf8());
    QCOMPARE(sql("SELECT count(*) FROM pg_roles WHERE rolname = 'weak'"), "1");
}

void TestChange::otherDatabase()
{
    QCOMPARE(run(change({u"CREATE SCHEMA here"_s}, u"shop"_s)).ending, ChangeEnding::Done);
    QCOMPARE(m_fixture->server.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'here'",
                                   u"shop"_s),
             "1");
    sql("SELECT 1");
    QCOMPARE(run(change({u"SELECT 1"_s}, u"nowhere"_s)).reason, Reason::DatabaseUnreachable);
    QVERIFY_RESULT(m_fixture->server.sql("DROP SCHEMA here", u"shop"_s));
}

// A statement that the reader of statements takes for one is one, or the server says no.
void TestChange::severalStatementsInOneAreRefused()
{
    const ChangeOutcome outcome = run(change({u"CREATE ROLE one; CREATE ROLE two"_s}));
    QCOMPARE(outcome.error.sqlState, u"42601"_s);
    QCOMPARE(sql("SELECT count(*) FROM pg_roles WHERE rolname IN ('one', 'two')"), "0");
}

void TestChange::limitedRole()
{
    QVERIFY_RESULT(m_fixture->reconnect(u"weak"_s));
    const ChangeOutcome outcome = run(change({u"CREATE ROLE mine"_s}));
    QCOMPARE(outcome.ending, ChangeEnding::Failed);
    QVERIFY(outcome.isPermissionProblem());
    QCOMPARE(outcome.ourRole, u"weak"_s);
}

// PostgreSQL only warns about a grant that it does not make.
void TestChange::grantWithoutEffect()
{
    sql("REVOKE CONNECT ON DATABASE shop FROM PUBLIC; CREATE ROLE app LOGIN");
    Change grant = change({u"GRANT CONNECT ON DATABASE shop TO app"_s});
    grant.proof = ChangeProof::MayConnect;
    grant.proofOf = {u"app"_s, u"shop"_s};
    QVERIFY_RESULT(m_fixture->reconnect(u"weak"_s));
    const ChangeOutcome weak = run(grant);
    QVERIFY(weak.ending == ChangeEnding::NoEffect || weak.isPermissionProblem());
    QVERIFY_RESULT(m_fixture->reconnect());
    QCOMPARE(run(grant).ending, ChangeEnding::Done);
    sql("GRANT CONNECT ON DATABASE shop TO PUBLIC; REVOKE ALL ON DATABASE shop FROM app; "
        "DROP ROLE app");
}

void TestChange::fullServerUsesTheControlConnection()
{
    sql("CREATE ROLE app LOGIN CONNECTION LIMIT 1");
    std::vector<TestSession> crowd;
    for (int i = 0; i < 20; ++i) {
        auto session = m_fixture->server.session(u"postgres"_s);
        if (!session)
            break;
        crowd.push_back(std::move(*session));
    }
    QVERIFY(crowd.size() < 12);
    const ChangeOutcome outcome = run(change({u"ALTER ROLE app CONNECTION LIMIT 9"_s}));
    QCOMPARE(outcome.ending, ChangeEnding::Done);
    crowd.clear();
    QTRY_COMPARE(sql("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'app'"), "9");
    sql("DROP ROLE app");
}

void TestChange::reloadIsProved()
{
    Change reload = change({u"SELECT pg_catalog.pg_reload_conf()"_s});
    reload.proof = ChangeProof::Reloaded;
    const ChangeOutcome fine = run(reload);
    QCOMPARE(fine.ending, ChangeEnding::Done);
    QVERIFY(fine.reload->moved && fine.reload->readable);
    QFile hba(m_fixture->server.folder() + u"/data/pg_hba.conf"_s);
    QVERIFY(hba.open(QIODevice::ReadWrite));
    const QByteArray good = hba.readAll();
    hba.write("host all all nonsense\n");
    hba.flush();
    const ChangeOutcome bad = run(reload);
    QCOMPARE(bad.ending, ChangeEnding::NoEffect);
    QCOMPARE(bad.reload->errors.size() + bad.reload->oldErrors.size(), 1);
    const QString error = (bad.reload->errors + bad.reload->oldErrors).first();
    QVERIFY2(error.contains(u"pg_hba.conf:4: "_s), qPrintable(error));
    hba.resize(good.size());
    QCOMPARE(run(reload).ending, ChangeEnding::Done);
    QVERIFY_RESULT(m_fixture->reconnect(u"weak"_s));
    QVERIFY(run(reload).isPermissionProblem());
}

void TestChange::refusedBeforeAnythingIsSent()
{
    QCOMPARE(run(change({u"CREATE ROLE a PASSWORD 'clear'"_s})).problem,
             TextProblem::ClearPassword);
    QCOMPARE(run(change({u"COMMIT"_s})).problem, TextProblem::TransactionControl);
    QVERIFY(!m_fixture->server.log().contains("CREATE ROLE a PASSWORD"));
    ChangeExecutor executor(
        Reach{.control = [this]() -> pg::Connection & { return m_fixture->control; },
              .parameters = [] { return pg::ConnectParameters{}; }},
        AuditLog(m_fixture->server.folder()));
    const ChangeOutcome unwritable = QCoro::waitFor(executor.run(change({u"CREATE ROLE a"_s})));
    QCOMPARE(unwritable.reason, Reason::AuditUnwritable);
    QCOMPARE(sql("SELECT count(*) FROM pg_roles WHERE rolname = 'a'"), "0");
    m_fixture->control.close();
    QCOMPARE(run(change({u"CREATE ROLE a"_s})).reason, Reason::NotConnected);
}

void TestChange::refusedOnAStandby()
{
    Circumstances circumstances;
    circumstances.server.standby = true;
    QCOMPARE(whyNot(change({u"SELECT 1"_s}), circumstances), Obstacle::Standby);
    Change reload = change({u"SELECT 1"_s});
    reload.proof = ChangeProof::Reloaded;
    QCOMPARE(whyNot(reload, circumstances), std::nullopt);
    circumstances.readOnlyProfile = true;
    QCOMPARE(whyNot(reload, circumstances), Obstacle::ReadOnlyProfile);
    // What the server says to who asks nevertheless.
    TestServer &server = m_fixture->server;
    server.stop();
    const QString data = server.folder() + u"/data"_s;
    QVERIFY(QFile(data + u"/standby.signal"_s).open(QIODevice::WriteOnly));
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(m_fixture->reconnect());
    const ChangeOutcome outcome = run(change({u"CREATE ROLE one"_s}));
    QCOMPARE(outcome.ending, ChangeEnding::Failed);
    QCOMPARE(outcome.error.sqlState, u"25006"_s);
    server.stop();
    QVERIFY(QFile::remove(data + u"/standby.signal"_s));
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(m_fixture->reconnect());
}

void TestChange::auditLinesJoin()
{
    const size_t before = m_fixture->trail().records.size();
    run(change({u"CREATE ROLE one"_s, u"DROP ROLE nobody"_s}));
    const AuditTrail trail = m_fixture->trail();
    QCOMPARE(trail.unreadableLines, 0);
    QCOMPARE(trail.records.size(), before + 1);
    const AuditRecord &record = trail.records.back();
    QCOMPARE(record.action, u"change"_s);
    QCOMPARE(record.title, u"A test"_s);
    QCOMPARE(record.database, u"postgres"_s);
    QCOMPARE(record.statements, QStringList({u"CREATE ROLE one"_s, u"DROP ROLE nobody"_s}));
    QCOMPARE(record.outcome, u"failed"_s);
}

QTEST_GUILESS_MAIN(TestChange)
#include "tst_change.moc"
