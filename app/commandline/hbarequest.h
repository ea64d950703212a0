// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

namespace CLI {
class App;
}

namespace app {

/// What "hba check" and "hba match" look at.
struct HbaRequest
{
    QString file;     ///< pg_hba.conf, or
    QString server;   ///< a server, as CONN.
    QString ident;    ///< pg_ident.conf; check only.
    int version = 18; ///< The major version to read a file for.
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

    bool operator==(const HbaRequest &) const = default;
};

/// The options of both commands.
void addHbaOptions(CLI::App &command, HbaRequest &request);

/// Those that describe a client.
void addHbaClient(CLI::App &command, HbaRequest &request);

} // namespace app
