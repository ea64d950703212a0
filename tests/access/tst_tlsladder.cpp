// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/certificates.h"
#include "access/live/ledger.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;
using tests::ByClient;
using tests::CertificateWish;
using tests::TestServer;
using tests::Visitor;

namespace {

constexpr auto Rules = "local all all trust\n"
                       "hostssl all certuser 127.0.0.1/32 cert\n"
                       "hostssl all fulluser 127.0.0.1/32 scram-sha-256 clientcert=verify-full\n"
                       "hostssl ssldb all 127.0.0.1/32 scram-sha-256\n"
                       "hostnossl plaindb all 127.0.0.1/32 scram-sha-256\n"
                       "host postgres all 127.0.0.1/32 scram-sha-256\n";

/// Verifies that the ledger finds a diagnosis right.
#define VERIFY_RIGHT(expression)                                                                   \
    do {                                                                                           \
        const QByteArray wrong = (expression);                                                     \
        QVERIFY2(wrong.isEmpty(), wrong.constData());                                              \
    } while (false)

Visitor with(const QMap<QString, QString> &options, const QString &user = u"app"_s)
{
    return {.user = user, .database = u"postgres"_s, .options = options};
}

} // namespace

/// What goes wrong with TLS, on real servers.
class TestTlsLadder final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void tls_data() { tests::addServerRows(); }
    void tls();
    void everythingHappened();

private:
    void start();
    void produce(const QString &situation, const QMap<QString, QString> &options,
                 const QString &user = u"app"_s, ByClient byClient = ByClient::Proves);
    void change(const CertificateWish &wish);
    void onceOverTls();
    void certificates();
    void rootFiles();
    void clientCertificates();
    void clientFiles();
    void rules();
    void byRules(const QString &situation, const Visitor &visitor, int line);
    void negotiation();
    void protocols();

    QTemporaryDir m_home; ///< Of a person without certificates.
    tests::Certificates m_certificates;
    tests::Ledger m_ledger{u"tst_tlsladder"_s};
    QList<int> m_versions;
    int m_version = 0;
    std::unique_ptr<TestServer> m_server;
};

void TestTlsLadder::initTestCase()
{
    qputenv("HOME", m_home.path().toLocal8Bit());
    QVERIFY_RESULT(m_certificates.start());
}

void TestTlsLadder::start()
{
    QVERIFY_RESULT(m_certificates.issue({}));
    m_server = std::make_unique<TestServer>(tests::ServerSetup{
        .version = m_version,
        .settings = {u"ssl = on"_s, u"ssl_cert_file = '%1'"_s.arg(m_certificates.certificate()),
                     u"ssl_key_file = '%1'"_s.arg(m_certificates.key()),
                     u"ssl_ca_file = '%1'"_s.arg(m_certificates.authority())},
        .hba = Rules});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("SET password_encryption = 'scram-sha-256';"
                                 "CREATE ROLE app LOGIN PASSWORD 'right';"
                                 "CREATE ROLE fulluser LOGIN PASSWORD 'right';"
                                 "CREATE ROLE certuser LOGIN"));
}

void TestTlsLadder::produce(const QString &situation, const QMap<QString, QString> &options,
                            const QString &user, ByClient byClient)
{
    VERIFY_RIGHT(m_ledger.judge(situation, m_version,
                                tests::tryOnce(*m_server, with(options, user)), byClient));
}

void TestTlsLadder::change(const CertificateWish &wish)
{
    QVERIFY_RESULT(m_certificates.issue(wish));
    QVERIFY_RESULT(m_server->sql("SELECT pg_reload_conf()"));
}

void TestTlsLadder::tls()
{
    QFETCH(const int, version);
    m_version = version;
    start();
    for (const auto next :
         {&TestTlsLadder::onceOverTls, &TestTlsLadder::certificates, &TestTlsLadder::rootFiles,
          &TestTlsLadder::clientCertificates, &TestTlsLadder::clientFiles, &TestTlsLadder::rules,
          &TestTlsLadder::negotiation, &TestTlsLadder::protocols}) {
        if (!QTest::currentTestFailed())
            (this->*next)();
    }
    m_versions.append(version);
    m_server.reset();
}

void TestTlsLadder::onceOverTls()
{
    const Attempt good = tests::tryOnce(
        *m_server,
        with({{u"sslmode"_s, u"verify-full"_s}, {u"sslrootcert"_s, m_certificates.authority()}}));
    QVERIFY2(good.connected(), tests::words({}, good).constData());
    QVERIFY(good.tlsVersion.startsWith("TLSv1."_L1));
    QCOMPARE(good.at(Stage::Tls).outcome, StageOutcome::Ok);
    QVERIFY(good.at(Stage::Tls).elapsed);
    // With "prefer" libpq would try again without TLS.
    Visitor visitor = with({});
    visitor.password = u"wrong"_s;
    const Attempt wrong = tests::tryOnce(*m_server, visitor);
    QVERIFY(wrong.observation.tlsInUse);
    QCOMPARE(diagnose(wrong.observation).cause, Cause::WrongPassword);
    QTRY_COMPARE(m_server->log().count("password authentication failed"), 1);
}

void TestTlsLadder::certificates()
{
    const QString authority = m_certificates.authority();
    const QMap<QString, QString> byAuthority{{u"sslmode"_s, u"verify-ca"_s},
                                             {u"sslrootcert"_s, authority}};
    const QMap<QString, QString> byName{{u"sslmode"_s, u"verify-full"_s},
                                        {u"sslrootcert"_s, authority}};
    const auto seen = [&](const QMap<QString, QString> &options) {
        const Attempt attempt = tests::tryOnce(*m_server, with(options));
        return attempt.connected() ? Diagnosis() : diagnose(attempt.observation);
    };
    const auto become = [&](const CertificateWish &wish, Cause cause) {
        change(wish);
        QTRY_COMPARE(causeName(seen(byName).cause), causeName(cause));
        QVERIFY(seen(byName).isProved());
    };
    become({.notAfter = u"20210203000000Z"_s}, Cause::TlsExpired);
    QCOMPARE(seen(byName).facts.value(Fact::CertificateUntil), u"2021-02-03T00:00:00Z"_s);
    produce(u"ssl_server_cert_expired_verify_ca"_s, byAuthority);
    become({.notBefore = u"20880203000000Z"_s}, Cause::TlsNotYetValid);
    become({.selfSigned = true}, Cause::TlsUnknownCa);
    produce(u"ssl_verify_unknown_ca"_s, byAuthority);
    become({.name = u"DNS:db.example.test"_s}, Cause::TlsHostname);
    QCOMPARE(seen(byName).facts.value(Fact::CertificateNames), u"db.example.test"_s);
    produce(u"ssl_hostname_mismatch"_s, byName);
    change({});
    QTRY_VERIFY(tests::tryOnce(*m_server, with(byName)).connected());
}

void TestTlsLadder::rootFiles()
{
    produce(u"ssl_rootcert_missing"_s,
            {{u"sslmode"_s, u"verify-ca"_s}, {u"sslrootcert"_s, u"/nowhere/ca.crt"_s}});
    produce(u"ssl_rootcert_default_missing"_s, {{u"sslmode"_s, u"verify-full"_s}});
    produce(u"ssl_rootcert_system"_s, {{u"sslrootcert"_s, u"system"_s}});
    produce(u"ssl_rootcert_system_weak_mode"_s,
            {{u"sslmode"_s, u"require"_s}, {u"sslrootcert"_s, u"system"_s}});
}

void TestTlsLadder::clientCertificates()
{
    const QMap<QString, QString> shown{{u"sslmode"_s, u"require"_s},
                                       {u"sslcert"_s, m_certificates.clientCertificate()},
                                       {u"sslkey"_s, m_certificates.clientKey()}};
    produce(u"ssl_client_cert_missing"_s, {}, u"certuser"_s);
    produce(u"ssl_clientcert_verify_full_missing"_s, {}, u"fulluser"_s);
    QVERIFY_RESULT(m_certificates.issueClient(u"certuser"_s));
    const Attempt good = tests::tryOnce(*m_server, with(shown, u"certuser"_s));
    QVERIFY2(good.connected(), tests::words({}, good).constData());
    QVERIFY_RESULT(m_certificates.issueClient(u"somebody else"_s));
    produce(u"ssl_client_cert_wrong_cn"_s, shown, u"certuser"_s);
    QVERIFY_RESULT(m_certificates.issueClient(u"certuser"_s, true));
    produce(u"ssl_client_cert_unknown_ca"_s, shown, u"certuser"_s);
}

void TestTlsLadder::clientFiles()
{
    QMap<QString, QString> files{{u"sslmode"_s, u"require"_s},
                                 {u"sslcert"_s, m_certificates.clientCertificate()},
                                 {u"sslkey"_s, m_certificates.clientKey()}};
    QVERIFY(QFile::setPermissions(m_certificates.clientKey(),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    produce(u"ssl_client_key_permissions"_s, files, u"certuser"_s);
    files[u"sslkey"_s] = u"/nowhere/client.key"_s;
    produce(u"ssl_client_key_missing"_s, files, u"certuser"_s);
    files[u"sslcert"_s] = u"/nowhere/client.crt"_s;
    produce(u"ssl_client_cert_missing_file"_s, files, u"certuser"_s);
}

void TestTlsLadder::byRules(const QString &situation, const Visitor &visitor, int line)
{
    const Attempt attempt = tests::tryOnce(*m_server, visitor);
    VERIFY_RIGHT(m_ledger.judge(situation, m_version, attempt, ByClient::Guesses));
    tests::AdminConnection admin;
    QVERIFY_RESULT(admin.open(*m_server));
    const Evidence evidence = admin.evidenceOf(attempt);
    VERIFY_RIGHT(m_ledger.judge(situation, attempt, evidence));
    const auto rule = refine(diagnose(attempt.observation), attempt.observation, evidence).rule;
    QCOMPARE(rule ? rule->line : 0, line);
}

void TestTlsLadder::rules()
{
    Visitor visitor = with({{u"sslmode"_s, u"disable"_s}});
    visitor.database = u"ssldb"_s;
    byRules(u"server_requires_ssl(hostssl)"_s, visitor, 4);
    visitor = with({{u"sslmode"_s, u"require"_s}});
    visitor.database = u"plaindb"_s;
    byRules(u"server_refuses_ssl(hostnossl)"_s, visitor, 5);
    visitor = with({});
    visitor.database = u"nobodys"_s;
    const qsizetype before = m_server->log().size();
    byRules(u"no_hba_entry_prefer_double"_s, visitor, 0);
    QCOMPARE(m_server->log().sliced(before).count("no pg_hba.conf entry"), 1); // not twice
}

void TestTlsLadder::negotiation()
{
    const QMap<QString, QString> direct{{u"sslnegotiation"_s, u"direct"_s}};
    produce(u"sslnegotiation_direct_weak"_s, direct);
    QMap<QString, QString> required = direct;
    required.insert(u"sslmode"_s, u"require"_s);
    if (m_version < 17)
        produce(u"sslnegotiation_direct"_s, required, u"app"_s, ByClient::Guesses);
    else
        QVERIFY(tests::tryOnce(*m_server, with(required)).connected());
}

void TestTlsLadder::protocols()
{
    produce(u"ssl_protocol_too_old"_s, {{u"sslmode"_s, u"require"_s},
                                        {u"ssl_min_protocol_version"_s, u"TLSv1"_s},
                                        {u"ssl_max_protocol_version"_s, u"TLSv1"_s}});
    QVERIFY_RESULT(m_server->sql("ALTER SYSTEM SET ssl_min_protocol_version = 'TLSv1.3'"));
    QVERIFY_RESULT(m_server->sql("SELECT pg_reload_conf()"));
    QMap<QString, QString> old{{u"sslmode"_s, u"require"_s},
                               {u"ssl_max_protocol_version"_s, u"TLSv1.2"_s}};
    QTRY_VERIFY(!tests::tryOnce(*m_server, with(old)).connected());
    produce(u"ssl_min_protocol_server_1.3_client_max_1.2"_s, old);
    // libpq would go on in plain text, and send the password there.
    old[u"sslmode"_s] = u"prefer"_s;
    const qsizetype before = m_server->log().count("connection authorized");
    const Attempt attempt = tests::tryOnce(*m_server, with(old));
    QVERIFY(!attempt.connected());
    QCOMPARE(diagnose(attempt.observation).cause, Cause::TlsProtocol);
    QCOMPARE(m_server->log().count("connection authorized"), before);
    m_ledger.note(u"ssl_failure_with_prefer_falls_back_to_plain"_s, m_version);
}

void TestTlsLadder::everythingHappened()
{
    QCOMPARE(m_ledger.open(m_versions), QStringList());
}

QTEST_GUILESS_MAIN(TestTlsLadder)
#include "tst_tlsladder.moc"
