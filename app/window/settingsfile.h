// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "postgres/connectionspec.h"

namespace app {

enum class SettingsWritten {
    Done,
    ThereIsOne, ///< Nothing was written: there is a file, and it was not to be replaced.
};

/// Writes settings with a password into a file of mode 0600, whole or not at all. Blocks for as
/// long as the disk does.
base::Result<SettingsWritten> writeSettings(const QString &path, const QByteArray &content,
                                            bool replace);

/// How an application reaches the server that this specification leads to: with the same host, port
/// and demands on TLS, and nothing that is about this program or this machine's files. Pure.
pg::ConnectionSpec specFor(const pg::ConnectionSpec &server, const QString &role,
                           const QString &database);

} // namespace app
