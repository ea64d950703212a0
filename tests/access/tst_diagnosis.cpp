// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/clientmessage.h"
#include "access/diagnosis/evidence.h"
#include "access/diagnosis/fixes.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

// The cause of each situation whose name is not that of its cause.
const QMap<QString, QString> CauseOfSituation = {
    {u"no_hba_entry_prefer_double"_s, u"no_hba_entry"_s},
    {u"no_hba_entry_replication"_s, u"no_hba_entry"_s},
    {u"no_hba_entry_hostname_detail"_s, u"no_hba_entry"_s},
    {u"database_missing_default_user_name"_s, u"no_hba_entry"_s},
    {u"localhost_resolves_to_::1_no_hba_for_v6"_s, u"no_hba_entry"_s},
    {u"server_requires_ssl(hostssl)"_s, u"tls_required_by_server"_s},
    {u"server_without_ssl_hostssl_line"_s, u"tls_required_by_server"_s},
    {u"server_refuses_ssl(hostnossl)"_s, u"tls_refused_by_server"_s},
    {u"role_missing_scram"_s, u"role_missing"_s},
    {u"role_missing_trust"_s, u"role_missing"_s},
    {u"role_missing_password_plain"_s, u"role_missing"_s},
    {u"wrong_password_scram"_s, u"wrong_password"_s},
    {u"wrong_password_md5"_s, u"wrong_password"_s},
    {u"wrong_password_plain"_s, u"wrong_password"_s},
    {u"passfile_wrong_password"_s, u"wrong_password"_s},
    {u"passfile_first_match_wins"_s, u"wrong_password"_s},
    {u"pgbouncer_server_side_wrong_password(userlist_has_other_pw)"_s, u"wrong_password"_s},
    {u"password_null_scram"_s, u"password_not_set"_s},
    {u"md5_hash_with_scram_hba"_s, u"password_kind_mismatch"_s},
    {u"sasl_empty_password"_s, u"no_password_supplied"_s},
    {u"passfile_hostaddr_only_not_localhost"_s, u"no_password_supplied"_s},
    {u"passfile_unix_socket_matches_localhost"_s, u"no_password_supplied"_s},
    {u"passfile_missing"_s, u"no_password_supplied"_s},
    {u"passfile_world_readable"_s, u"passfile"_s},
    {u"passfile_group_readable_0640"_s, u"passfile"_s},
    {u"peer_map_mismatch"_s, u"peer_mismatch"_s},
    {u"ident_no_server"_s, u"ident_failed"_s},
    {u"nologin_role"_s, u"role_cannot_login"_s},
    {u"nologin_role_scram_right_password"_s, u"role_cannot_login"_s},
    {u"database_not_accepting_connections"_s, u"database_not_accepting"_s},
    {u"database_invalid_interrupted_drop"_s, u"database_not_accepting"_s},
    {u"database_dropped_force"_s, u"database_missing"_s},
    {u"pgbouncer_server_database_missing"_s, u"database_missing"_s},
    {u"option_unknown_parameter"_s, u"startup_option"_s},
    {u"option_forbidden_parameter"_s, u"startup_option"_s},
    {u"option_bad_value"_s, u"startup_option"_s},
    {u"client_encoding_bad"_s, u"startup_option"_s},
    {u"extension_library_missing"_s, u"startup_option"_s},
    {u"ssl_verify_unknown_ca"_s, u"tls_unknown_ca"_s},
    {u"ssl_rootcert_system"_s, u"tls_unknown_ca"_s},
    {u"ssl_server_cert_expired_verify_ca"_s, u"tls_expired"_s},
    {u"ssl_hostname_mismatch"_s, u"tls_hostname"_s},
    {u"ssl_rootcert_missing"_s, u"tls_files"_s},
    {u"ssl_rootcert_default_missing"_s, u"tls_files"_s},
    {u"ssl_client_key_permissions"_s, u"tls_files"_s},
    {u"ssl_client_key_missing"_s, u"tls_files"_s},
    {u"ssl_rootcert_system_weak_mode"_s, u"bad_conninfo"_s},
    {u"sslnegotiation_direct_weak"_s, u"bad_conninfo"_s},
    {u"sslnegotiation_direct"_s, u"tls_unsupported_by_server"_s},
    {u"server_without_ssl_client_requires"_s, u"tls_unsupported_by_server"_s},
    {u"pgbouncer_ssl_required_by_client"_s, u"tls_unsupported_by_server"_s},
    {u"ssl_client_cert_missing"_s, u"tls_client_certificate"_s},
    {u"ssl_client_cert_missing_file"_s, u"tls_client_certificate"_s},
    {u"ssl_client_cert_wrong_cn"_s, u"tls_client_certificate"_s},
    {u"ssl_client_cert_unknown_ca"_s, u"tls_client_certificate"_s},
    {u"ssl_clientcert_verify_full_missing"_s, u"tls_client_certificate"_s},
    {u"ssl_protocol_too_old"_s, u"tls_protocol"_s},
    {u"ssl_min_protocol_server_1.3_client_max_1.2"_s, u"tls_protocol"_s},
    {u"require_auth_mismatch"_s, u"auth_method_refused_by_client"_s},
    {u"require_auth_none"_s, u"auth_method_refused_by_client"_s},
    {u"require_auth_trust_refused"_s, u"auth_method_refused_by_client"_s},
    {u"channel_binding_require_no_ssl"_s, u"auth_method_refused_by_client"_s},
    {u"channel_binding_require_md5"_s, u"auth_method_refused_by_client"_s},
    {u"old_client_scram"_s, u"auth_method_refused_by_client"_s},
    {u"gss_required_no_creds"_s, u"external_auth_failed"_s},
    {u"oauth_failed"_s, u"external_auth_failed"_s},
    {u"target_session_attrs_mismatch"_s, u"session_attributes"_s},
    {u"refused_tcp"_s, u"refused"_s},
    {u"refused_localhost_two_addresses"_s, u"refused"_s},
    {u"refused_host_differs_from_addr"_s, u"refused"_s},
    {u"multi_host"_s, u"refused"_s},
    {u"socket_stale"_s, u"refused"_s},
    {u"network_unreachable_v6"_s, u"unreachable"_s},
    {u"socket_dir_too_long"_s, u"bad_conninfo"_s},
    {u"port_invalid"_s, u"bad_conninfo"_s},
    {u"port_not_number"_s, u"bad_conninfo"_s},
    {u"conninfo_bad_option"_s, u"bad_conninfo"_s},
    {u"conninfo_syntax"_s, u"bad_conninfo"_s},
    {u"sslmode_invalid"_s, u"bad_conninfo"_s},
    {u"connect_timeout_invalid"_s, u"bad_conninfo"_s},
    {u"port_count_mismatch"_s, u"bad_conninfo"_s},
    {u"protocol_bad_value"_s, u"bad_conninfo"_s},
    {u"protocol_option_unknown_to_libpq17"_s, u"bad_conninfo"_s},
    {u"service_servicefile_option_18"_s, u"bad_conninfo"_s},
    {u"startup_without_user"_s, u"bad_conninfo"_s},
    {u"service_missing"_s, u"service_file"_s},
    {u"service_bad_option"_s, u"service_file"_s},
    {u"service_file_missing"_s, u"service_file"_s},
    {u"too_many_reserved_step1(ordinary_role)"_s, u"too_many_reserved"_s},
    {u"too_many_reserved_step2(role_with_pg_use_reserved_connections)"_s, u"too_many_reserved"_s},
    {u"too_many_ordinary_when_reserved_full"_s, u"too_many_reserved"_s},
    {u"too_many_total_superuser"_s, u"too_many_clients"_s},
    {u"too_many_total_tcp_ssl_prefer"_s, u"too_many_clients"_s},
    {u"too_many_walsenders"_s, u"too_many_clients"_s},
    {u"cannot_fork"_s, u"too_many_clients"_s},
    {u"protocol_version_2"_s, u"protocol_version"_s},
    {u"protocol_min_3.2_vs_server"_s, u"protocol_version"_s},
    {u"protocol_3.2_via_min_max"_s, u"protocol_version"_s},
    {u"authentication_timeout"_s, u"timeout"_s},
    {u"statement_timeout"_s, u"timeout"_s},
    {u"lock_timeout"_s, u"timeout"_s},
    {u"timeout_syn_dropped"_s, u"timeout"_s},
    {u"timeout_accepts_but_silent"_s, u"timeout"_s},
    {u"starting_up(standby,_hot_standby=off_/_recovery)"_s, u"server_starting"_s},
    {u"starting_up(archive_recovery_waiting,_hot_standby=on)"_s, u"server_starting"_s},
    {u"shutting_down(smart,_sessions_remain)"_s, u"server_shutting_down"_s},
    {u"in_recovery_after_crash"_s, u"server_in_recovery"_s},
    {u"standby_hot_standby_off"_s, u"server_in_recovery"_s},
    {u"standby_snapshot_not_ready"_s, u"server_in_recovery"_s},
    {u"session_killed_by_backend_crash"_s, u"server_crashed"_s},
    {u"session_killed_by_fast_shutdown"_s, u"connection_lost"_s},
    {u"admin_terminate"_s, u"connection_lost"_s},
    {u"idle_session_timeout"_s, u"connection_lost"_s},
    {u"idle_in_transaction_session_timeout"_s, u"connection_lost"_s},
    {u"transaction_timeout"_s, u"connection_lost"_s},
    {u"http_client_talks_to_postgres"_s, u"connection_lost"_s},
    {u"tcp_probe_connect_close"_s, u"connection_lost"_s},
    {u"login_event_trigger_refuses(17+)"_s, u"login_trigger"_s},
    {u"pgbouncer_no_such_database"_s, u"pooler_no_database"_s},
    {u"pgbouncer_disabled_db"_s, u"pooler_no_database"_s},
    {u"pgbouncer_no_such_user"_s, u"pooler_auth"_s},
    {u"pgbouncer_wrong_password"_s, u"pooler_auth"_s},
    {u"pgbouncer_admin_console_not_allowed"_s, u"pooler_auth"_s},
    {u"pgbouncer_max_client_conn"_s, u"pooler_full"_s},
    {u"pgbouncer_server_down"_s, u"pooler_server_down"_s},
    {u"pgbouncer_query_wait_timeout"_s, u"pooler_server_down"_s},
    {u"pgbouncer_paused_db(query_waits)"_s, u"pooler_server_down"_s},
    {u"pgbouncer_replication"_s, u"pooler_server_down"_s},
    {u"pgbouncer_unsupported_startup_parameter"_s, u"pooler_startup_option"_s},
    {u"pgbouncer_unsupported_startup_parameter2"_s, u"pooler_startup_option"_s},
};

// These are not failures: the session comes about.
const QStringList Successes{u"role_setting_invalid_is_only_warning"_s,
                            u"ssl_failure_with_prefer_falls_back_to_plain"_s};

QString causeOfSituation(const QString &situation)
{
    if (situation.startsWith("not_postgres"_L1))
        return u"not_postgres"_s;
    if (situation.startsWith("auth_failed_"_L1))
        return u"external_auth_failed"_s;
    return CauseOfSituation.value(situation, situation);
}

QList<QJsonObject> situations()
{
    QFile file(QStringLiteral(PGVIGIL_TEST_DATA "/access/connection_failures.jsonl"));
    QList<QJsonObject> out;
    if (!file.open(QIODevice::ReadOnly))
        return out;
    while (!file.atEnd())
        out.append(QJsonDocument::fromJson(file.readLine()).object());
    return out;
}

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
    for (const QJsonObject &row : situations())
        QTest::addRow("%d %s", ++number, qPrintable(row[u"class"_s].toString())) << row;
    QCOMPARE(number, 225);
}

void TestDiagnosis::situation()
{
    QFETCH(const QJsonObject, row);
    const QString name = row[u"class"_s].toString();
    if (Successes.contains(name))
        return;
    const Diagnosis diagnosis = diagnose(observationOf(row));
    const QString expected = causeOfSituation(name);
    // What the client alone cannot tell apart must stand among what else it could be.
    const bool named = std::ranges::contains(possible(diagnosis), expected, &causeName);
    QVERIFY2(named, names(diagnosis).constData());
    if (diagnosis.isProved())
        QCOMPARE(causeName(diagnosis.cause), expected);
    QVERIFY(!diagnosis.fixes.isEmpty());
}

void TestDiagnosis::withLog_data()
{
    QTest::addColumn<QJsonObject>("row");
    int number = 0;
    for (const QJsonObject &row : situations()) {
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
