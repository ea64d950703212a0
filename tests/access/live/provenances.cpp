// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/live/ledger.h"

namespace tests {

using namespace Qt::StringLiterals;

namespace {

Provenance byAccess(int from = 13, int until = 99)
{
    return {.program = u"tst_accessserver"_s, .from = from, .until = until};
}

Provenance byStates(int from = 13, int until = 99)
{
    return {.program = u"tst_serverstates"_s, .from = from, .until = until};
}

Provenance byTls(int from = 13, int until = 99)
{
    return {.program = u"tst_tlsladder"_s, .from = from, .until = until};
}

Provenance byPooler()
{
    return {.program = u"tst_poolerladder"_s, .from = 13};
}

Provenance byFiles()
{
    return {.program = u"tst_checkfiles"_s, .from = 13};
}

Provenance byLadder()
{
    return {.program = u"tst_ladder"_s};
}

Provenance never(const QString &why)
{
    return {.whyNot = why};
}

using Table = QMap<QString, Provenance>;

const Table Refusals = {
    {u"no_hba_entry"_s, byAccess()},
    {u"no_hba_entry_replication"_s, byAccess()},
    {u"no_hba_entry_hostname_detail"_s, byAccess()},
    {u"localhost_resolves_to_::1_no_hba_for_v6"_s, byAccess()},
    {u"hba_reject"_s, byAccess()},
    {u"server_without_ssl_hostssl_line"_s, byAccess()},
    {u"server_without_ssl_client_requires"_s, byAccess()},
    {u"role_missing_scram"_s, byAccess()},
    {u"role_missing_trust"_s, byAccess()},
    {u"role_missing_password_plain"_s, byAccess()},
    {u"wrong_password_scram"_s, byAccess()},
    {u"wrong_password_md5"_s, byAccess()},
    {u"wrong_password_plain"_s, byAccess()},
    {u"no_password_supplied"_s, byAccess()},
    {u"password_null_scram"_s, byAccess()},
    {u"md5_hash_with_scram_hba"_s, byAccess()},
    {u"password_expired"_s, byAccess()},
    {u"peer_mismatch"_s, byAccess()},
    {u"peer_map_mismatch"_s, byAccess()},
    {u"ident_no_server"_s, byAccess()},
    {u"nologin_role"_s, byAccess()},
    {u"nologin_role_scram_right_password"_s, byAccess()},
    {u"database_missing"_s, byAccess()},
    {u"database_missing_default_user_name"_s, byAccess()},
    {u"database_dropped_force"_s, byAccess()},
    {u"database_not_accepting_connections"_s, byAccess()},
    {u"database_invalid_interrupted_drop"_s, byAccess()},
    {u"no_connect_privilege"_s, byAccess()},
    {u"replication_not_permitted"_s, byAccess()},
    {u"option_unknown_parameter"_s, byAccess()},
    {u"option_forbidden_parameter"_s, byAccess()},
    {u"option_bad_value"_s, byAccess()},
    {u"client_encoding_bad"_s, byAccess()},
    {u"extension_library_missing"_s, byAccess()},
    {u"role_setting_invalid_is_only_warning"_s, byAccess()},
    {u"require_auth_mismatch"_s, byAccess()},
    {u"require_auth_none"_s, byAccess()},
    {u"require_auth_trust_refused"_s, byAccess()},
    {u"channel_binding_require_no_ssl"_s, byAccess()},
    {u"channel_binding_require_md5"_s, byAccess()},
    {u"gss_required_no_creds"_s, byAccess()},
    {u"target_session_attrs_mismatch"_s, byAccess()},
    {u"too_many_for_role"_s, byAccess()},
    {u"too_many_for_database"_s, byAccess()},
    {u"login_event_trigger_refuses(17+)"_s, byAccess(17)},
    {u"auth_failed_ldap"_s, byAccess()},
    {u"auth_failed_pam"_s, byAccess()},
    {u"auth_failed_radius"_s, byAccess()},
    {u"authentication_timeout"_s, byAccess()},
    {u"startup_without_user"_s, byAccess()},
    {u"protocol_version_2"_s, byAccess(14)}, // 13 still speaks it
};

const Table States = {
    {u"too_many_reserved_step1(ordinary_role)"_s, byStates()},
    {u"too_many_reserved_step2(role_with_pg_use_reserved_connections)"_s, byStates(16)},
    {u"too_many_ordinary_when_reserved_full"_s, byStates()},
    {u"too_many_total_superuser"_s, byStates()},
    {u"too_many_total_tcp_ssl_prefer"_s, byStates()},
    {u"too_many_walsenders"_s, byStates()},
    {u"shutting_down(smart,_sessions_remain)"_s, byStates()},
    {u"in_recovery_after_crash"_s, byStates()},
    {u"starting_up(standby,_hot_standby=off_/_recovery)"_s, byStates()},
    {u"starting_up(archive_recovery_waiting,_hot_standby=on)"_s, byStates()},
    {u"standby_hot_standby_off"_s, byStates(14)},
    {u"standby_snapshot_not_ready"_s, byStates(14)},
    {u"session_killed_by_backend_crash"_s, byStates()},
    {u"session_killed_by_fast_shutdown"_s, byStates()},
    {u"admin_terminate"_s, byStates()},
    {u"idle_session_timeout"_s, byStates(14)},
    {u"idle_in_transaction_session_timeout"_s, byStates()},
    {u"transaction_timeout"_s, byStates(17)},
    {u"statement_timeout"_s, byStates()},
    {u"lock_timeout"_s, byStates()},
};

const Table Tls = {
    {u"server_requires_ssl(hostssl)"_s, byTls()},
    {u"server_refuses_ssl(hostnossl)"_s, byTls()},
    {u"no_hba_entry_prefer_double"_s, byTls()},
    {u"ssl_verify_unknown_ca"_s, byTls()},
    {u"ssl_hostname_mismatch"_s, byTls()},
    {u"ssl_server_cert_expired_verify_ca"_s, byTls()},
    {u"ssl_rootcert_missing"_s, byTls()},
    {u"ssl_rootcert_default_missing"_s, byTls()},
    {u"ssl_rootcert_system"_s, byTls()},
    {u"ssl_rootcert_system_weak_mode"_s, byTls()},
    {u"ssl_client_cert_missing"_s, byTls()},
    {u"ssl_client_cert_missing_file"_s, byTls()},
    {u"ssl_client_cert_wrong_cn"_s, byTls()},
    {u"ssl_client_cert_unknown_ca"_s, byTls()},
    {u"ssl_clientcert_verify_full_missing"_s, byTls()},
    {u"ssl_client_key_permissions"_s, byTls()},
    {u"ssl_client_key_missing"_s, byTls()},
    {u"ssl_protocol_too_old"_s, byTls()},
    {u"ssl_min_protocol_server_1.3_client_max_1.2"_s, byTls()},
    {u"sslnegotiation_direct"_s, byTls(13, 16)},
    {u"sslnegotiation_direct_weak"_s, byTls()},
    {u"ssl_failure_with_prefer_falls_back_to_plain"_s, byTls()},
};

const Table Poolers = {
    {u"pgbouncer_no_such_database"_s, byPooler()},
    {u"pgbouncer_disabled_db"_s, byPooler()},
    {u"pgbouncer_no_such_user"_s, byPooler()},
    {u"pgbouncer_wrong_password"_s, byPooler()},
    {u"pgbouncer_server_side_wrong_password(userlist_has_other_pw)"_s, byPooler()},
    {u"pgbouncer_server_database_missing"_s, byPooler()},
    {u"pgbouncer_server_down"_s, byPooler()},
    {u"pgbouncer_query_wait_timeout"_s, byPooler()},
    {u"pgbouncer_paused_db(query_waits)"_s, byPooler()},
    {u"pgbouncer_max_client_conn"_s, byPooler()},
    {u"pgbouncer_unsupported_startup_parameter"_s, byPooler()},
    {u"pgbouncer_unsupported_startup_parameter2"_s, byPooler()},
    {u"pgbouncer_ssl_required_by_client"_s, byPooler()},
    {u"pgbouncer_admin_console_not_allowed"_s, byPooler()},
};

const Table Network = {
    {u"dns_failure"_s, byLadder()},
    {u"refused_tcp"_s, byLadder()},
    {u"refused_localhost_two_addresses"_s, byLadder()},
    {u"refused_host_differs_from_addr"_s, byLadder()},
    {u"network_unreachable_v6"_s, byLadder()},
    {u"multi_host"_s, byLadder()},
    {u"socket_missing"_s, byLadder()},
    {u"socket_stale"_s, byLadder()},
    {u"socket_permission"_s, byLadder()},
    {u"socket_dir_too_long"_s, byLadder()},
    {u"timeout_syn_dropped"_s, byLadder()},
    {u"timeout_accepts_but_silent"_s, byLadder()},
    {u"port_invalid"_s, byLadder()},
    {u"port_not_number"_s, byLadder()},
    {u"port_count_mismatch"_s, byLadder()},
    {u"sslmode_invalid"_s, byLadder()},
    {u"connect_timeout_invalid"_s, byLadder()},
    {u"conninfo_bad_option"_s, byLadder()},
    {u"conninfo_syntax"_s, byLadder()},
    {u"protocol_option_unknown_to_libpq17"_s, byLadder()},
    {u"service_servicefile_option_18"_s, byLadder()},
    {u"not_postgres_http(sslmode=prefer)"_s, byLadder()},
    {u"not_postgres_http(sslmode=disable)"_s, byLadder()},
    {u"not_postgres_http(sslmode=require)"_s, byLadder()},
    {u"not_postgres_ssh(sslmode=prefer)"_s, byLadder()},
    {u"not_postgres_ssh(sslmode=disable)"_s, byLadder()},
    {u"not_postgres_ssh(sslmode=require)"_s, byLadder()},
    {u"not_postgres_mysql(sslmode=prefer)"_s, byLadder()},
    {u"not_postgres_mysql(sslmode=disable)"_s, byLadder()},
    {u"not_postgres_mysql(sslmode=require)"_s, byLadder()},
    {u"not_postgres_redis(sslmode=prefer)"_s, byLadder()},
    {u"not_postgres_redis(sslmode=disable)"_s, byLadder()},
    {u"not_postgres_redis(sslmode=require)"_s, byLadder()},
    {u"not_postgres_closes_immediately(sslmode=prefer)"_s, byLadder()},
    {u"not_postgres_closes_immediately(sslmode=disable)"_s, byLadder()},
    {u"not_postgres_closes_immediately(sslmode=require)"_s, byLadder()},
    {u"not_postgres_resets(sslmode=prefer)"_s, byLadder()},
    {u"not_postgres_resets(sslmode=disable)"_s, byLadder()},
    {u"not_postgres_resets(sslmode=require)"_s, byLadder()},
};

const Table Files = {
    {u"passfile_world_readable"_s, byFiles()},
    {u"passfile_group_readable_0640"_s, byFiles()},
    {u"passfile_wrong_password"_s, byFiles()},
    {u"passfile_first_match_wins"_s, byFiles()},
    {u"passfile_hostaddr_only_not_localhost"_s, byFiles()},
    {u"passfile_unix_socket_matches_localhost"_s, byFiles()},
    {u"passfile_missing"_s, byFiles()},
    {u"service_missing"_s, byFiles()},
    {u"service_bad_option"_s, byFiles()},
    {u"service_file_missing"_s, byFiles()},
};

const Table Never = {
    {u"cannot_fork"_s, never(u"A limit of processes does not hold for root, as which the build "
                             "root's person runs outside."_s)},
    {u"auth_failed_gss"_s, never(u"It takes a Kerberos ticket that the server does not accept; "
                                 "there is no key distribution centre here."_s)},
    {u"auth_failed_sspi"_s, never(u"Only a server on Windows has the method."_s)},
    {u"auth_failed_bsd"_s, never(u"Only a server on OpenBSD has the method."_s)},
    {u"oauth_failed"_s, never(u"libpq 17 does not speak OAuth, and there is no validator."_s)},
    {u"http_client_talks_to_postgres"_s,
     never(u"The client is no PostgreSQL client; it has no error to explain."_s)},
    {u"tcp_probe_connect_close"_s, never(u"The client closes by itself; nothing failed."_s)},
    {u"pgbouncer_replication"_s,
     never(u"pgbouncer lets in and fails at the first command; an attempt sends none that "
           "replicates."_s)},
    {u"old_client_scram"_s, never(u"It takes libpq 9.6 or older."_s)},
    {u"sasl_empty_password"_s, never(u"libpq does not send an empty password."_s)},
    {u"protocol_bad_value"_s, never(u"It takes libpq 18."_s)},
    {u"protocol_min_3.2_vs_server"_s, never(u"It takes libpq 18."_s)},
    {u"protocol_3.2_via_min_max"_s, never(u"It takes libpq 18."_s)},
};

} // namespace

const QMap<QString, Provenance> &provenances()
{
    static const Table all = [] {
        Table out;
        for (const Table &table : {Refusals, States, Tls, Poolers, Network, Files, Never})
            out.insert(table);
        return out;
    }();
    return all;
}

} // namespace tests
