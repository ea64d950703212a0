// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace CLI {
class App;
}

namespace app {

/// What "hba check" and "hba match" look at.
struct HbaRequest
{
    QString file;               ///< pg_hba.conf, or
    QString server;             ///< a server, as CONN.
    QString ident;              ///< pg_ident.conf; check only.
    std::optional<int> version; ///< The major version to read a file for.
    QStringList superusers;     ///< Of the server that the file is for; check only.
    // The client of match.
    bool local = false;
    QString user;
    QString database;
    QString address;
    bool ssl = false;
    bool gss = false;
    bool replication = false;
    bool superuser = false; ///< Is accepted; being superuser makes no difference to the rules.
    QStringList memberOf;
    QStringList serverAddresses;

    /// Of a file alone nobody can say which version it is for; the newest knows the most.
    int assumedVersion() const { return version.value_or(18); }
    bool operator==(const HbaRequest &) const = default;
};

/// The options of both commands.
void addHbaOptions(CLI::App &command, HbaRequest &request);

/// Those of check alone, after the options of both.
void addHbaSuperusers(CLI::App &command, HbaRequest &request);

/// Those that describe a client.
void addHbaClient(CLI::App &command, HbaRequest &request);

} // namespace app
