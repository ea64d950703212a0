// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/live/refusals.h"

namespace tests {

using namespace Qt::StringLiterals;

namespace {

const QByteArrayList Setup = {
    "SET password_encryption = 'scram-sha-256'",
    "CREATE ROLE app LOGIN PASSWORD 'right'",
    "CREATE ROLE nopass LOGIN",
    "CREATE ROLE expired LOGIN PASSWORD 'right' VALID UNTIL '2020-01-01'",
    "CREATE ROLE nologin PASSWORD 'right'",
    "CREATE ROLE limited LOGIN PASSWORD 'right' CONNECTION LIMIT 0",
    "CREATE ROLE norepl LOGIN PASSWORD 'right'",
    "CREATE ROLE pwuser LOGIN PASSWORD 'right'",
    "CREATE ROLE preload LOGIN PASSWORD 'right'",
    "ALTER ROLE preload SET session_preload_libraries = 'nosuch'",
    "CREATE ROLE badset LOGIN PASSWORD 'right'",
    "INSERT INTO pg_db_role_setting SELECT 0, oid, '{work_mem=bogus}' FROM pg_roles"
    " WHERE rolname = 'badset'",
    "CREATE ROLE gated LOGIN PASSWORD 'right'",
    "CREATE ROLE peeruser LOGIN",
    "CREATE ROLE mapuser LOGIN",
    "CREATE ROLE filler LOGIN",
    "SET password_encryption = 'md5'",
    "CREATE ROLE md5user LOGIN PASSWORD 'right'",
    "CREATE ROLE md5line LOGIN PASSWORD 'right'",
};

QMap<QString, QString> with(const QString &option, const QString &value)
{
    return {{option, value}};
}

QMap<QString, QString> setting(const QString &text)
{
    return with(u"options"_s, u"-c "_s + text);
}

QList<Refusal> byPassword()
{
    const auto guess = ByClient::Guesses;
    return {
        {u"wrong_password_scram"_s, {.password = u"wrong"_s}, guess},
        {u"wrong_password_md5"_s, {.user = u"md5line"_s, .password = u"wrong"_s}, guess},
        {u"wrong_password_plain"_s,
         {.user = u"pwuser"_s, .password = u"wrong"_s, .cleartext = true},
         guess},
        {u"role_missing_scram"_s, {.user = u"ghost"_s}, guess},
        {u"role_missing_password_plain"_s, {.user = u"pwghost"_s, .cleartext = true}, guess},
        {u"password_null_scram"_s, {.user = u"nopass"_s}, guess},
        {u"md5_hash_with_scram_hba"_s, {.user = u"md5user"_s}, guess},
        {u"password_expired"_s, {.user = u"expired"_s}, guess},
        {u"no_password_supplied"_s, {.password = {}}},
        {u"nologin_role_scram_right_password"_s, {.user = u"nologin"_s}},
    };
}

QList<Refusal> byOtherMethods()
{
    return {
        {u"role_missing_trust"_s, {.user = u"trustghost"_s, .password = {}}},
        {u"nologin_role"_s, {.user = u"nologin"_s, .password = {}, .socket = true}},
        {u"peer_mismatch"_s, {.user = u"peeruser"_s, .password = {}, .socket = true}},
        {u"peer_map_mismatch"_s, {.user = u"mapuser"_s, .password = {}, .socket = true}},
        {u"ident_no_server"_s, {.user = u"identuser"_s}},
        {u"require_auth_mismatch"_s, {.options = with(u"require_auth"_s, u"md5"_s)}},
        {u"require_auth_none"_s, {.options = with(u"require_auth"_s, u"none"_s)}},
        {u"require_auth_trust_refused"_s,
         {.user = u"filler"_s, .options = with(u"require_auth"_s, u"scram-sha-256"_s)}},
        {u"channel_binding_require_no_ssl"_s,
         {.options = with(u"channel_binding"_s, u"require"_s)}},
        {u"channel_binding_require_md5"_s,
         {.user = u"md5line"_s, .options = with(u"channel_binding"_s, u"require"_s)}},
        {u"gss_required_no_creds"_s, {.options = with(u"gssencmode"_s, u"require"_s)}},
        {u"server_without_ssl_client_requires"_s, {.options = with(u"sslmode"_s, u"require"_s)}},
    };
}

QList<Refusal> byRulesAndPlaces()
{
    return {
        {u"no_hba_entry"_s, {.database = u"nowhere"_s}},
        {u"no_hba_entry_hostname_detail"_s, {.database = u"hostdb"_s}},
        {u"no_hba_entry_replication"_s, {.options = with(u"replication"_s, u"true"_s)}},
        {u"hba_reject"_s, {.database = u"rejdb"_s}},
        {u"database_missing_default_user_name"_s, {.database = {}}},
        {u"replication_not_permitted"_s,
         {.user = u"norepl"_s, .options = with(u"replication"_s, u"on"_s)}},
        {u"database_missing"_s, {.database = u"missing"_s}},
        {u"too_many_for_role"_s, {.user = u"limited"_s}},
        // One database in ever worse states; the server looks at the worst first.
        {u"too_many_for_database"_s,
         {.database = u"spare"_s},
         ByClient::Proves,
         "ALTER DATABASE spare CONNECTION LIMIT 0"},
        {u"no_connect_privilege"_s,
         {.database = u"spare"_s},
         ByClient::Proves,
         "REVOKE CONNECT ON DATABASE spare FROM PUBLIC"},
        {u"database_not_accepting_connections"_s,
         {.database = u"spare"_s},
         ByClient::Proves,
         "ALTER DATABASE spare ALLOW_CONNECTIONS false"},
        {u"database_invalid_interrupted_drop"_s,
         {.database = u"spare"_s},
         ByClient::Proves,
         "UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'spare'"},
        {u"database_dropped_force"_s,
         {.database = u"spare"_s},
         ByClient::Proves,
         "DROP DATABASE spare WITH (FORCE)"},
    };
}

QList<Refusal> bySettings()
{
    return {
        {u"option_unknown_parameter"_s, {.options = setting(u"nosuch=1"_s)}},
        {u"option_forbidden_parameter"_s, {.options = setting(u"log_statement=all"_s)}},
        {u"option_bad_value"_s, {.options = setting(u"work_mem=abc"_s)}},
        {u"client_encoding_bad"_s, {.options = setting(u"client_encoding=KLINGON"_s)}},
        {u"extension_library_missing"_s, {.user = u"preload"_s}},
        {u"target_session_attrs_mismatch"_s,
         {.options = with(u"target_session_attrs"_s, u"read-only"_s)}},
    };
}

} // namespace

QByteArray refusingRules()
{
    return "local all postgres trust\n"
           "local all peeruser peer\n"
           "local all mapuser peer map=staff\n"
           "local all nologin trust\n"
           "local all all scram-sha-256\n"
           "host all postgres,filler,trustghost 127.0.0.1/32 trust\n"
           "host all md5line 127.0.0.1/32 md5\n"
           "host all pwuser,pwghost 127.0.0.1/32 password\n"
           "host all identuser 127.0.0.1/32 ident\n"
           "host all pamuser 127.0.0.1/32 pam\n"
           "host all ldapuser 127.0.0.1/32 ldap ldapserver=127.0.0.1 ldapport=1 ldapprefix=x\n"
           "host all radiususer 127.0.0.1/32 radius radiusservers=127.0.0.1 radiusports=1 "
           "radiussecrets=s\n"
           "host replication norepl 127.0.0.1/32 scram-sha-256\n"
           "host hostdb all .example.test scram-sha-256\n"
           "host rejdb all 127.0.0.1/32 reject\n"
           "hostssl ssldb all 127.0.0.1/32 scram-sha-256\n"
           "host nowhere all 127.0.0.2/32 scram-sha-256\n"
           "host shop,spare,missing,postgres all 127.0.0.1/32 "
           "scram-sha-256\n";
}

QByteArray refusingMaps()
{
    return "staff nobody-here mapuser\n";
}

base::Result<void> makeRefusing(TestServer &server)
{
    const QByteArrayList steps{Setup.join(';'), "CREATE DATABASE shop", "CREATE DATABASE spare"};
    for (const QByteArray &step : steps) {
        if (const auto done = server.sql(step); !done)
            return std::unexpected(done.error());
    }
    return {};
}

QList<Refusal> refusals()
{
    return byPassword() + byOtherMethods() + byRulesAndPlaces() + bySettings();
}

QList<Refusal> slowRefusals()
{
    return {
        {u"auth_failed_ldap"_s, {.user = u"ldapuser"_s, .cleartext = true}},
        {u"auth_failed_pam"_s, {.user = u"pamuser"_s, .cleartext = true}},
        {u"auth_failed_radius"_s, {.user = u"radiususer"_s, .cleartext = true}},
    };
}

} // namespace tests
