// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"

#include <libpq-fe.h>

namespace pg {

/// The error that a result or a notice carries.
base::Error errorOf(const PGresult *result);

/// Why a connection attempt failed.
struct ConnectProblem
{
    base::Error error;
    QString function; ///< Of the server's source that raised it: the same in every language.
    QString context;  ///< Where in user code it was raised, such as in a trigger.
    bool passwordAsked = false; ///< The server asked for a password.
};

/// The error of a connection attempt. libpq gives no result for it; the SQLSTATE is read from the
/// verbose form of its message ("FATAL:  28P01: password authentication failed …"), which is the
/// same in every language.
ConnectProblem problemOfConnecting(const PGconn *connection);

/// Only the error of it.
inline base::Error errorOfConnecting(const PGconn *connection)
{
    return problemOfConnecting(connection).error;
}

/// The errno whose text, in the language of this process, stands in a message of libpq; 0 if none.
int systemErrorIn(const QString &message);

/// Bytes that came in on a TCP connection since it was made; 0 for other sockets. The one count of
/// what a server sends that libpq's own buffering cannot hide.
qint64 bytesReceived(int socket);

} // namespace pg
