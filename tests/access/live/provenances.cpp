// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/live/ledger.h"

namespace tests {

using namespace Qt::StringLiterals;

namespace {

constexpr int Newest = 99;

using Names = QList<QLatin1StringView>;

/// What a program makes happen, on the versions from the first to the last; 0: without a server.
struct Produced
{
    QLatin1StringView program;
    int from;
    int until;
    Names situations;
};

/// What nothing here makes happen, and why.
struct Missing
{
    QLatin1StringView why;
    Names situations;
};

const Produced ByTests[] = {
    {"tst_accessserver"_L1,
     13,
     Newest,
     {"no_hba_entry"_L1,
      "no_hba_entry_replication"_L1,
      "no_hba_entry_hostname_detail"_L1,
      "localhost_resolves_to_::1_no_hba_for_v6"_L1,
      "hba_reject"_L1,
      "server_without_ssl_hostssl_line"_L1,
      "server_without_ssl_client_requires"_L1,
      "role_missing_scram"_L1,
      "role_missing_trust"_L1,
      "role_missing_password_plain"_L1,
      "wrong_password_scram"_L1,
      "wrong_password_md5"_L1,
      "wrong_password_plain"_L1,
      "no_password_supplied"_L1,
      "password_null_scram"_L1,
      "md5_hash_with_scram_hba"_L1,
      "password_expired"_L1,
      "peer_mismatch"_L1,
      "peer_map_mismatch"_L1,
      "ident_no_server"_L1,
      "nologin_role"_L1,
      "nologin_role_scram_right_password"_L1,
      "database_missing"_L1,
      "database_missing_default_user_name"_L1,
      "database_dropped_force"_L1,
      "database_not_accepting_connections"_L1,
      "database_invalid_interrupted_drop"_L1,
      "no_connect_privilege"_L1,
      "replication_not_permitted"_L1,
      "option_unknown_parameter"_L1,
      "option_forbidden_parameter"_L1,
      "option_bad_value"_L1,
      "client_encoding_bad"_L1,
      "extension_library_missing"_L1,
      "role_setting_invalid_is_only_warning"_L1,
      "require_auth_mismatch"_L1,
      "require_auth_none"_L1,
      "require_auth_trust_refused"_L1,
      "channel_binding_require_no_ssl"_L1,
      "channel_binding_require_md5"_L1,
      "gss_required_no_creds"_L1,
      "target_session_attrs_mismatch"_L1,
      "too_many_for_role"_L1,
      "too_many_for_database"_L1,
      "auth_failed_ldap"_L1,
      "auth_failed_pam"_L1,
      "auth_failed_radius"_L1,
      "authentication_timeout"_L1,
      "startup_without_user"_L1}},
    {"tst_accessserver"_L1, 17, Newest, {"login_event_trigger_refuses(17+)"_L1}},
    // 13 still speaks version 2.
    {"tst_accessserver"_L1, 14, Newest, {"protocol_version_2"_L1}},
    {"tst_serverstates"_L1,
     13,
     Newest,
     {"too_many_reserved_step1(ordinary_role)"_L1, "too_many_ordinary_when_reserved_full"_L1,
      "too_many_total_superuser"_L1, "too_many_total_tcp_ssl_prefer"_L1, "too_many_walsenders"_L1,
      "shutting_down(smart,_sessions_remain)"_L1, "in_recovery_after_crash"_L1,
      "starting_up(standby,_hot_standby=off_/_recovery)"_L1,
      "starting_up(archive_recovery_waiting,_hot_standby=on)"_L1,
      "session_killed_by_backend_crash"_L1, "session_killed_by_fast_shutdown"_L1,
      "admin_terminate"_L1, "idle_in_transaction_session_timeout"_L1, "statement_timeout"_L1,
      "lock_timeout"_L1}},
    {"tst_serverstates"_L1,
     16,
     Newest,
     {"too_many_reserved_step2(role_with_pg_use_reserved_connections)"_L1}},
    {"tst_serverstates"_L1,
     14,
     Newest,
     {"standby_hot_standby_off"_L1, "standby_snapshot_not_ready"_L1, "idle_session_timeout"_L1}},
    {"tst_serverstates"_L1, 17, Newest, {"transaction_timeout"_L1}},
    {"tst_tlsladder"_L1,
     13,
     Newest,
     {"server_requires_ssl(hostssl)"_L1,
      "server_refuses_ssl(hostnossl)"_L1,
      "no_hba_entry_prefer_double"_L1,
      "ssl_verify_unknown_ca"_L1,
      "ssl_hostname_mismatch"_L1,
      "ssl_server_cert_expired_verify_ca"_L1,
      "ssl_rootcert_missing"_L1,
      "ssl_rootcert_default_missing"_L1,
      "ssl_rootcert_system"_L1,
      "ssl_rootcert_system_weak_mode"_L1,
      "ssl_client_cert_missing"_L1,
      "ssl_client_cert_missing_file"_L1,
      "ssl_client_cert_wrong_cn"_L1,
      "ssl_client_cert_unknown_ca"_L1,
      "ssl_clientcert_verify_full_missing"_L1,
      "ssl_client_key_permissions"_L1,
      "ssl_client_key_missing"_L1,
      "ssl_protocol_too_old"_L1,
      "ssl_min_protocol_server_1.3_client_max_1.2"_L1,
      "sslnegotiation_direct_weak"_L1,
      "ssl_failure_with_prefer_falls_back_to_plain"_L1}},
    {"tst_tlsladder"_L1, 13, 16, {"sslnegotiation_direct"_L1}},
    {"tst_poolerladder"_L1,
     13,
     Newest,
     {"pgbouncer_no_such_database"_L1, "pgbouncer_disabled_db"_L1, "pgbouncer_no_such_user"_L1,
      "pgbouncer_wrong_password"_L1,
      "pgbouncer_server_side_wrong_password(userlist_has_other_pw)"_L1,
      "pgbouncer_server_database_missing"_L1, "pgbouncer_server_down"_L1,
      "pgbouncer_query_wait_timeout"_L1, "pgbouncer_paused_db(query_waits)"_L1,
      "pgbouncer_max_client_conn"_L1, "pgbouncer_unsupported_startup_parameter"_L1,
      "pgbouncer_unsupported_startup_parameter2"_L1, "pgbouncer_ssl_required_by_client"_L1,
      "pgbouncer_admin_console_not_allowed"_L1}},
    {"tst_ladder"_L1,
     0,
     Newest,
     {"dns_failure"_L1,
      "refused_tcp"_L1,
      "refused_localhost_two_addresses"_L1,
      "refused_host_differs_from_addr"_L1,
      "network_unreachable_v6"_L1,
      "multi_host"_L1,
      "socket_missing"_L1,
      "socket_stale"_L1,
      "socket_permission"_L1,
      "socket_dir_too_long"_L1,
      "timeout_syn_dropped"_L1,
      "timeout_accepts_but_silent"_L1,
      "port_invalid"_L1,
      "port_not_number"_L1,
      "port_count_mismatch"_L1,
      "sslmode_invalid"_L1,
      "connect_timeout_invalid"_L1,
      "conninfo_bad_option"_L1,
      "conninfo_syntax"_L1,
      "protocol_option_unknown_to_libpq17"_L1,
      "service_servicefile_option_18"_L1,
      "not_postgres_http(sslmode=prefer)"_L1,
      "not_postgres_http(sslmode=disable)"_L1,
      "not_postgres_http(sslmode=require)"_L1,
      "not_postgres_ssh(sslmode=prefer)"_L1,
      "not_postgres_ssh(sslmode=disable)"_L1,
      "not_postgres_ssh(sslmode=require)"_L1,
      "not_postgres_mysql(sslmode=prefer)"_L1,
      "not_postgres_mysql(sslmode=disable)"_L1,
      "not_postgres_mysql(sslmode=require)"_L1,
      "not_postgres_redis(sslmode=prefer)"_L1,
      "not_postgres_redis(sslmode=disable)"_L1,
      "not_postgres_redis(sslmode=require)"_L1,
      "not_postgres_closes_immediately(sslmode=prefer)"_L1,
      "not_postgres_closes_immediately(sslmode=disable)"_L1,
      "not_postgres_closes_immediately(sslmode=require)"_L1,
      "not_postgres_resets(sslmode=prefer)"_L1,
      "not_postgres_resets(sslmode=disable)"_L1,
      "not_postgres_resets(sslmode=require)"_L1}},
    {"tst_checkfiles"_L1,
     13,
     Newest,
     {"passfile_world_readable"_L1, "passfile_group_readable_0640"_L1, "passfile_wrong_password"_L1,
      "passfile_first_match_wins"_L1, "passfile_hostaddr_only_not_localhost"_L1,
      "passfile_unix_socket_matches_localhost"_L1, "passfile_missing"_L1, "service_missing"_L1,
      "service_bad_option"_L1, "service_file_missing"_L1}},
};

const Missing ByNone[] = {
    {"A limit of processes does not hold for root, as which the build root's person runs outside."_L1,
     {"cannot_fork"_L1}},
    {"It takes a Kerberos ticket that the server does not accept; there is no key distribution centre here."_L1,
     {"auth_failed_gss"_L1}},
    {"Only a server on Windows has the method."_L1, {"auth_failed_sspi"_L1}},
    {"Only a server on OpenBSD has the method."_L1, {"auth_failed_bsd"_L1}},
    {"libpq 17 does not speak OAuth, and there is no validator."_L1, {"oauth_failed"_L1}},
    {"The client is no PostgreSQL client; it has no error to explain."_L1,
     {"http_client_talks_to_postgres"_L1}},
    {"The client closes by itself; nothing failed."_L1, {"tcp_probe_connect_close"_L1}},
    {"pgbouncer lets in and fails at the first command; an attempt sends none that replicates."_L1,
     {"pgbouncer_replication"_L1}},
    {"It takes libpq 9.6 or older."_L1, {"old_client_scram"_L1}},
    {"libpq does not send an empty password."_L1, {"sasl_empty_password"_L1}},
    {"It takes libpq 18."_L1,
     {"protocol_bad_value"_L1, "protocol_min_3.2_vs_server"_L1, "protocol_3.2_via_min_max"_L1}},
};

QMap<QString, Provenance> allProvenances()
{
    QMap<QString, Provenance> all;
    for (const Produced &part : ByTests) {
        for (const QLatin1StringView name : part.situations)
            all.insert(name, {.program = part.program, .from = part.from, .until = part.until});
    }
    for (const Missing &part : ByNone) {
        for (const QLatin1StringView name : part.situations)
            all.insert(name, {.whyNot = part.why});
    }
    return all;
}

} // namespace

const QMap<QString, Provenance> &provenances()
{
    static const QMap<QString, Provenance> all = allProvenances();
    return all;
}

} // namespace tests
