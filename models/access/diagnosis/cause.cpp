// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/cause.h"

#include <array>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

// In the order of Cause.
constexpr std::array Names = {
    "bad_conninfo"_L1,
    "service_file"_L1,
    "passfile"_L1,
    "dns_failure"_L1,
    "refused"_L1,
    "timeout"_L1,
    "unreachable"_L1,
    "socket_missing"_L1,
    "socket_permission"_L1,
    "not_postgres"_L1,
    "protocol_version"_L1,
    "server_starting"_L1,
    "server_in_recovery"_L1,
    "server_shutting_down"_L1,
    "server_crashed"_L1,
    "too_many_clients"_L1,
    "too_many_reserved"_L1,
    "too_many_for_role"_L1,
    "too_many_for_database"_L1,
    "tls_unsupported_by_server"_L1,
    "tls_required_by_server"_L1,
    "tls_refused_by_server"_L1,
    "tls_unknown_ca"_L1,
    "tls_hostname"_L1,
    "tls_expired"_L1,
    "tls_not_yet_valid"_L1,
    "tls_protocol"_L1,
    "tls_client_certificate"_L1,
    "tls_files"_L1,
    "no_hba_entry"_L1,
    "hba_reject"_L1,
    "auth_method_refused_by_client"_L1,
    "no_password_supplied"_L1,
    "wrong_password"_L1,
    "role_missing"_L1,
    "password_not_set"_L1,
    "password_expired"_L1,
    "password_kind_mismatch"_L1,
    "peer_mismatch"_L1,
    "ident_failed"_L1,
    "external_auth_failed"_L1,
    "role_cannot_login"_L1,
    "database_missing"_L1,
    "database_not_accepting"_L1,
    "no_connect_privilege"_L1,
    "replication_not_permitted"_L1,
    "startup_option"_L1,
    "session_attributes"_L1,
    "login_trigger"_L1,
    "pooler_no_database"_L1,
    "pooler_auth"_L1,
    "pooler_full"_L1,
    "pooler_server_down"_L1,
    "pooler_startup_option"_L1,
    "connection_lost"_L1,
    "unknown"_L1,
};
static_assert(Names.size() == size_t(Cause::Unknown) + 1);

} // namespace

QLatin1StringView causeName(Cause cause)
{
    return Names[size_t(cause)];
}

} // namespace pgaccess
