// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/evidence.h"
#include "access/ladder/evidencereader.h"
#include "access/ladder/ladder.h"
#include "actions/changeexecutor.h"
#include "actions/sqltext.h"
#include "support/testserver.h"
#include "window/fixchange.h"

#include <QCoroTask>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace actions;
using namespace tests;
using namespace std::chrono_literals;
using pgaccess::Fix;
using pgaccess::FixKind;

namespace {

constexpr auto Sentinel = "s3ntinel-Kq4"_L1;

} // namespace

/// From a login that fails, over its diagnosis and the change for it, to one that works.
class TestFixes : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }
    void init();
    void cleanupTestCase() { m_server.reset(); }

    void mends_data();
    void mends();
    void limitedRoleIsTold();
    void noSqlNoChange();
    void quotedNamesAreRead();

private:
    pgaccess::Attempt tryLogin(const QString &user, const QString &database);
    std::optional<Fix> fixFor(const pgaccess::Attempt &attempt, FixKind kind);
    ChangeOutcome run(const Fix &fix);
    void makeRole(const QString &name);

    std::unique_ptr<TestServer> m_server;
    pg::Connection m_admin;
    QString m_role = u"postgres"_s;
    int m_version = 0;
};

void TestFixes::init()
{
    QFETCH_GLOBAL(const int, version);
    if (m_version == version)
        return;
    m_server = std::make_unique<TestServer>(
        ServerSetup{.version = version,
                    .settings = {u"log_statement = all"_s},
                    .hba = "local all all trust\nhost all postgres,weak 127.0.0.1/32 trust\n"
                           "host all all 127.0.0.1/32 scram-sha-256\n"});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("CREATE ROLE weak LOGIN"));
    QVERIFY_RESULT(m_server->sql("CREATE DATABASE shop"));
    QVERIFY_RESULT(QCoro::waitFor(m_admin.open({.spec = m_server->spec()})));
    m_version = version;
}

pgaccess::Attempt TestFixes::tryLogin(const QString &user, const QString &database)
{
    pgaccess::LadderCandidate candidate;
    candidate.parameters.spec = m_server->spec(user, database);
    candidate.parameters.password = base::Secret(QByteArrayView(QByteArray(Sentinel)));
    pgaccess::Ladder ladder;
    const auto attempts = QCoro::waitFor(ladder.climb({candidate}, 10s));
    return attempts.size() == 1 ? attempts.first() : pgaccess::Attempt();
}

std::optional<Fix> TestFixes::fixFor(const pgaccess::Attempt &attempt, FixKind kind)
{
    pgaccess::EvidenceReader reader(m_admin);
    pgaccess::Evidence evidence = QCoro::waitFor(reader.read(attempt.observation));
    evidence.attemptedAt = attempt.endedAt;
    const auto diagnosis =
        pgaccess::refine(diagnose(attempt.observation), attempt.observation, evidence);
    const auto fix = std::ranges::find(diagnosis.fixes, kind, &Fix::kind);
    return fix == diagnosis.fixes.end() ? std::nullopt : std::optional(*fix);
}

// With the password that a login will be tried with.
ChangeOutcome TestFixes::run(const Fix &fix)
{
    auto form = app::changeForm(fix);
    if (!form)
        return {};
    for (ChangeSecret &secret : form->change.secrets)
        secret.value = base::Secret(QByteArrayView(QByteArray(Sentinel)));
    const QString role = m_role;
    ChangeExecutor executor(
        Reach{.control = [this]() -> pg::Connection & { return m_admin; },
              .parameters = [this,
                             role] { return pg::ConnectParameters{.spec = m_server->spec(role)}; }},
        AuditLog(m_server->folder() + u"/actions.jsonl"_s));
    return QCoro::waitFor(executor.run(form->change));
}

// With the password, whose verifier is computed so that no log ever holds it.
void TestFixes::makeRole(const QString &name)
{
    const auto verifier =
        m_admin.encryptPassword(name, base::Secret(QByteArrayView(QByteArray(Sentinel))));
    QVERIFY_RESULT(verifier);
    QString quoted = name;
    quoted.replace(u'"', u"\"\""_s);
    QVERIFY_RESULT(m_server->sql(
        u"CREATE ROLE \"%1\" LOGIN PASSWORD '%2'"_s.arg(quoted, QString::fromLatin1(*verifier))
            .toUtf8()));
}

void TestFixes::mends_data()
{
    QTest::addColumn<FixKind>("kind");
    QTest::addColumn<QString>("breaks"); // %1: the role, %2: the database, quoted
    QTest::addRow("wrong password")
        << FixKind::SetPassword << u"ALTER ROLE %1 PASSWORD 'another'"_s;
    QTest::addRow("no password") << FixKind::SetPassword << u"ALTER ROLE %1 PASSWORD NULL"_s;
    QTest::addRow("password kind")
        << FixKind::SetPassword
        << u"ALTER ROLE %1 PASSWORD 'md5aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"_s;
    QTest::addRow("role missing") << FixKind::CreateRole << u"DROP ROLE %1"_s;
    QTest::addRow("expired") << FixKind::ExtendValidity
                             << u"ALTER ROLE %1 VALID UNTIL '2020-01-01'"_s;
    QTest::addRow("no login") << FixKind::AllowLogin << u"ALTER ROLE %1 NOLOGIN"_s;
    QTest::addRow("role limit") << FixKind::RaiseLimit << u"ALTER ROLE %1 CONNECTION LIMIT 0"_s;
    QTest::addRow("database missing") << FixKind::CreateDatabase << u"DROP DATABASE %2"_s;
    QTest::addRow("database closed")
        << FixKind::AllowConnections << u"ALTER DATABASE %2 ALLOW_CONNECTIONS false"_s;
    QTest::addRow("database limit")
        << FixKind::RaiseLimit << u"ALTER DATABASE %2 CONNECTION LIMIT 0"_s;
    QTest::addRow("no right to connect")
        << FixKind::GrantConnect << u"REVOKE CONNECT ON DATABASE %2 FROM PUBLIC"_s;
}

void TestFixes::mends()
{
    QFETCH(const FixKind, kind);
    QFETCH(const QString, breaks);
    for (const QString &name :
         {u"app"_s, u"a\"; DROP ROLE weak; --"_s, u"ad\u202Emin\\'\n$$:'password'"_s}) {
        QString quoted = name;
        quoted.replace(u'"', u"\"\""_s).prepend(u'"').append(u'"');
        makeRole(name);
        QVERIFY_RESULT(m_server->sql(u"CREATE DATABASE %1"_s.arg(quoted).toUtf8()));
        QVERIFY(tryLogin(name, name).connected());
        QString sql = breaks;
        QVERIFY_RESULT(
            m_server->sql(sql.replace("%1"_L1, quoted).replace("%2"_L1, quoted).toUtf8()));
        const pgaccess::Attempt failed = tryLogin(name, name);
        QVERIFY(!failed.connected());
        const auto fix = fixFor(failed, kind);
        QVERIFY(fix);
        const ChangeOutcome outcome = run(*fix);
        QVERIFY2(outcome.ending == ChangeEnding::Done, qPrintable(outcome.error.message));
        const pgaccess::Attempt mended = tryLogin(name, name);
        QVERIFY2(mended.connected(),
                 qPrintable(mended.observation.error.value_or(base::Error()).message));
        QVERIFY_RESULT(m_server->sql(u"DROP DATABASE %1"_s.arg(quoted).toUtf8()));
        QVERIFY_RESULT(m_server->sql(u"DROP ROLE %1"_s.arg(quoted).toUtf8()));
    }
    QVERIFY(!m_server->log().contains(Sentinel.data()));
    QFile audit(m_server->folder() + u"/actions.jsonl"_s);
    QVERIFY(audit.open(QIODevice::ReadOnly));
    QVERIFY(!audit.readAll().contains(Sentinel.data()));
}

void TestFixes::limitedRoleIsTold()
{
    makeRole(u"app"_s);
    QVERIFY_RESULT(m_server->sql("ALTER ROLE app VALID UNTIL '2020-01-01'"));
    const auto fix = fixFor(tryLogin(u"app"_s, u"shop"_s), FixKind::ExtendValidity);
    QVERIFY(fix);
    m_role = u"weak"_s;
    const ChangeOutcome outcome = run(*fix);
    m_role = u"postgres"_s;
    QVERIFY(outcome.isPermissionProblem());
    QVERIFY(!tryLogin(u"app"_s, u"shop"_s).connected());
    QCOMPARE(app::changeForm(*fix)->change.right, ChangeRight::CreateRole);
    QVERIFY_RESULT(m_server->sql("DROP ROLE app"));
}

void TestFixes::noSqlNoChange()
{
    for (const FixKind kind : {FixKind::AddHbaLine, FixKind::ReplaceHbaLine, FixKind::ChangeSetting,
                               FixKind::ServerTls, FixKind::EndSessions, FixKind::DropDatabase})
        QVERIFY(!app::changeForm({.kind = kind, .text = u"host all all all trust"_s}));
    const auto reload = app::changeForm({.kind = FixKind::ReloadSettings,
                                         .text = u"SELECT pg_catalog.pg_reload_conf();"_s,
                                         .sql = true});
    QVERIFY(reload);
    QCOMPARE(reload->change.proof, ChangeProof::Reloaded);
}

// The server reads the name back that was quoted, also where it is quoted for people.
void TestFixes::quotedNamesAreRead()
{
    for (const QString &name : {u"plain"_s, u"\"\""_s, u"a\\b\"c"_s, u"x\u202E\u200B\n\t'$"_s,
                                u"U&\"\\0061\""_s, u"😀\u0085é"_s}) {
        const QByteArray sql = "SELECT 1 AS " + quotedName(name).toUtf8();
        const auto seen = QCoro::waitFor(m_admin.run(pg::Query{.sql = sql}));
        QVERIFY_RESULT(seen);
        QString exactly = name; // quoted, libpq compares without folding
        exactly.replace(u'"', u"\"\""_s).prepend(u'"').append(u'"');
        QCOMPARE(seen->column(exactly.toUtf8().constData()), 0);
    }
}

QTEST_GUILESS_MAIN(TestFixes)
#include "tst_fixes.moc"
