// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/fixes.h"

#include "access/diagnosis/observation.h"

#include <QHostAddress>
#include <QRegularExpression>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

Fix statement(FixKind kind, const QString &text, FixRight right)
{
    return {.kind = kind, .text = text, .sql = true, .right = right};
}

Fix setting(const QString &text)
{
    return {.kind = FixKind::ChangeSetting, .text = text};
}

// Only a person knows what it should be.
Fix settingToFind(const QString &name)
{
    return {.kind = FixKind::ChangeSetting, .setting = name};
}

Fix forServer(FixKind kind, const QString &text)
{
    return {.kind = kind, .text = text, .right = FixRight::ServerFiles};
}

Fix reload()
{
    return statement(FixKind::ReloadSettings, u"SELECT pg_catalog.pg_reload_conf();"_s,
                     FixRight::Superuser);
}

bool isHere(const Observation &observation)
{
    return observation.socket || QHostAddress(observation.address).isLoopback();
}

QList<Fix> networkFixes(const Diagnosis &diagnosis, const Observation &observation)
{
    switch (diagnosis.cause) {
    case Cause::Refused:
    case Cause::SocketMissing:
        if (isHere(observation))
            return {forServer(FixKind::StartServer, u"sudo systemctl start postgresql"_s),
                    {.kind = FixKind::CheckNetwork,
                     .text = observation.socket ? u"sudo ss -lxp"_s : u"sudo ss -ltnp"_s}};
        return {
            {.kind = FixKind::CheckNetwork,
             .text = u"nc -vz %1 %2"_s.arg(observation.address, QString::number(observation.port))},
            forServer(FixKind::StartServer, u"sudo systemctl status postgresql"_s)};
    case Cause::SocketPermission:
        return {forServer(FixKind::FilePermission, u"ls -ld %1"_s.arg(observation.address)),
                setting(u"host=127.0.0.1"_s)};
    case Cause::ServerStarting:
    case Cause::ServerInRecovery:
    case Cause::ServerShuttingDown:
    case Cause::ServerCrashed:
        return {{.kind = FixKind::Wait}};
    default:
        return {{.kind = FixKind::CheckNetwork}};
    }
}

QString certificateHost(const Diagnosis &diagnosis)
{
    return diagnosis.facts.value(Fact::CertificateNames).section(u", "_s, 0, 0);
}

QList<Fix> tlsFixes(const Diagnosis &diagnosis, const Observation &observation)
{
    switch (diagnosis.cause) {
    case Cause::TlsUnsupportedByServer:
        return {forServer(FixKind::ServerTls, u"ssl = on"_s), setting(u"sslmode=disable"_s)};
    case Cause::TlsRequiredByServer:
        if (observation.tlsOffered == false)
            return {forServer(FixKind::ServerTls, u"ssl = on"_s)};
        return {setting(u"sslmode=require"_s)};
    case Cause::TlsRefusedByServer:
        return {forServer(FixKind::AddHbaLine, hbaLineFor(diagnosis, observation)), reload(),
                setting(u"sslmode=disable"_s)};
    case Cause::TlsUnknownCa:
        return {setting(u"sslrootcert=/path/to/the/authority.crt"_s)};
    case Cause::TlsHostname:
        if (const QString name = certificateHost(diagnosis); !name.isEmpty())
            return {setting(u"host=%1 hostaddr=%2"_s.arg(name, observation.address)),
                    forServer(FixKind::ServerTls, {})};
        return {forServer(FixKind::ServerTls, {})};
    case Cause::TlsProtocol:
        return {forServer(FixKind::ServerTls, u"ssl_min_protocol_version = 'TLSv1.2'"_s),
                setting(u"ssl_min_protocol_version=TLSv1.2"_s)};
    case Cause::TlsClientCertificate:
        return {setting(u"sslcert=/path/to/client.crt sslkey=/path/to/client.key"_s)};
    case Cause::TlsFiles:
        return {settingToFind(u"sslrootcert"_s)};
    default:
        return {forServer(FixKind::ServerTls, {})}; // a new certificate
    }
}

QList<Fix> hbaFixes(const Diagnosis &diagnosis, const Observation &observation)
{
    Fix line = forServer(FixKind::AddHbaLine, hbaLineFor(diagnosis, observation));
    if (diagnosis.cause == Cause::HbaReject && diagnosis.rule) {
        line.before =
            diagnosis.rule->file.isEmpty()
                ? QString::number(diagnosis.rule->line)
                : u"%1:%2"_s.arg(diagnosis.rule->file, QString::number(diagnosis.rule->line));
    }
    return {line, reload()};
}

QList<Fix> peerFixes(const Diagnosis &diagnosis, const Observation &observation)
{
    QList<Fix> fixes;
    const QString person = diagnosis.facts.value(Fact::SystemUser);
    const QString map = diagnosis.facts.value(Fact::IdentMap, u"mymap"_s);
    if (!person.isEmpty()) {
        const QStringList fields{map, person, observation.user};
        QStringList quoted;
        for (const QString &field : fields)
            quoted.append(quotedHbaName(field));
        fixes.append(forServer(FixKind::AddIdentLine, quoted.join(u" "_s)));
    }
    fixes.append(setting(u"host=127.0.0.1"_s));
    return fixes;
}

QList<Fix> roleFixes(const Diagnosis &diagnosis, const Observation &observation)
{
    const QString role = quotedIdentifier(observation.user);
    const Fix password{.kind = FixKind::SetPassword,
                       .text = u"\\password "_s + role,
                       .right = FixRight::CreateRole};
    switch (diagnosis.cause) {
    case Cause::RoleMissing:
        return {settingToFind(u"user"_s),
                statement(FixKind::CreateRole, u"CREATE ROLE %1 LOGIN;"_s.arg(role),
                          FixRight::CreateRole),
                password};
    case Cause::PasswordExpired:
        return {statement(FixKind::ExtendValidity,
                          u"ALTER ROLE %1 VALID UNTIL 'infinity';"_s.arg(role),
                          FixRight::CreateRole)};
    case Cause::RoleCannotLogin:
        return {statement(FixKind::AllowLogin, u"ALTER ROLE %1 LOGIN;"_s.arg(role),
                          FixRight::CreateRole)};
    case Cause::ReplicationNotPermitted:
        return {statement(FixKind::GrantReplication, u"ALTER ROLE %1 REPLICATION;"_s.arg(role),
                          FixRight::Superuser)};
    case Cause::NoPasswordSupplied:
        return {settingToFind(u"password"_s)};
    case Cause::WrongPassword:
        return {settingToFind(u"password"_s), password};
    default:
        return {password};
    }
}

QList<Fix> databaseFixes(const Diagnosis &diagnosis, const Observation &observation)
{
    const QString database = quotedIdentifier(observation.database);
    const QString role = quotedIdentifier(observation.user);
    switch (diagnosis.cause) {
    case Cause::DatabaseMissing:
        return {settingToFind(u"dbname"_s),
                statement(FixKind::CreateDatabase,
                          u"CREATE DATABASE %1 OWNER %2;"_s.arg(database, role),
                          FixRight::CreateDb)};
    case Cause::DatabaseNotAccepting:
        if (diagnosis.facts.value(Fact::Limit) == "-2"_L1 ||
            observation.error->hint.contains("DROP DATABASE"_L1))
            return {statement(FixKind::DropDatabase, u"DROP DATABASE %1;"_s.arg(database),
                              FixRight::DatabaseOwner)};
        return {statement(FixKind::AllowConnections,
                          u"ALTER DATABASE %1 ALLOW_CONNECTIONS true;"_s.arg(database),
                          FixRight::DatabaseOwner)};
    default:
        return {statement(FixKind::GrantConnect,
                          u"GRANT CONNECT ON DATABASE %1 TO %2;"_s.arg(database, role),
                          FixRight::DatabaseOwner)};
    }
}

QList<Fix> limitFixes(const Diagnosis &diagnosis, const Observation &observation)
{
    const int limit = diagnosis.facts.value(Fact::Limit).toInt();
    const QString more = QString::number(limit > 0 ? limit * 2 : -1);
    const Fix end{.kind = FixKind::EndSessions, .right = FixRight::Superuser};
    if (diagnosis.cause == Cause::TooManyForRole) {
        return {end, statement(FixKind::RaiseLimit,
                               u"ALTER ROLE %1 CONNECTION LIMIT %2;"_s.arg(
                                   quotedIdentifier(observation.user), more),
                               FixRight::CreateRole)};
    }
    if (diagnosis.cause == Cause::TooManyForDatabase) {
        return {end, statement(FixKind::RaiseLimit,
                               u"ALTER DATABASE %1 CONNECTION LIMIT %2;"_s.arg(
                                   quotedIdentifier(observation.database), more),
                               FixRight::DatabaseOwner)};
    }
    if (limit <= 0)
        return {end};
    return {end,
            statement(FixKind::RaiseLimit, u"ALTER SYSTEM SET max_connections = %1;"_s.arg(more),
                      FixRight::Superuser)};
}

QList<Fix> poolerFixes(const Diagnosis &diagnosis, const Observation &observation)
{
    switch (diagnosis.cause) {
    case Cause::PoolerNoDatabase:
        return {forServer(FixKind::Pooler,
                          u"%1 = host=127.0.0.1 dbname=%1"_s.arg(observation.database))};
    case Cause::PoolerFull:
        return {forServer(FixKind::Pooler, u"max_client_conn = 1000"_s)};
    case Cause::PoolerStartupOption:
        return {settingToFind(u"options"_s),
                forServer(FixKind::Pooler, u"ignore_startup_parameters = options"_s)};
    default:
        return {forServer(FixKind::Pooler, {})};
    }
}

QList<Fix> choices(const Diagnosis &diagnosis, const Observation &observation)
{
    const Cause cause = diagnosis.cause;
    if (cause <= Cause::PassFile)
        return {settingToFind({})};
    if (cause == Cause::NotPostgres)
        return {settingToFind(u"port"_s)};
    if (cause <= Cause::ServerCrashed)
        return networkFixes(diagnosis, observation);
    if (cause <= Cause::TooManyForDatabase)
        return limitFixes(diagnosis, observation);
    if (cause <= Cause::TlsFiles)
        return tlsFixes(diagnosis, observation);
    if (cause <= Cause::HbaReject)
        return hbaFixes(diagnosis, observation);
    if (cause == Cause::PeerMismatch || cause == Cause::IdentFailed)
        return peerFixes(diagnosis, observation);
    if (cause == Cause::AuthMethodRefusedByClient)
        return {setting(u"sslmode=verify-full"_s)};
    if (cause == Cause::ExternalAuthFailed)
        return {{.kind = FixKind::CheckNetwork}};
    if (cause <= Cause::RoleCannotLogin || cause == Cause::ReplicationNotPermitted)
        return roleFixes(diagnosis, observation);
    if (cause <= Cause::NoConnectPrivilege)
        return databaseFixes(diagnosis, observation);
    if (cause == Cause::StartupOption || cause == Cause::SessionAttributes)
        return {cause == Cause::StartupOption ? settingToFind(u"options"_s)
                                              : setting(u"target_session_attrs=any"_s)};
    if (cause == Cause::LoginTrigger)
        return {forServer(FixKind::LoginTrigger, u"event_triggers = off"_s)};
    if (cause <= Cause::PoolerStartupOption)
        return poolerFixes(diagnosis, observation);
    return {{.kind = FixKind::Wait}};
}

} // namespace

QList<Fix> fixesFor(const Diagnosis &diagnosis, const Observation &observation)
{
    QList<Fix> fixes = choices(diagnosis, observation);
    for (Fix &fix : fixes) {
        fix.role = observation.user;
        fix.database = observation.database;
    }
    return fixes;
}

QLatin1StringView fixKindName(FixKind kind)
{
    // In the order of FixKind.
    constexpr std::array names = {"change_setting"_L1,
                                  "start_server"_L1,
                                  "wait"_L1,
                                  "check_network"_L1,
                                  "file_permission"_L1,
                                  "set_password"_L1,
                                  "create_role"_L1,
                                  "allow_login"_L1,
                                  "extend_validity"_L1,
                                  "create_database"_L1,
                                  "allow_connections"_L1,
                                  "drop_database"_L1,
                                  "grant_connect"_L1,
                                  "grant_replication"_L1,
                                  "raise_limit"_L1,
                                  "end_sessions"_L1,
                                  "add_hba_line"_L1,
                                  "replace_hba_line"_L1,
                                  "reload"_L1,
                                  "add_ident_line"_L1,
                                  "server_tls"_L1,
                                  "login_trigger"_L1,
                                  "pooler"_L1,
                                  "connect_elsewhere"_L1,
                                  "listen_address"_L1};
    static_assert(names.size() == size_t(FixKind::ListenAddress) + 1);
    return names[size_t(kind)];
}

QString quotedIdentifier(const QString &name)
{
    QString out = name;
    out.replace(u'"', "\"\""_L1);
    return u'"' + out + u'"';
}

QString quotedHbaName(const QString &name)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_.-]+$"_s);
    static const QStringList keywords{u"all"_s, u"sameuser"_s, u"samerole"_s, u"samegroup"_s,
                                      u"replication"_s};
    return plain.match(name).hasMatch() && !keywords.contains(name) ? name : quotedIdentifier(name);
}

QString hbaLineFor(const Diagnosis &diagnosis, const Observation &observation)
{
    const QString database =
        observation.replication ? u"replication"_s : quotedHbaName(observation.database);
    const QString user = quotedHbaName(observation.user);
    if (observation.socket)
        return QStringList{u"local"_s, database, user, u"scram-sha-256"_s}.join(u" "_s);
    const QString type = observation.tlsInUse ? u"hostssl"_s : u"host"_s;
    const QString from = diagnosis.facts.value(
        Fact::ClientAddress, isHere(observation) ? observation.address : QString());
    const QHostAddress address(from);
    if (address.isNull()) // as the server's message does not say it
        return QStringList{type, database, user, u"samenet"_s, u"scram-sha-256"_s}.join(u" "_s);
    const bool wide = address.protocol() == QAbstractSocket::IPv6Protocol;
    const QString range = address.toString().section(u'%', 0, 0) + (wide ? u"/128"_s : u"/32"_s);
    return QStringList{type, database, user, range, u"scram-sha-256"_s}.join(u" "_s);
}

} // namespace pgaccess
