// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "commandline/request.h"
#include "postgres/connection.h"
#include "snapshot/livesource.h"

#include <memory>

namespace app {

/// Why there is no connection, and the exit code that this means.
struct ConnectFailure
{
    base::Error error;
    ExitCode exitCode = ExitCode::Connect;
};

template <typename T>
using Connected = std::expected<T, ConnectFailure>;

/// What CONN stands for.
struct ServerChoice
{
    pg::ConnectParameters parameters;
    QString name; ///< The profile's, or a short form of the connection.
    bool production = false;
    bool readOnly = false;
};

/// Reads CONN: a connection string, a URI, or the name of a profile. The password is, in this
/// order, that of the URI or of the profile's entry in the keyring, of the service, of PGPASSWORD,
/// of the pass file that CONN or the profile names.
QCoro::Task<Connected<ServerChoice>> chooseServer(QString text, base::Secret environmentPassword);

/// One connection to a server, for a few questions.
struct OpenServer
{
    ServerChoice choice; ///< With the password that worked.
    std::shared_ptr<pg::Connection> connection;
};

/// Connects; asks for a password as watchServer() does.
QCoro::Task<Connected<OpenServer>> openServer(QString text, base::Secret environmentPassword);

/// A server that is being watched, with its first snapshot.
struct WatchedServer
{
    ServerChoice choice;
    std::unique_ptr<snapshot::LiveSource> source;
    snapshot::SnapshotPtr snapshot;
};

/// Connects and waits for the first snapshot; asks for a password on the terminal if the server
/// wants one that nobody gave.
QCoro::Task<Connected<WatchedServer>> watchServer(QString text, base::Secret environmentPassword);

} // namespace app
