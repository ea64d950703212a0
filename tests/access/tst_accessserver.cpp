// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/evidence.h"
#include "access/ladder/evidencereader.h"
#include "access/ladder/ladder.h"
#include "faults/pooler.h"
#include "support/testserver.h"

#include <QCoroTask>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace pgaccess;
using tests::TestServer;

namespace {

constexpr auto Rules = "local all postgres trust\n"
                       "local all peeruser peer\n"
                       "local all all scram-sha-256\n"
                       "host all postgres,filler,trustghost 127.0.0.1/32 trust\n"
                       "host rejdb all 127.0.0.1/32 reject\n"
                       "hostssl ssldb all 127.0.0.1/32 scram-sha-256\n"
                       "hostnossl plaindb all 127.0.0.1/32 scram-sha-256\n"
                       "hostssl all certuser 127.0.0.1/32 cert\n"
                       "host nowhere all 127.0.0.2/32 scram-sha-256\n"
                       "host shop,nopriv,closed,limdb,missing,postgres all 127.0.0.1/32 "
                       "scram-sha-256\n";

const QByteArrayList Setup = {
    "SET password_encryption = 'scram-sha-256'",
    "CREATE ROLE app LOGIN PASSWORD 'right'",
    "CREATE ROLE nopass LOGIN",
    "CREATE ROLE expired LOGIN PASSWORD 'right' VALID UNTIL '2020-01-01'",
    "CREATE ROLE nologin PASSWORD 'right'",
    "CREATE ROLE limited LOGIN PASSWORD 'right' CONNECTION LIMIT 0",
    "CREATE ROLE peeruser LOGIN",
    "CREATE ROLE filler LOGIN",
    "CREATE ROLE certuser LOGIN",
    "CREATE ROLE gated LOGIN PASSWORD 'right'",
};

// What must come out of one attempt.
struct Expected
{
    const char *name;
    QString user;
    QString database;
    QString password;
    Cause cause;
    bool clientProves;
    QMap<QString, QString> options{};
    bool socket = false;
};

const QList<Expected> Situations = {
    {"wrong password", u"app"_s, u"shop"_s, u"wrong"_s, Cause::WrongPassword, false},
    {"role missing", u"ghost"_s, u"shop"_s, u"any"_s, Cause::RoleMissing, false},
    {"no password set", u"nopass"_s, u"shop"_s, u"any"_s, Cause::PasswordNotSet, false},
    {"md5 on a scram line", u"md5user"_s, u"shop"_s, u"right"_s, Cause::PasswordKindMismatch,
     false},
    {"expired", u"expired"_s, u"shop"_s, u"right"_s, Cause::PasswordExpired, false},
    {"no login", u"nologin"_s, u"shop"_s, u"right"_s, Cause::RoleCannotLogin, true},
    {"role missing, trust", u"trustghost"_s, u"shop"_s, {}, Cause::RoleMissing, true},
    {"no password given", u"app"_s, u"shop"_s, {}, Cause::NoPasswordSupplied, true},
    {"no line", u"app"_s, u"nowhere"_s, u"right"_s, Cause::NoHbaEntry, true},
    {"reject", u"app"_s, u"rejdb"_s, u"right"_s, Cause::HbaReject, true},
    {"peer", u"peeruser"_s, u"shop"_s, {}, Cause::PeerMismatch, true, {}, true},
    {"database missing", u"app"_s, u"missing"_s, u"right"_s, Cause::DatabaseMissing, true},
    {"no right to connect", u"app"_s, u"nopriv"_s, u"right"_s, Cause::NoConnectPrivilege, true},
    {"closed database", u"app"_s, u"closed"_s, u"right"_s, Cause::DatabaseNotAccepting, true},
    {"role limit", u"limited"_s, u"shop"_s, u"right"_s, Cause::TooManyForRole, true},
    {"database limit", u"app"_s, u"limdb"_s, u"right"_s, Cause::TooManyForDatabase, true},
    {"option",
     u"app"_s,
     u"shop"_s,
     u"right"_s,
     Cause::StartupOption,
     true,
     {{u"options"_s, u"-c nosuch=1"_s}}},
    {"forbidden option",
     u"app"_s,
     u"shop"_s,
     u"right"_s,
     Cause::StartupOption,
     true,
     {{u"options"_s, u"-c log_statement=all"_s}}},
    {"TLS wanted",
     u"app"_s,
     u"shop"_s,
     u"right"_s,
     Cause::TlsUnsupportedByServer,
     true,
     {{u"sslmode"_s, u"require"_s}}},
    {"session kind",
     u"app"_s,
     u"shop"_s,
     u"right"_s,
     Cause::SessionAttributes,
     true,
     {{u"target_session_attrs"_s, u"read-only"_s}}},
    {"method",
     u"app"_s,
     u"shop"_s,
     u"right"_s,
     Cause::AuthMethodRefusedByClient,
     true,
     {{u"require_auth"_s, u"md5"_s}}},
};

LadderCandidate candidateFor(const TestServer &server, const Expected &wanted)
{
    LadderCandidate out;
    out.parameters.spec = server.spec(wanted.user, wanted.database);
    if (wanted.socket)
        out.parameters.spec.set(u"host"_s, server.folder());
    for (const auto &[name, value] : wanted.options.asKeyValueRange())
        out.parameters.spec.set(name, value);
    out.parameters.password = base::Secret(wanted.password.toUtf8());
    return out;
}

Attempt tryOnce(const LadderCandidate &candidate)
{
    Ladder ladder;
    const QList<Attempt> attempts = QCoro::waitFor(ladder.climb({candidate}, 10s));
    return attempts.size() == 1 ? attempts.first() : Attempt();
}

QByteArray words(const Diagnosis &diagnosis, const Attempt &attempt)
{
    QByteArrayList out{causeName(diagnosis.cause).data()};
    for (const Cause cause : diagnosis.alternatives)
        out.append(causeName(cause).data());
    const base::Error error = attempt.observation.error.value_or(base::Error());
    return (diagnosis.isProved() ? "proved " : "likely ") + out.join(", ") + " | " +
           error.sqlState.toUtf8() + ' ' + error.message.toUtf8() + " | " +
           attempt.observation.function.toUtf8() + " | " +
           stageName(attempt.observation.stage).data();
}

Evidence logOf(const TestServer &server, const Attempt &attempt)
{
    return {.log = parseAuthLog(server.log().toStdString()), .attemptedAt = attempt.endedAt};
}

// A superuser's connection over the socket, for evidence.
class AdminConnection final
{
public:
    base::Result<void> open(const TestServer &server)
    {
        pg::ConnectParameters parameters{.spec = server.spec()};
        parameters.spec.set(u"host"_s, server.folder());
        const auto opened = QCoro::waitFor(m_connection.open(parameters));
        return opened ? base::Result<void>() : std::unexpected(opened.error());
    }

    Evidence evidenceOf(const Attempt &attempt)
    {
        EvidenceReader reader(m_connection);
        if (!reader.isSameServer(attempt.observation))
            return {};
        Evidence evidence = QCoro::waitFor(reader.read(attempt.observation));
        evidence.attemptedAt = attempt.endedAt;
        return evidence;
    }

private:
    pg::Connection m_connection;
};

base::Result<void> makeRoles(TestServer &server)
{
    if (const auto done = server.sql(Setup.join(';')); !done)
        return std::unexpected(done.error());
    for (const char *database : {"shop", "nopriv", "closed", "limdb"}) {
        if (const auto done = server.sql(QByteArray("CREATE DATABASE ") + database); !done)
            return std::unexpected(done.error());
    }
    const auto done = server.sql(
        "SET password_encryption = 'md5'; CREATE ROLE md5user LOGIN PASSWORD 'right';"
        "REVOKE CONNECT ON DATABASE nopriv FROM PUBLIC;"
        "ALTER DATABASE closed ALLOW_CONNECTIONS false; ALTER DATABASE limdb CONNECTION LIMIT 0");
    return done ? base::Result<void>() : std::unexpected(done.error());
}

} // namespace

#define VERIFY_CAUSE(diagnosis, attempt, expected)                                                 \
    QVERIFY2((diagnosis).cause == (expected), words(diagnosis, attempt).constData())

/// Failures that real servers make, and what is said of them.
class TestAccessServer final : public QObject
{
    Q_OBJECT

private slots:
    void causes_data() { tests::addServerRows(); }
    void causes();
    void works_data() { tests::addServerRows(); }
    void works();
    void full_data() { tests::addServerRows(); }
    void full();
    void shuttingDown_data() { tests::addServerRows(); }
    void shuttingDown();
    void recovering_data() { tests::addServerRows(); }
    void recovering();
    void loginTrigger_data() { tests::addServerRows(); }
    void loginTrigger();
    void pooler();
};

void TestAccessServer::causes()
{
    QFETCH(const int, version);
    TestServer server({.version = version, .hba = Rules});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(makeRoles(server));
    AdminConnection admin;
    QVERIFY_RESULT(admin.open(server));
    for (const Expected &wanted : Situations) {
        qInfo("%s", wanted.name);
        const qsizetype before = server.log().size();
        const Attempt attempt = tryOnce(candidateFor(server, wanted));
        QVERIFY(!attempt.connected());
        const Diagnosis seen = diagnose(attempt.observation);
        QVERIFY2(seen.isProved() == wanted.clientProves, words(seen, attempt).constData());
        if (wanted.clientProves)
            VERIFY_CAUSE(seen, attempt, wanted.cause);
        else
            QVERIFY2(seen.cause == wanted.cause || seen.alternatives.contains(wanted.cause),
                     words(seen, attempt).constData());
        QVERIFY(!seen.fixes.isEmpty());
        const Diagnosis byLog = refine(seen, attempt.observation, logOf(server, attempt));
        VERIFY_CAUSE(byLog, attempt, wanted.cause);
        QVERIFY2(byLog.isProved(), words(byLog, attempt).constData());
        const Diagnosis byAdmin = refine(seen, attempt.observation, admin.evidenceOf(attempt));
        VERIFY_CAUSE(byAdmin, attempt, wanted.cause);
        QVERIFY2(byAdmin.isProved(), words(byAdmin, attempt).constData());
        if (!wanted.clientProves) { // a password was refused: by which line is known both ways
            QVERIFY(byLog.rule && byAdmin.rule);
            QCOMPARE(byLog.rule->line, byAdmin.rule->line);
        }
        const QByteArray logged = server.log().sliced(before);
        QVERIFY2(logged.count("FATAL:") <= 1, logged.constData());
        QVERIFY2(!logged.contains("SSL enabled") && !logged.contains("right"), logged.constData());
    }
}

void TestAccessServer::works()
{
    QFETCH(const int, version);
    TestServer server({.version = version, .hba = Rules});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(makeRoles(server));
    const qsizetype before = server.log().size();
    LadderCandidate candidate =
        candidateFor(server, {"", u"app"_s, u"shop"_s, u"right"_s, Cause::Unknown, true});
    candidate.parameters.spec.set(u"host"_s, u"localhost"_s);
    Ladder ladder;
    const QList<Attempt> attempts = QCoro::waitFor(ladder.climb({candidate}, 10s));
    QCOMPARE(attempts.size(), 3);
    QVERIFY(!attempts[0].connected()); // the test server listens on IPv4 only
    QCOMPARE(diagnose(attempts[0].observation).cause, Cause::Refused);
    for (int i = 1; i < 3; ++i) {
        const Attempt &attempt = attempts[i];
        QVERIFY2(attempt.connected(), words({}, attempt).constData());
        QCOMPARE(attempt.serverVersion / 10000, version);
        QCOMPARE(attempt.at(Stage::Ready).outcome, StageOutcome::Ok);
        QVERIFY(attempt.at(Stage::Ready).elapsed);
        QCOMPARE(attempt.at(Stage::Tls).outcome, StageOutcome::Skipped);
        QVERIFY(!attempt.observation.pooled);
    }
    QTRY_COMPARE(server.log().sliced(before).count("connection authorized"), 2);
}

void TestAccessServer::full()
{
    QFETCH(const int, version);
    TestServer server({.version = version,
                       .settings = {u"max_connections = 8"_s, u"max_wal_senders = 0"_s,
                                    u"superuser_reserved_connections = 2"_s},
                       .hba = Rules});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(makeRoles(server));
    AdminConnection admin;
    QVERIFY_RESULT(admin.open(server));
    const Expected wanted{"", u"app"_s, u"shop"_s, u"right"_s, Cause::Unknown, true};
    std::vector<tests::TestSession> sessions;
    const auto fill = [&](const QString &user) {
        for (auto more = server.session(user, u"filling"_s); more;
             more = server.session(user, u"filling"_s))
            sessions.push_back(std::move(*more));
    };
    fill(u"filler"_s);
    QVERIFY(!sessions.empty());
    Attempt attempt = tryOnce(candidateFor(server, wanted));
    VERIFY_CAUSE(diagnose(attempt.observation), attempt, Cause::TooManyReserved);
    QCOMPARE(attempt.observation.stage, Stage::OpenDatabase);
    fill(u"postgres"_s);
    attempt = tryOnce(candidateFor(server, wanted));
    const Diagnosis diagnosis =
        refine(diagnose(attempt.observation), attempt.observation, admin.evidenceOf(attempt));
    VERIFY_CAUSE(diagnosis, attempt, Cause::TooManyClients);
    QVERIFY(diagnosis.isProved());
    QCOMPARE(diagnosis.facts.value(Fact::Limit), u"8"_s);
    QVERIFY(diagnosis.facts.value(Fact::Holders).contains("filler filling"_L1));
    const auto raise = std::ranges::find(diagnosis.fixes, FixKind::RaiseLimit, &Fix::kind);
    QVERIFY(raise != diagnosis.fixes.end());
    QCOMPARE(raise->text, u"ALTER SYSTEM SET max_connections = 16;"_s);
}

void TestAccessServer::shuttingDown()
{
    QFETCH(const int, version);
    TestServer server({.version = version, .hba = Rules});
    QVERIFY_RESULT(server.start());
    auto holder = server.session(u"postgres"_s);
    QVERIFY_RESULT(holder);
    QVERIFY(server.signal(server.postmasterPid(), SIGTERM)); // waits for the session
    const LadderCandidate candidate =
        candidateFor(server, {"", u"postgres"_s, u"postgres"_s, {}, Cause::Unknown, true});
    QTRY_VERIFY(!tryOnce(candidate).connected());
    const Attempt attempt = tryOnce(candidate);
    VERIFY_CAUSE(diagnose(attempt.observation), attempt, Cause::ServerShuttingDown);
}

void TestAccessServer::recovering()
{
    QFETCH(const int, version);
    TestServer server({.version = version, .hba = Rules});
    QVERIFY_RESULT(server.start());
    auto victim = server.session(u"postgres"_s);
    auto stuck = server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    QVERIFY_RESULT(stuck);
    // The server ends all sessions when one crashes, and waits five seconds for one that does not.
    QVERIFY(server.signal(stuck->pid(), SIGSTOP));
    QVERIFY(server.signal(victim->pid(), SIGKILL));
    const LadderCandidate candidate =
        candidateFor(server, {"", u"postgres"_s, u"postgres"_s, {}, Cause::Unknown, true});
    Attempt attempt;
    QTRY_VERIFY(!(attempt = tryOnce(candidate)).connected());
    VERIFY_CAUSE(diagnose(attempt.observation), attempt, Cause::ServerInRecovery);
    server.signal(stuck->pid(), SIGCONT);
}

void TestAccessServer::loginTrigger()
{
    QFETCH(const int, version);
    if (version < 17)
        return; // login triggers came with 17
    TestServer server({.version = version, .hba = Rules});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(makeRoles(server));
    QVERIFY_RESULT(server.sql(
        "CREATE FUNCTION public.stop() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN "
        "IF session_user = 'gated' THEN RAISE EXCEPTION 'not today'; END IF; END$$;"
        "CREATE EVENT TRIGGER guard ON login EXECUTE FUNCTION public.stop();"
        "ALTER EVENT TRIGGER guard ENABLE ALWAYS",
        u"shop"_s));
    const Attempt attempt = tryOnce(
        candidateFor(server, {"", u"gated"_s, u"shop"_s, u"right"_s, Cause::LoginTrigger, true}));
    VERIFY_CAUSE(diagnose(attempt.observation), attempt, Cause::LoginTrigger);
    QVERIFY(attempt.observation.context.contains("stop()"_L1));
}

void TestAccessServer::pooler()
{
    if (faults::Pooler::program().isEmpty() || tests::anyServer() == 0)
        QSKIP("There is no pgbouncer or no PostgreSQL server.");
    TestServer server({.version = tests::anyServer()});
    QVERIFY_RESULT(server.start());
    faults::Pooler pooler(server, u"transaction"_s);
    QVERIFY_RESULT(pooler.start());
    LadderCandidate candidate;
    candidate.parameters.spec = pooler.spec();
    const Attempt through = tryOnce(candidate);
    QVERIFY2(through.connected(), words({}, through).constData());
    QVERIFY(through.observation.pooled);
    candidate.parameters.spec.set(u"options"_s, u"-c statement_timeout=5s"_s);
    Attempt attempt = tryOnce(candidate);
    VERIFY_CAUSE(diagnose(attempt.observation), attempt, Cause::PoolerStartupOption);
    candidate.parameters.spec.set(u"options"_s, {});
    candidate.parameters.spec.set(u"dbname"_s, u"missing"_s);
    attempt = tryOnce(candidate);
    VERIFY_CAUSE(diagnose(attempt.observation), attempt, Cause::DatabaseMissing);
    candidate.parameters.spec.set(u"dbname"_s, u"postgres"_s);
    candidate.parameters.spec.set(u"user"_s, u"ghost"_s);
    attempt = tryOnce(candidate);
    VERIFY_CAUSE(diagnose(attempt.observation), attempt, Cause::PoolerAuth);
}

QTEST_GUILESS_MAIN(TestAccessServer)
#include "tst_accessserver.moc"
