// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/clientmessage.h"
#include "access/live/refusals.h"
#include "support/socket.h"

#include <QFile>
#include <QtEndian>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace pgaccess;
using tests::AdminConnection;
using tests::ByClient;
using tests::Refusal;
using tests::TestServer;

namespace {

/// Verifies that the ledger finds a diagnosis right.
#define VERIFY_RIGHT(expression)                                                                   \
    do {                                                                                           \
        const QByteArray wrong = (expression);                                                     \
        QVERIFY2(wrong.isEmpty(), wrong.constData());                                              \
    } while (false)

// A start-up packet of an old client, and one that names nobody: what libpq never sends.
QByteArray startupPacket(quint32 protocol)
{
    QByteArray packet(8, '\0');
    qToBigEndian(protocol, packet.data() + 4);
    packet += protocol == 0x20000 ? QByteArray(288, '\0') : QByteArray("database\0shop\0\0", 15);
    qToBigEndian(quint32(packet.size()), packet.data());
    return packet;
}

// The text that a client of that age shows.
QString refusalOf(const TestServer &server, quint32 protocol)
{
    const auto socket = tests::Socket::connectedTo(server.port());
    if (!socket.write(startupPacket(protocol)))
        return {};
    QByteArray answer;
    for (QByteArray part = socket.read(4096); !part.isEmpty(); part = socket.read(4096))
        answer += part;
    if (answer.contains("FATAL:  ")) // the form of protocol 2
        return QString::fromUtf8(answer.sliced(answer.indexOf("FATAL:")).split('\n').first());
    QString state, message;
    for (const QByteArray &field :
         answer.sliced(std::min<qsizetype>(5, answer.size())).split('\0')) {
        if (field.startsWith('C'))
            state = QString::fromUtf8(field.sliced(1));
        else if (field.startsWith('M'))
            message = QString::fromUtf8(field.sliced(1));
    }
    return u"FATAL:  %1: %2"_s.arg(state, message);
}

} // namespace

/// People whom real servers do not let in, and what is said of it.
class TestAccessServer final : public QObject
{
    Q_OBJECT

private slots:
    void refusals_data() { tests::addServerRows(); }
    void refusals();
    void works_data() { tests::addServerRows(); }
    void works();
    void everythingHappened();

private:
    void start(int version);
    void refuses(const Refusal &refusal);
    void slowly();
    void judge(const Refusal &refusal, const Attempt &attempt);
    void tlsLineWithoutTls();
    void linesForOneProtocol();
    void loginTrigger();
    void oldClients();
    void lockedOut();
    void invalidSettingOfARole();

    tests::Ledger m_ledger{u"tst_accessserver"_s};
    QList<int> m_versions;
    int m_version = 0;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<AdminConnection> m_admin;
};

void TestAccessServer::start(int version)
{
    m_version = version;
    m_admin = std::make_unique<AdminConnection>();
    m_server = std::make_unique<TestServer>(
        tests::ServerSetup{.version = version,
                           .settings = {u"listen_addresses = '127.0.0.1,::1'"_s},
                           .hba = tests::refusingRules()});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(tests::makeRefusing(*m_server));
    QFile maps(m_server->folder() + u"/data/pg_ident.conf"_s);
    QVERIFY(maps.open(QIODevice::WriteOnly));
    maps.write(tests::refusingMaps());
    maps.close();
    QVERIFY_RESULT(m_server->sql("SELECT pg_reload_conf()"));
    QVERIFY_RESULT(m_admin->open(*m_server));
}

void TestAccessServer::refusals()
{
    QFETCH(const int, version);
    start(version);
    for (const Refusal &refusal : tests::refusals())
        refuses(refusal);
    slowly();
    for (const auto more :
         {&TestAccessServer::tlsLineWithoutTls, &TestAccessServer::linesForOneProtocol,
          &TestAccessServer::loginTrigger, &TestAccessServer::oldClients,
          &TestAccessServer::invalidSettingOfARole, &TestAccessServer::lockedOut}) {
        if (!QTest::currentTestFailed())
            (this->*more)();
    }
    m_versions.append(version);
    m_admin.reset();
    m_server.reset();
}

void TestAccessServer::refuses(const Refusal &refusal)
{
    qInfo("%s", qPrintable(refusal.situation));
    const qsizetype before = m_server->log().size();
    LadderCandidate candidate = tests::candidateFor(*m_server, refusal.visitor);
    if (refusal.visitor.database.isEmpty())
        candidate.parameters.spec.options.remove(u"dbname"_s);
    if (!refusal.before.isEmpty())
        QVERIFY_RESULT(m_server->sql(refusal.before));
    judge(refusal, tests::tryOnce(candidate));
    const QByteArray logged = m_server->log().sliced(before);
    QVERIFY2(logged.count("FATAL:") <= 1, logged.constData()); // one strike, not two
    QVERIFY2(!logged.contains("SSL enabled") && !logged.contains("right"), logged.constData());
}

void TestAccessServer::slowly()
{
    QList<LadderCandidate> candidates;
    for (const Refusal &refusal : tests::slowRefusals())
        candidates.append(tests::candidateFor(*m_server, refusal.visitor));
    const QList<Attempt> attempts = tests::climb(candidates);
    QCOMPARE(attempts.size(), candidates.size());
    for (int i = 0; i < attempts.size(); ++i)
        judge(tests::slowRefusals()[i], attempts[i]);
}

void TestAccessServer::judge(const Refusal &refusal, const Attempt &attempt)
{
    VERIFY_RIGHT(m_ledger.judge(refusal.situation, m_version, attempt, refusal.byClient));
    const Evidence log = tests::logOf(*m_server, attempt);
    VERIFY_RIGHT(m_ledger.judge(refusal.situation, attempt, log));
    const Evidence catalogs = m_admin->evidenceOf(attempt);
    VERIFY_RIGHT(m_ledger.judge(refusal.situation, attempt, catalogs));
    if (refusal.byClient == ByClient::Guesses) { // by which line is known both ways
        const Diagnosis seen = diagnose(attempt.observation);
        const auto byLog = refine(seen, attempt.observation, log).rule;
        const auto byAdmin = refine(seen, attempt.observation, catalogs).rule;
        QVERIFY(byLog && byAdmin);
        QCOMPARE(byLog->line, byAdmin->line);
    }
}

// That no line lets this client in is sure; that one would with TLS is what the rules add.
void TestAccessServer::tlsLineWithoutTls()
{
    const Attempt attempt = tests::tryOnce(*m_server, {.database = u"ssldb"_s});
    VERIFY_RIGHT(m_ledger.judge(u"no_hba_entry"_s, m_version, attempt, ByClient::Proves));
    const QString situation = u"server_without_ssl_hostssl_line"_s;
    VERIFY_RIGHT(m_ledger.judge(situation, attempt, m_admin->evidenceOf(attempt)));
    m_ledger.note(situation, m_version);
}

// One name, three places; of the two addresses only one has a line.
void TestAccessServer::linesForOneProtocol()
{
    const QList<Attempt> attempts =
        tests::climb({tests::candidateFor(*m_server, {.options = {{u"host"_s, u"localhost"_s}}})});
    QVERIFY(attempts.size() >= 2);
    QCOMPARE(attempts[0].observation.address, u"::1"_s);
    VERIFY_RIGHT(m_ledger.judge(u"localhost_resolves_to_::1_no_hba_for_v6"_s, m_version,
                                attempts[0], ByClient::Proves));
    QVERIFY(attempts[1].connected());
    const Diagnosis diagnosis = diagnose(attempts[0].observation);
    QVERIFY(std::ranges::any_of(diagnosis.fixes, [](const Fix &fix) {
        return fix.kind == FixKind::AddHbaLine && fix.text.contains("::1/128"_L1);
    }));
}

void TestAccessServer::loginTrigger()
{
    if (m_version < 17)
        return; // login triggers came with 17
    QVERIFY_RESULT(m_server->sql(
        "CREATE FUNCTION public.stop() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN "
        "IF session_user = 'gated' THEN RAISE EXCEPTION 'not today'; END IF; END$$;"
        "CREATE EVENT TRIGGER guard ON login EXECUTE FUNCTION public.stop();"
        "ALTER EVENT TRIGGER guard ENABLE ALWAYS",
        u"shop"_s));
    const Attempt attempt = tests::tryOnce(*m_server, {.user = u"gated"_s});
    VERIFY_RIGHT(m_ledger.judge(u"login_event_trigger_refuses(17+)"_s, m_version, attempt,
                                ByClient::Proves));
    QVERIFY(attempt.observation.context.contains("stop()"_L1));
}

void TestAccessServer::oldClients()
{
    for (const auto &[protocol, situation] : {std::pair(0x20000u, u"protocol_version_2"_s),
                                              std::pair(0x30000u, u"startup_without_user"_s)}) {
        if (protocol == 0x20000 && m_version < 14)
            continue; // 13 still speaks it
        const QString text = refusalOf(*m_server, protocol);
        QVERIFY2(!text.isEmpty(), qPrintable(situation));
        Attempt attempt;
        attempt.observation = readClientMessage(text).last();
        VERIFY_RIGHT(m_ledger.judge(situation, m_version, attempt, ByClient::Proves));
    }
}

void TestAccessServer::invalidSettingOfARole()
{
    const Attempt attempt = tests::tryOnce(*m_server, {.user = u"badset"_s});
    QVERIFY2(attempt.connected(), tests::words({}, attempt).constData());
    m_ledger.note(u"role_setting_invalid_is_only_warning"_s, m_version);
}

// Somebody locks the table of roles: who comes waits until the server gives up.
void TestAccessServer::lockedOut()
{
    QVERIFY_RESULT(m_server->sql("ALTER SYSTEM SET authentication_timeout = '1s'"));
    auto locker = m_server->session(u"postgres"_s);
    QVERIFY_RESULT(locker);
    QVERIFY_RESULT(locker->run("SELECT pg_reload_conf()"));
    QVERIFY_RESULT(locker->run("BEGIN"));
    QVERIFY_RESULT(locker->run("LOCK pg_catalog.pg_authid IN ACCESS EXCLUSIVE MODE"));
    const Attempt attempt = tests::tryOnce(*m_server, {});
    QVERIFY_RESULT(locker->run("ROLLBACK"));
    VERIFY_RIGHT(
        m_ledger.judge(u"authentication_timeout"_s, m_version, attempt, ByClient::Guesses));
    const Diagnosis byLog = refine(diagnose(attempt.observation), attempt.observation,
                                   tests::logOf(*m_server, attempt));
    QCOMPARE(byLog.cause, Cause::Timeout);
}

void TestAccessServer::works()
{
    QFETCH(const int, version);
    TestServer server({.version = version, .hba = tests::refusingRules()});
    QVERIFY_RESULT(server.start());
    QVERIFY_RESULT(server.sql("SET password_encryption = 'scram-sha-256';"
                              "CREATE ROLE app LOGIN PASSWORD 'right'"));
    QVERIFY_RESULT(server.sql("CREATE DATABASE shop"));
    const qsizetype before = server.log().size();
    const QList<Attempt> attempts =
        tests::climb({tests::candidateFor(server, {.options = {{u"host"_s, u"localhost"_s}}})});
    QCOMPARE(attempts.size(), 3);
    QVERIFY(!attempts[0].connected()); // this server listens on IPv4 only
    QCOMPARE(diagnose(attempts[0].observation).cause, Cause::Refused);
    for (int i = 1; i < 3; ++i) {
        const Attempt &attempt = attempts[i];
        QVERIFY2(attempt.connected(), tests::words({}, attempt).constData());
        QCOMPARE(attempt.serverVersion / 10000, version);
        QCOMPARE(attempt.at(Stage::Ready).outcome, StageOutcome::Ok);
        QVERIFY(attempt.at(Stage::Ready).elapsed);
        QCOMPARE(attempt.at(Stage::Tls).outcome, StageOutcome::Skipped);
        QVERIFY(!attempt.observation.pooled);
    }
    QTRY_COMPARE(server.log().sliced(before).count("connection authorized"), 2);
}

void TestAccessServer::everythingHappened()
{
    QCOMPARE(m_ledger.open(m_versions), QStringList());
}

QTEST_GUILESS_MAIN(TestAccessServer)
#include "tst_accessserver.moc"
