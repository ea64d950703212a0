// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/clientmessage.h"
#include "access/diagnosis/evidence.h"
#include "access/diagnosis/fixes.h"
#include "access/situations.h"

#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using namespace pgaccess;
using tests::causeOfSituation;

namespace {

// What a client that keeps the SQLSTATE would have seen; the last address counts.
Observation observationOf(const QJsonObject &row)
{
    Observation out = readClientMessage(row[u"client_message"_s].toString()).last();
    const QString state = row[u"sqlstate"_s].toString();
    if (state.size() == 5) {
        out.error->kind = base::ErrorKind::Server;
        out.error->sqlState = state;
    }
    const QString situation = row[u"class"_s].toString();
    if (row[u"client_message"_s] == u"b''"_s)
        out.error->message.clear(); // raw bytes: none
    out.directTls = situation == "sslnegotiation_direct"_L1;
    return out;
}

// The lines of the data's log, as a server writes them to a file.
std::string logOf(const QJsonObject &row)
{
    QString log;
    for (const QString &line : row[u"server_log"_s].toString().split(u'\n')) {
        const bool follows = line.startsWith(u'\t');
        const QString text = line.size() > 6 && line[5] == u' ' ? line.sliced(6) : line;
        log += (follows ? line : u"2026-11-20 10:00:00.000 UTC [77] "_s + text) + u'\n';
    }
    return log.toStdString();
}

QList<Cause> possible(const Diagnosis &diagnosis)
{
    return QList<Cause>{diagnosis.cause} + diagnosis.alternatives;
}

QByteArray names(const Diagnosis &diagnosis)
{
    QByteArrayList out;
    for (const Cause cause : possible(diagnosis))
        out.append(causeName(cause).data());
    return (diagnosis.isProved() ? "proved " : "likely ") + out.join(", ");
}

Observation refusal(const QString &state, const QString &message, const QString &function = {})
{
    Observation out{.user = u"app"_s, .database = u"shop"_s, .address = u"::1"_s};
    out.error = base::Error{.kind = base::ErrorKind::Server, .sqlState = state, .message = message};
    out.function = function;
    out.stage = Stage::Authenticate;
    return out;
}

const Observation NoMatch =
    refusal(u"28P01"_s, u"password authentication failed for user \"app\""_s);

using AddRow = std::function<void(const char *, const QString &, const Observation &)>;

// Those that come after the authentication.
void addLaterRefusals(const AddRow &row)
{
    row("de, role limit", u"too_many_for_role"_s,
        refusal(u"53300"_s, u"zu viele Verbindungen für Rolle »app«"_s,
                u"InitializeSessionUserId"_s));
    row("de, database limit", u"too_many_for_database"_s,
        refusal(u"53300"_s, u"zu viele Verbindungen für Datenbank »shop«"_s, u"CheckMyDatabase"_s));
    row("de, reserved", u"too_many_reserved"_s,
        refusal(u"53300"_s, u"verbleibende Verbindungen sind für Superuser reserviert"_s,
                u"InitPostgres"_s));
    row("de, full", u"too_many_clients"_s,
        refusal(u"53300"_s, u"tut mir leid, schon zu viele Verbindungen"_s, u"InitProcess"_s));
    row("de, no right", u"no_connect_privilege"_s,
        refusal(u"42501"_s, u"keine Berechtigung für Datenbank »shop«"_s, u"CheckMyDatabase"_s));
    row("de, setting", u"startup_option"_s,
        refusal(u"42704"_s, u"unbekannter Konfigurationsparameter »nosuch«"_s, u"find_option"_s));
    row("de, database", u"database_missing"_s,
        refusal(u"3D000"_s, u"Datenbank »shop« existiert nicht"_s, u"InitPostgres"_s));
}

} // namespace

class TestDiagnosis final : public QObject
{
    Q_OBJECT

private slots:
    void situation_data();
    void situation();
    void withLog_data();
    void withLog();
    void otherLanguages_data();
    void otherLanguages();
    void peers_data();
    void peers();
    void certificates();
    void roles_data();
    void roles();
    void rules();
    void oldLogIsNoProof();
    void fixesAreQuoted();
    void lineForIpv6();
    void everyCauseHasAName();
};

void TestDiagnosis::situation_data()
{
    QTest::addColumn<QJsonObject>("row");
    int number = 0;
    for (const QJsonObject &row : tests::situations())
        QTest::addRow("%d %s", ++number, qPrintable(row[u"class"_s].toString())) << row;
    QCOMPARE(number, 225);
}

void TestDiagnosis::situation()
{
    QFETCH(const QJsonObject, row);
    const QString name = row[u"class"_s].toString();
    if (tests::isSuccess(name))
        return;
    const Diagnosis diagnosis = diagnose(observationOf(row));
    const QString expected = causeOfSituation(name);
    // What the client alone cannot tell apart must stand among what else it could be.
    const bool named = std::ranges::contains(possible(diagnosis), expected, &causeName);
    QVERIFY2(named, names(diagnosis).constData());
    if (diagnosis.isProved())
        QCOMPARE(causeName(diagnosis.cause), expected);
    QVERIFY(!diagnosis.fixes.isEmpty());
    for (const Fix &fix : diagnosis.fixes) // nothing to copy that is not whole
        QVERIFY2(fix.kind != FixKind::ChangeSetting || !(fix.text + u' ').contains("= "_L1),
                 qPrintable(fix.text));
}

void TestDiagnosis::withLog_data()
{
    QTest::addColumn<QJsonObject>("row");
    int number = 0;
    for (const QJsonObject &row : tests::situations()) {
        ++number;
        const bool split = row[u"sqlstate"_s] == u"28P01"_s &&
                           row[u"server_log"_s].toString().contains("DETAIL"_L1);
        if (split)
            QTest::addRow("%d %s", number, qPrintable(row[u"class"_s].toString())) << row;
    }
    QVERIFY(number > 0);
}

void TestDiagnosis::withLog()
{
    QFETCH(const QJsonObject, row);
    const Observation observation = observationOf(row);
    const Evidence evidence{.log = parseAuthLog(logOf(row)),
                            .attemptedAt = *base::fromIso(u"2026-11-20T10:00:01Z")};
    const Diagnosis diagnosis = refine(diagnose(observation), observation, evidence);
    QCOMPARE(causeName(diagnosis.cause), causeOfSituation(row[u"class"_s].toString()));
    QVERIFY(diagnosis.isProved());
    QVERIFY(diagnosis.alternatives.isEmpty());
    QVERIFY(diagnosis.rule);
    QVERIFY(diagnosis.rule->line > 0);
    QVERIFY(row[u"server_log"_s].toString().contains(diagnosis.rule->text));
}

void TestDiagnosis::otherLanguages_data()
{
    QTest::addColumn<Observation>("observation");
    QTest::addColumn<QString>("cause");
    const auto row = [](const char *name, const QString &cause, const Observation &observation) {
        QTest::newRow(name) << observation << cause;
    };
    row("de, no entry", u"no_hba_entry"_s,
        refusal(u"28000"_s,
                u"kein pg_hba.conf-Eintrag für Host »::1«, Benutzer »app«, Datenbank »shop«, "
                "keine Verschlüsselung"_s,
                u"ClientAuthentication"_s));
    row("es, reject", u"hba_reject"_s,
        refusal(u"28000"_s,
                u"pg_hba.conf rechaza la conexión para el servidor «::1», usuario «app»"_s,
                u"ClientAuthentication"_s));
    row("de, no certificate", u"tls_client_certificate"_s,
        refusal(u"28000"_s, u"Verbindung erfordert ein gültiges Client-Zertifikat"_s,
                u"ClientAuthentication"_s));
    row("de, peer", u"peer_mismatch"_s,
        refusal(u"28000"_s, u"Peer-Authentifizierung für Benutzer »app« fehlgeschlagen"_s,
                u"auth_failed"_s));
    row("es, LDAP", u"external_auth_failed"_s,
        refusal(u"28000"_s, u"la autentificación LDAP falló para el usuario «app»"_s,
                u"auth_failed"_s));
    row("ko, password", u"wrong_password"_s,
        refusal(u"28P01"_s, u"사용자 \"app\"의 password 인증을 실패했습니다"_s, u"auth_failed"_s));
    addLaterRefusals(row);
    Observation accepted =
        refusal(u"28000"_s, u"Rolle »app« hat keine Berechtigung zum Einloggen"_s,
                u"InitializeSessionUserId"_s);
    accepted.passwordAsked = true;
    row("de, no login", u"role_cannot_login"_s, accepted);
}

void TestDiagnosis::otherLanguages()
{
    QFETCH(const Observation, observation);
    QFETCH(const QString, cause);
    QCOMPARE(causeName(diagnose(observation).cause), cause);
}

void TestDiagnosis::peers_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("peer");
    QTest::newRow("HTTP") << QByteArray("HTTP/1.1 400 Bad Request") << u"HTTP"_s;
    QTest::newRow("SSH") << QByteArray("SSH-2.0-OpenSSH_9.9") << u"SSH"_s;
    QTest::newRow("Redis") << QByteArray("-ERR unknown command") << u"Redis"_s;
    QTest::newRow("MySQL") << QByteArray("J\0\0\0\n8.0.36", 11) << u"MySQL"_s;
    QTest::newRow("garbage") << QByteArray("\x81\x07zz") << QString();
}

void TestDiagnosis::peers()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, peer);
    Observation observation{.address = u"127.0.0.1"_s, .stage = Stage::Tls, .firstBytes = bytes};
    observation.error = base::Error{.kind = base::ErrorKind::ConnectionLost,
                                    .message = u"ungültige Antwort auf die SSL-Aushandlung"_s};
    const Diagnosis diagnosis = diagnose(observation);
    QCOMPARE(diagnosis.cause, Cause::NotPostgres);
    QVERIFY(diagnosis.isProved());
    QCOMPARE(diagnosis.facts.value(Fact::Peer), peer);
}

void TestDiagnosis::certificates()
{
    Observation observation{.host = u"db.example.org"_s, .address = u"10.0.0.5"_s};
    observation.sslMode = u"verify-full"_s;
    observation.stage = Stage::Tls;
    observation.tlsOffered = true;
    observation.error = base::Error{.kind = base::ErrorKind::ConnectionLost,
                                    .message = u"SSL error: certificate verify failed"_s};
    QCOMPARE(names(diagnose(observation)), "likely tls_unknown_ca, tls_expired, tls_not_yet_valid");
    pg::TlsReport report{.chain = {{.subject = u"db"_s, .names = {u"other.example.org"_s}}}};
    report.troubles = {pg::TlsTrouble::Expired};
    observation.tls = report;
    QCOMPARE(names(diagnose(observation)), "proved tls_expired");
    QCOMPARE(diagnose(observation).facts.value(Fact::CertificateSubject), u"db"_s);
    observation.tls->troubles = {pg::TlsTrouble::UnknownCa, pg::TlsTrouble::HostName};
    QCOMPARE(names(diagnose(observation)), "proved tls_unknown_ca, tls_hostname");
    observation.sslMode = u"verify-ca"_s;
    QCOMPARE(names(diagnose(observation)), "proved tls_unknown_ca");
}

void TestDiagnosis::roles_data()
{
    QTest::addColumn<RoleFacts>("role");
    QTest::addColumn<QByteArray>("expected");
    RoleFacts role{.exists = true, .canLogin = true};
    QTest::newRow("missing") << RoleFacts{} << QByteArray("proved role_missing");
    QTest::newRow("hidden") << role
                            << QByteArray("likely wrong_password, password_not_set, "
                                          "password_kind_mismatch");
    role.password = PasswordKind::None;
    QTest::newRow("none") << role << QByteArray("proved password_not_set");
    role.password = PasswordKind::Scram;
    QTest::newRow("scram") << role << QByteArray("proved wrong_password");
    role.password = PasswordKind::Md5;
    QTest::newRow("md5") << role << QByteArray("likely wrong_password, password_kind_mismatch");
    role.expired = true;
    QTest::newRow("expired") << role << QByteArray("proved password_expired");
}

void TestDiagnosis::roles()
{
    QFETCH(const RoleFacts, role);
    QFETCH(const QByteArray, expected);
    QCOMPARE(names(diagnose(NoMatch)), "likely wrong_password, role_missing, password_not_set, "
                                       "password_expired, password_kind_mismatch");
    QCOMPARE(names(refine(diagnose(NoMatch), NoMatch, {.role = role})), expected);
}

void TestDiagnosis::rules()
{
    const Observation noEntry = refusal(
        u"28000"_s,
        u"no pg_hba.conf entry for host \"::1\", user \"app\", database \"shop\", no encryption"_s);
    QCOMPARE(names(diagnose(noEntry)), "likely no_hba_entry, tls_required_by_server");
    RuleFacts rules{.result = RuleResult::NoEntry, .otherEncryption = RuleResult::NoEntry};
    QCOMPARE(names(refine(diagnose(noEntry), noEntry, {.rules = rules})), "proved no_hba_entry");
    rules.otherEncryption = RuleResult::Match;
    QCOMPARE(names(refine(diagnose(noEntry), noEntry, {.rules = rules})),
             "proved tls_required_by_server");
    // An md5 secret under a line that wants SCRAM.
    const RoleFacts role{.exists = true, .canLogin = true, .password = PasswordKind::Md5};
    rules = {.result = RuleResult::Match, .method = u"scram-sha-256"_s};
    QCOMPARE(names(refine(diagnose(NoMatch), NoMatch, {.role = role, .rules = rules})),
             "proved password_kind_mismatch");
}

void TestDiagnosis::oldLogIsNoProof()
{
    const std::string log =
        "2025-11-10 18:08:11.499 UTC [268] FATAL:  password authentication failed for user "
        "\"app\"\n2025-11-10 18:08:11.499 UTC [268] DETAIL:  Role \"app\" does not exist.\n";
    const Evidence evidence{.log = parseAuthLog(log),
                            .attemptedAt = *base::fromIso(u"2026-11-20T10:00:00Z")};
    const Diagnosis diagnosis = refine(diagnose(NoMatch), NoMatch, evidence);
    QCOMPARE(names(diagnosis), "likely role_missing, wrong_password, password_not_set, "
                               "password_expired, password_kind_mismatch");
    QCOMPARE(diagnosis.facts.value(Fact::LogTime), u"2025-11-10 18:08:11.499 UTC"_s);
}

void TestDiagnosis::fixesAreQuoted()
{
    Observation observation = refusal(u"3D000"_s, u"database does not exist"_s);
    observation.user = u"a\"; DROP TABLE x; --"_s;
    observation.database = u"My shop"_s;
    const Diagnosis diagnosis = diagnose(observation);
    const auto fix = std::ranges::find(diagnosis.fixes, FixKind::CreateDatabase, &Fix::kind);
    QVERIFY(fix != diagnosis.fixes.end());
    QVERIFY(fix->sql);
    QCOMPARE(fix->text, u"CREATE DATABASE \"My shop\" OWNER \"a\"\"; DROP TABLE x; --\";"_s);
    QCOMPARE(quotedHbaName(u"all"_s), u"\"all\""_s);
    QCOMPARE(quotedHbaName(u"+staff"_s), u"\"+staff\""_s);
    QCOMPARE(quotedHbaName(u"endoregDbLocal"_s), u"endoregDbLocal"_s);
}

void TestDiagnosis::lineForIpv6()
{
    const QList<Observation> seen = readClientMessage(
        u"connection to server at \"localhost\" (::1), port 5432 failed: FATAL:  no pg_hba.conf "
        "entry for host \"::1\", user \"endoregDbLocal\", database \"endoregDbLocal\", no "
        "encryption\nconnection to server at \"localhost\" (127.0.0.1), port 5432 failed: FATAL:  "
        "password authentication failed for user \"endoregDbLocal\"\n"_s);
    QCOMPARE(seen.size(), 2);
    QCOMPARE(seen[0].address, u"::1"_s);
    QCOMPARE(seen[1].address, u"127.0.0.1"_s);
    const Diagnosis first = diagnose(seen[0]);
    QCOMPARE(first.cause, Cause::NoHbaEntry);
    QCOMPARE(first.fixes.first().text,
             u"host endoregDbLocal endoregDbLocal ::1/128 scram-sha-256"_s);
    QCOMPARE(diagnose(seen[1]).cause, Cause::WrongPassword);
}

void TestDiagnosis::everyCauseHasAName()
{
    QStringList seen;
    for (int i = 0; i <= int(Cause::Unknown); ++i)
        seen.append(causeName(Cause(i)));
    QCOMPARE(seen.size(), 56);
    seen.removeDuplicates();
    QCOMPARE(seen.size(), 56);
    QCOMPARE(causeName(Cause::TlsHostname), "tls_hostname"_L1);
    QCOMPARE(causeName(Cause::PoolerStartupOption), "pooler_startup_option"_L1);
}

QTEST_GUILESS_MAIN(TestDiagnosis)
#include "tst_diagnosis.moc"
