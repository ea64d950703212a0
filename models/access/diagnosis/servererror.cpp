// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/servererror.h"

#include "access/diagnosis/observation.h"

#include <array>

namespace pgaccess {

using namespace Qt::StringLiterals;

// The functions named here are those of the server's source, which the verbose form of an error
// carries in every language; the SQLSTATEs are those of PostgreSQL 13 to 18.

namespace {

Diagnosis proved(Cause cause)
{
    return {.cause = cause, .certainty = Certainty::Proved};
}

Diagnosis likely(Cause cause, const QList<Cause> &alternatives)
{
    return {.cause = cause, .alternatives = alternatives};
}

struct Method
{
    QLatin1StringView word; // a name, so translations keep it
    Cause cause;
};

constexpr std::array Methods = {
    Method{"peer"_L1, Cause::PeerMismatch},
    Method{"ident"_L1, Cause::IdentFailed},
    Method{"gssapi"_L1, Cause::ExternalAuthFailed},
    Method{"sspi"_L1, Cause::ExternalAuthFailed},
    Method{"pam"_L1, Cause::ExternalAuthFailed},
    Method{"ldap"_L1, Cause::ExternalAuthFailed},
    Method{"radius"_L1, Cause::ExternalAuthFailed},
    Method{"bsd"_L1, Cause::ExternalAuthFailed},
    Method{"oauth"_L1, Cause::ExternalAuthFailed},
    Method{"certificate "_L1, Cause::TlsClientCertificate},
};

// Every method but the password ones fails with 28000 and one text that names it.
Diagnosis failedMethod(const Observation &observation)
{
    // The user's name is foreign: only what stands before it counts.
    const qsizetype name = observation.error->message.indexOf(observation.user);
    const bool after = !observation.user.isEmpty() && name > 0;
    const QString words =
        after ? observation.error->message.first(name) : observation.error->message;
    for (const Method &method : Methods) {
        if (words.contains(method.word, Qt::CaseInsensitive))
            return proved(method.cause);
    }
    if (observation.socket)
        return likely(Cause::PeerMismatch, {Cause::ExternalAuthFailed});
    if (observation.clientCertificate)
        return likely(Cause::TlsClientCertificate, {Cause::ExternalAuthFailed});
    return likely(Cause::ExternalAuthFailed, {Cause::IdentFailed, Cause::TlsClientCertificate});
}

// The message says with which encryption no line matched, not whether another would have.
Diagnosis noEntry(const Observation &observation)
{
    if (observation.socket || observation.replication || observation.tlsOffered == false)
        return proved(Cause::NoHbaEntry);
    const QString &message = observation.error->message;
    const bool encrypted = observation.tlsInUse || message.endsWith("SSL encryption"_L1) ||
                           message.endsWith("SSL on"_L1);
    return likely(Cause::NoHbaEntry,
                  {encrypted ? Cause::TlsRefusedByServer : Cause::TlsRequiredByServer});
}

Diagnosis roleProblem(const Observation &observation)
{
    const QString &message = observation.error->message;
    if (message.endsWith("is not permitted to log in"_L1))
        return proved(Cause::RoleCannotLogin);
    if (message.startsWith("role "_L1) && message.endsWith("does not exist"_L1))
        return proved(Cause::RoleMissing);
    // A password that was accepted is that of a role.
    if (observation.passwordAsked)
        return proved(Cause::RoleCannotLogin);
    return likely(Cause::RoleMissing, {Cause::RoleCannotLogin});
}

Diagnosis refusedIdentity(const Observation &observation)
{
    const QString &message = observation.error->message;
    if (message.contains("pg_hba.conf"_L1)) {
        // Only the text of a reject rule begins with the file, in every language.
        return message.startsWith("pg_hba.conf"_L1) ? proved(Cause::HbaReject)
                                                    : noEntry(observation);
    }
    if (observation.function == "InitializeSessionUserId"_L1 || message.startsWith("role "_L1))
        return roleProblem(observation);
    if (observation.function == "ClientAuthentication"_L1 ||
        message.contains("valid client certificate"_L1))
        return proved(Cause::TlsClientCertificate);
    if (observation.function == "ProcessStartupPacket"_L1 ||
        message.contains("no PostgreSQL user name"_L1))
        return proved(Cause::BadConninfo);
    return failedMethod(observation);
}

Diagnosis wrongPassword(const Observation &observation)
{
    const bool empty =
        observation.error->message.startsWith("empty password"_L1) ||
        (!observation.function.isEmpty() && observation.function != "auth_failed"_L1);
    if (empty)
        return proved(Cause::NoPasswordSupplied);
    return likely(Cause::WrongPassword, {Cause::RoleMissing, Cause::PasswordNotSet,
                                         Cause::PasswordExpired, Cause::PasswordKindMismatch});
}

Diagnosis tooMany(const Observation &observation)
{
    const QString &message = observation.error->message;
    const QString &function = observation.function;
    if (function == "InitializeSessionUserId"_L1 || message.contains("for role \""_L1))
        return proved(Cause::TooManyForRole);
    if (function == "CheckMyDatabase"_L1 || message.contains("for database \""_L1))
        return proved(Cause::TooManyForDatabase);
    if (function == "InitPostgres"_L1 || message.startsWith("remaining connection slots"_L1))
        return proved(Cause::TooManyReserved);
    return proved(Cause::TooManyClients);
}

Diagnosis notReady(const QString &message)
{
    if (message.endsWith("is starting up"_L1))
        return proved(Cause::ServerStarting);
    if (message.endsWith("is shutting down"_L1))
        return proved(Cause::ServerShuttingDown);
    if (message.endsWith("in recovery mode"_L1) || message.endsWith("accepting connections"_L1))
        return proved(Cause::ServerInRecovery);
    return likely(Cause::ServerStarting, {Cause::ServerInRecovery, Cause::ServerShuttingDown});
}

Diagnosis forbidden(const Observation &observation)
{
    const base::Error &error = *observation.error;
    if (observation.function == "CheckMyDatabase"_L1 || error.detail.contains("CONNECT"_L1))
        return proved(Cause::NoConnectPrivilege);
    const bool walSender =
        error.message.contains("WAL sender"_L1) || error.message.contains("walsender"_L1);
    if (observation.function == "InitPostgres"_L1 || walSender)
        return proved(Cause::ReplicationNotPermitted);
    return proved(Cause::StartupOption);
}

struct PoolerText
{
    QLatin1StringView start;
    Cause cause;
    bool sure;
};

// pgbouncer's own errors have one SQLSTATE and are never translated.
constexpr std::array PoolerTexts = {
    PoolerText{"no such database"_L1, Cause::PoolerNoDatabase, true},
    PoolerText{"database \""_L1, Cause::PoolerNoDatabase, true}, // … "x" is disabled
    PoolerText{"auth failed"_L1, Cause::PoolerAuth, true},
    PoolerText{"no such user"_L1, Cause::PoolerAuth, true},
    PoolerText{"not allowed"_L1, Cause::PoolerAuth, true},
    PoolerText{"no authentication method is found"_L1, Cause::PoolerAuth, true}, // in its rules
    PoolerText{"unix socket login rejected"_L1, Cause::PoolerAuth, true},
    PoolerText{"SSL required"_L1, Cause::TlsRequiredByServer, true},
    PoolerText{"TLS connection required"_L1, Cause::TlsRequiredByServer, true},
    PoolerText{"pooler is shutting down"_L1, Cause::PoolerServerDown, true},
    PoolerText{"no more connections allowed"_L1, Cause::PoolerFull, true},
    PoolerText{"client connections exceeded"_L1, Cause::PoolerFull, true},
    PoolerText{"client_login_timeout"_L1, Cause::PoolerServerDown, false},
    PoolerText{"query_wait_timeout"_L1, Cause::PoolerServerDown, false},
    PoolerText{"login failed"_L1, Cause::PoolerServerDown, false},
    PoolerText{"server "_L1, Cause::PoolerServerDown, false},
    PoolerText{"pgbouncer cannot connect"_L1, Cause::PoolerServerDown, true},
    PoolerText{"unsupported startup parameter"_L1, Cause::PoolerStartupOption, true},
};

Diagnosis poolerOrProtocol(const Observation &observation)
{
    const QString &message = observation.error->message;
    if (message.contains("authentication failed"_L1)) // with the method before it
        return proved(Cause::PoolerAuth);
    const auto known = std::ranges::find_if(
        PoolerTexts, [&](const PoolerText &text) { return message.startsWith(text.start); });
    if (known != PoolerTexts.end() && known->sure)
        return proved(known->cause);
    if (known != PoolerTexts.end())
        return likely(known->cause, {Cause::PoolerFull});
    // PostgreSQL names the function that failed, poolers do not.
    return message.isEmpty() ? likely(Cause::ConnectionLost, {Cause::NotPostgres})
                             : likely(Cause::ProtocolVersion, {Cause::NotPostgres});
}

} // namespace

Diagnosis diagnoseServerError(const Observation &observation)
{
    const base::Error &error = *observation.error;
    const QString &state = error.sqlState;
    const auto is = [&state](QLatin1StringView code) { return state == code; };
    if (!observation.context.isEmpty() || error.message.contains("\nCONTEXT:"_L1) || is("P0001"_L1))
        return proved(Cause::LoginTrigger);
    if (is("28P01"_L1))
        return wrongPassword(observation);
    if (error.isClass("28"_L1))
        return refusedIdentity(observation);
    if (is("53300"_L1))
        return tooMany(observation);
    if (is("57P03"_L1))
        return notReady(error.message);
    if (is("3D000"_L1))
        return proved(Cause::DatabaseMissing);
    if (is("55000"_L1))
        return proved(Cause::DatabaseNotAccepting);
    if (is("42501"_L1))
        return forbidden(observation);
    if (is("08P01"_L1))
        return poolerOrProtocol(observation);
    if (is("0A000"_L1))
        return proved(Cause::ProtocolVersion);
    if (is("57014"_L1) || is("55P03"_L1))
        return proved(Cause::Timeout);
    if (is("57P02"_L1))
        return proved(Cause::ServerCrashed);
    if (error.isClass("57"_L1) || error.isClass("25"_L1) || error.isClass("08"_L1))
        return proved(Cause::ConnectionLost);
    // A setting of the connection, of the role or of the database that cannot take effect.
    if (error.isClass("42"_L1) || error.isClass("22"_L1) || error.isClass("58"_L1))
        return proved(Cause::StartupOption);
    return likely(Cause::Unknown, {Cause::LoginTrigger, Cause::StartupOption});
}

} // namespace pgaccess
