// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/certificates.h"
#include "access/diagnosis/evidence.h"
#include "access/ladder/evidencereader.h"
#include "access/ladder/ladder.h"
#include "support/testserver.h"

#include <QCoroTask>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace pgaccess;
using tests::Certificates;
using tests::CertificateWish;
using tests::TestServer;

namespace {

constexpr auto Rules = "local all all trust\n"
                       "hostssl all certuser 127.0.0.1/32 cert\n"
                       "hostssl ssldb all 127.0.0.1/32 scram-sha-256\n"
                       "hostnossl plaindb all 127.0.0.1/32 scram-sha-256\n"
                       "host postgres all 127.0.0.1/32 scram-sha-256\n";

} // namespace

/// What goes wrong with TLS, on real servers.
class TestTlsLadder final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void tls_data() { tests::addServerRows(); }
    void tls();

private:
    void start(int version);
    Attempt tryWith(const QMap<QString, QString> &options, const QByteArray &password = "right");
    Diagnosis diagnosisWith(const QMap<QString, QString> &options);
    Diagnosis withAdmin(const QMap<QString, QString> &options);
    void change(const CertificateWish &wish);
    void certificates();
    void rules();
    void onceOverTls();

    Certificates m_certificates;
    std::unique_ptr<TestServer> m_server;
};

void TestTlsLadder::initTestCase()
{
    QVERIFY_RESULT(m_certificates.start());
}

void TestTlsLadder::start(int version)
{
    QVERIFY_RESULT(m_certificates.issue({}));
    m_server = std::make_unique<TestServer>(tests::ServerSetup{
        .version = version,
        .settings = {u"ssl = on"_s, u"ssl_cert_file = '%1'"_s.arg(m_certificates.certificate()),
                     u"ssl_key_file = '%1'"_s.arg(m_certificates.key()),
                     u"ssl_ca_file = '%1'"_s.arg(m_certificates.authority())},
        .hba = Rules});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(
        m_server->sql("SET password_encryption = 'scram-sha-256';"
                      "CREATE ROLE app LOGIN PASSWORD 'right'; CREATE ROLE certuser LOGIN"));
}

Attempt TestTlsLadder::tryWith(const QMap<QString, QString> &options, const QByteArray &password)
{
    LadderCandidate candidate;
    candidate.parameters.spec = m_server->spec(u"app"_s);
    for (const auto &[name, value] : options.asKeyValueRange())
        candidate.parameters.spec.set(name, value);
    candidate.parameters.password = base::Secret(password);
    Ladder ladder;
    return QCoro::waitFor(ladder.climb({candidate}, 10s)).value(0);
}

Diagnosis TestTlsLadder::diagnosisWith(const QMap<QString, QString> &options)
{
    const Attempt attempt = tryWith(options);
    return attempt.connected() ? Diagnosis() : diagnose(attempt.observation);
}

Diagnosis TestTlsLadder::withAdmin(const QMap<QString, QString> &options)
{
    const Attempt attempt = tryWith(options);
    pg::Connection connection;
    pg::ConnectParameters parameters{.spec = m_server->spec()};
    parameters.spec.set(u"host"_s, m_server->folder());
    if (attempt.connected() || !QCoro::waitFor(connection.open(parameters)))
        return {};
    EvidenceReader reader(connection);
    const Evidence evidence = QCoro::waitFor(reader.read(attempt.observation));
    return refine(diagnose(attempt.observation), attempt.observation, evidence);
}

void TestTlsLadder::change(const CertificateWish &wish)
{
    QVERIFY_RESULT(m_certificates.issue(wish));
    QVERIFY_RESULT(m_server->sql("SELECT pg_reload_conf()"));
}

void TestTlsLadder::tls()
{
    QFETCH(const int, version);
    start(version);
    if (QTest::currentTestFailed())
        return;
    onceOverTls();
    certificates();
    rules();
    m_server.reset();
}

void TestTlsLadder::onceOverTls()
{
    const Attempt good =
        tryWith({{u"sslmode"_s, u"verify-full"_s}, {u"sslrootcert"_s, m_certificates.authority()}});
    QVERIFY2(good.connected(), qPrintable(good.observation.error.value_or(base::Error()).message));
    QVERIFY(good.tlsVersion.startsWith("TLSv1."_L1));
    QCOMPARE(good.at(Stage::Tls).outcome, StageOutcome::Ok);
    QVERIFY(good.at(Stage::Tls).elapsed);
    // With "prefer" libpq would try again without TLS.
    const Attempt wrong = tryWith({}, "wrong");
    QVERIFY(wrong.observation.tlsInUse);
    QCOMPARE(diagnose(wrong.observation).cause, Cause::WrongPassword);
    QTRY_COMPARE(m_server->log().count("password authentication failed"), 1);
}

void TestTlsLadder::certificates()
{
    const QMap<QString, QString> verified{{u"sslmode"_s, u"verify-full"_s},
                                          {u"sslrootcert"_s, m_certificates.authority()}};
    const auto causeIs = [&](const CertificateWish &wish, Cause cause) {
        change(wish);
        QTRY_COMPARE(causeName(diagnosisWith(verified).cause), causeName(cause));
        QVERIFY(diagnosisWith(verified).isProved());
    };
    causeIs({.notAfter = u"20210203000000Z"_s}, Cause::TlsExpired);
    QCOMPARE(diagnosisWith(verified).facts.value(Fact::CertificateUntil),
             u"2021-02-03T00:00:00Z"_s);
    causeIs({.notBefore = u"20880203000000Z"_s}, Cause::TlsNotYetValid);
    causeIs({.selfSigned = true}, Cause::TlsUnknownCa);
    causeIs({.name = u"DNS:db.example.test"_s}, Cause::TlsHostname);
    QCOMPARE(diagnosisWith(verified).facts.value(Fact::CertificateNames), u"db.example.test"_s);
    change({});
    QTRY_VERIFY(tryWith(verified).connected());
    const Diagnosis files =
        diagnosisWith({{u"sslmode"_s, u"verify-ca"_s}, {u"sslrootcert"_s, u"/nowhere/ca.crt"_s}});
    QCOMPARE(causeName(files.cause), "tls_files"_L1);
    QVERIFY_RESULT(m_server->sql("ALTER SYSTEM SET ssl_min_protocol_version = 'TLSv1.3'"));
    QVERIFY_RESULT(m_server->sql("SELECT pg_reload_conf()"));
    const QMap<QString, QString> old{{u"sslmode"_s, u"require"_s},
                                     {u"ssl_max_protocol_version"_s, u"TLSv1.2"_s}};
    QTRY_COMPARE(causeName(diagnosisWith(old).cause), "tls_protocol"_L1);
}

void TestTlsLadder::rules()
{
    const QMap<QString, QString> plain{{u"dbname"_s, u"ssldb"_s}, {u"sslmode"_s, u"disable"_s}};
    const Diagnosis likely = diagnosisWith(plain);
    QCOMPARE(likely.cause, Cause::NoHbaEntry);
    QCOMPARE(likely.alternatives, QList{Cause::TlsRequiredByServer});
    const Diagnosis required = withAdmin(plain);
    QCOMPARE(causeName(required.cause), "tls_required_by_server"_L1);
    QVERIFY(required.isProved());
    QCOMPARE(required.rule->line, 3);
    const Diagnosis refused =
        withAdmin({{u"dbname"_s, u"plaindb"_s}, {u"sslmode"_s, u"require"_s}});
    QCOMPARE(causeName(refused.cause), "tls_refused_by_server"_L1);
    QVERIFY(refused.isProved());
    const Diagnosis client = diagnosisWith({{u"user"_s, u"certuser"_s}});
    QCOMPARE(causeName(client.cause), "tls_client_certificate"_L1);
    QVERIFY(client.isProved());
}

QTEST_GUILESS_MAIN(TestTlsLadder)
#include "tst_tlsladder.moc"
