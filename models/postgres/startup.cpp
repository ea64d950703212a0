// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/startup.h"

#include <pwd.h>
#include <unistd.h>

namespace pg {

using namespace Qt::StringLiterals;

namespace {

// Sent in the start-up packet, where they outrank what a database owner set with ALTER DATABASE …
// SET (https://www.postgresql.org/docs/17/config-setting.html#CONFIG-SETTING-SQL). Only settings
// that every supported version has: an unknown one is fatal.
constexpr auto SessionSettings =
    "-c search_path= -c role=none -c statement_timeout=15000 -c lock_timeout=1000 "
    "-c idle_in_transaction_session_timeout=0 -c DateStyle=ISO -c IntervalStyle=iso_8601 "
    "-c TimeZone=UTC -c client_min_messages=warning -c standard_conforming_strings=on "
    "-c bytea_output=hex -c extra_float_digits=1 -c jit=off "
    "-c max_parallel_workers_per_gather=0 -c default_transaction_isolation=read\\ committed "
    "-c default_transaction_deferrable=off"_L1;

QString systemUser()
{
    const passwd *entry = getpwuid(geteuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QString();
}

// The options that this class sets itself.
bool isOurs(const QString &option)
{
    static const QStringList ours{
        u"host"_s,        u"hostaddr"_s,         u"port"_s,
        u"service"_s,     u"passfile"_s,         u"options"_s,
        u"sslmode"_s,     u"application_name"_s, u"dbname"_s,
        u"user"_s,        u"password"_s,         u"client_encoding"_s,
        u"replication"_s, u"connect_timeout"_s,  u"load_balance_hosts"_s,
    };
    return ours.contains(option);
}

} // namespace

StartupParameters::StartupParameters(const ConnectParameters &parameters, const Target &target,
                                     const AttemptOptions &options)
    : m_password(parameters.password)
{
    const ConnectionSpec &spec = parameters.spec;
    m_storage.reserve(size_t(spec.options.size()) + 32); // the pointers below must stay
    add("host", target.host.toUtf8());
    if (!target.hostAddress.isEmpty())
        add("hostaddr", target.hostAddress.toUtf8());
    add("port", QByteArray::number(target.port));
    addPerson(spec);
    for (const auto &[name, value] : spec.options.asKeyValueRange()) {
        if (!isOurs(name)) {
            m_storage.push_back(name.toUtf8());
            add(m_storage.back().constData(), value.toUtf8());
        }
    }
    addSecurity(parameters, target, options);
    addSession(spec, options);
    m_keywords.push_back(nullptr);
    m_values.push_back(nullptr);
}

void StartupParameters::add(const char *keyword, const QByteArray &value)
{
    m_storage.push_back(value);
    m_keywords.push_back(keyword);
    m_values.push_back(m_storage.back().constData());
}

void StartupParameters::addPerson(const ConnectionSpec &spec)
{
    const QString user = spec.options.value(u"user"_s, systemUser());
    add("user", user.toUtf8());
    add("dbname", spec.options.value(u"dbname"_s, user).toUtf8());
    if (!m_password.isEmpty()) {
        m_keywords.push_back("password");
        m_values.push_back(m_password.data());
    }
}

void StartupParameters::addSecurity(const ConnectParameters &parameters, const Target &target,
                                    const AttemptOptions &options)
{
    const ConnectionSpec &spec = parameters.spec;
    const auto addDefault = [&](const char *keyword, const QByteArray &value) {
        if (!spec.options.contains(QString::fromLatin1(keyword)))
            add(keyword, value);
    };
    const QByteArray sslMode =
        options.sslMode.isEmpty() ? spec.value(u"sslmode"_s).toUtf8() : options.sslMode;
    add("sslmode", sslMode);
    add("passfile", "/nonexistent/pgpass");
    if (!spec.options.contains(u"sslcert"_s))
        addDefault("sslcertmode", "disable");
    addDefault("gssencmode", "disable");
    const bool proved = target.isSocket() || sslMode == "verify-full";
    addDefault("require_auth",
               parameters.allowCleartext || proved ? "!gss,!sspi" : "!gss,!sspi,!password");
    addDefault("keepalives_idle", "30");
    addDefault("keepalives_interval", "10");
    addDefault("keepalives_count", "3");
    addDefault("tcp_user_timeout", "30000");
}

void StartupParameters::addSession(const ConnectionSpec &spec, const AttemptOptions &options)
{
    if (options.applicationName)
        add("application_name",
            spec.options
                .value(u"application_name"_s, u"PgVigil "_s + QStringLiteral(PGVIGIL_VERSION))
                .toUtf8());
    // Raw bytes: with a conversion, one text that is not valid in the server's encoding would fail
    // a whole answer.
    add("client_encoding", "SQL_ASCII");
    QString settings = spec.value(u"options"_s);
    if (options.sessionSettings)
        settings += (settings.isEmpty() ? QString() : u" "_s) + SessionSettings;
    if (!settings.isEmpty())
        add("options", settings.toUtf8());
    // A session of our own never replicates; what is only tried is tried as given.
    if (!options.sessionSettings && spec.options.contains(u"replication"_s))
        add("replication", spec.value(u"replication"_s).toUtf8());
}

} // namespace pg
