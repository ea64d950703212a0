// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/situations.h"

#include <QFile>
#include <QJsonDocument>
#include <QMap>

namespace tests {

using namespace Qt::StringLiterals;

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

} // namespace

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

bool isSuccess(const QString &situation)
{
    return Successes.contains(situation);
}

} // namespace tests
