// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/testserver.h"

namespace faults {

/// What a pooler is told besides, in the form of its files.
struct PoolerFiles
{
    QByteArray databases; ///< Instead of all that the server has.
    QByteArray users;     ///< Besides "postgres".
    QByteArray rules;     ///< A pg_hba.conf; empty lets everybody in.
    QByteArray settings;
};

/// A private pgbouncer in front of a test server, with one server connection for each database.
class Pooler final
{
public:
    Pooler(const tests::TestServer &server, const QString &mode, PoolerFiles files = {});
    ~Pooler();
    Q_DISABLE_COPY_MOVE(Pooler)

    base::Result<void> start();

    /// To the server, through the pooler.
    pg::ConnectionSpec spec() const;

    /// Runs a command of pgbouncer's console: PAUSE, RESUME …
    base::Result<QByteArray> command(const QByteArray &text) const;

    /// pgbouncer with this name on this machine, or nothing.
    static QString program();

private:
    int m_serverPort;
    QString m_mode;
    PoolerFiles m_files;
    QTemporaryDir m_folder;
    QProcess m_process;
    int m_port = 0;
};

} // namespace faults
