// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLatin1StringView>

namespace pgaccess {

/// Why a connection does not come about.
enum class Cause {
    // Before anything is sent
    BadConninfo,
    ServiceFile,
    PassFile,
    // The way there
    DnsFailure,
    Refused,
    Timeout,
    Unreachable,
    SocketMissing,
    SocketPermission,
    NotPostgres,
    ProtocolVersion,
    // The server's state
    ServerStarting,
    ServerInRecovery,
    ServerShuttingDown,
    ServerCrashed,
    // Its limits
    TooManyClients,
    TooManyReserved,
    TooManyForRole,
    TooManyForDatabase,
    // TLS
    TlsUnsupportedByServer,
    TlsRequiredByServer,
    TlsRefusedByServer,
    TlsUnknownCa,
    TlsHostname,
    TlsExpired,
    TlsNotYetValid,
    TlsProtocol,
    TlsClientCertificate,
    TlsFiles,
    // Who one is
    NoHbaEntry,
    HbaReject,
    AuthMethodRefusedByClient,
    NoPasswordSupplied,
    WrongPassword,
    RoleMissing,
    PasswordNotSet,
    PasswordExpired,
    PasswordKindMismatch,
    PeerMismatch,
    IdentFailed,
    ExternalAuthFailed,
    RoleCannotLogin,
    // The database
    DatabaseMissing,
    DatabaseNotAccepting,
    NoConnectPrivilege,
    ReplicationNotPermitted,
    StartupOption,
    SessionAttributes,
    LoginTrigger,
    // A pooler in between
    PoolerNoDatabase,
    PoolerAuth,
    PoolerFull,
    PoolerServerDown,
    PoolerStartupOption,
    // The rest
    ConnectionLost,
    Unknown,
};

/// The cause's name in the command line's documents: "no_hba_entry".
QLatin1StringView causeName(Cause cause);

} // namespace pgaccess
