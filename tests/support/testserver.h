// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/servers.h"
#include "support/testsession.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace tests {

/// What a test wants of its server.
struct ServerSetup
{
    int version = 17;
    QStringList settings; ///< Lines of postgresql.conf, such as "max_connections = 10".
    QByteArray hba;       ///< The whole pg_hba.conf; empty lets everybody in.
    /// A pid namespace of its own, in which the next pid can be chosen. The pids that the server
    /// shows are then those inside.
    bool ownPids = false;
};

/// A private PostgreSQL in a temporary folder, with a unix socket and a free loopback port. It ends
/// and its folder goes with this object, and also when the test program crashes or is killed.
class TestServer final
{
public:
    enum class Stop {
        Fast,      ///< As pg_ctl stop -m fast.
        Immediate, ///< As pg_ctl stop -m immediate.
        Kill,      ///< kill -9 of the postmaster.
    };

    explicit TestServer(ServerSetup setup = {});
    ~TestServer();
    Q_DISABLE_COPY_MOVE(TestServer)

    /// Starts, or starts again on the same port and data; returns when it accepts connections.
    base::Result<void> start();

    /// Stops and waits for the end of the postmaster.
    void stop(Stop mode = Stop::Fast);

    /// Sends a signal to a process of the server, by the pid that the server shows.
    bool signal(int pid, int number) const;

    /// The next process of the server gets this pid (setup.ownPids).
    bool forceNextPid(int pid);

    /// Replaces pg_hba.conf and has it read.
    void setHba(const QByteArray &text);

    /// Runs SQL as superuser in a session of its own. Rows as psql -At prints them.
    base::Result<QByteArray> sql(const QByteArray &text,
                                 const QString &database = QStringLiteral("postgres"));

    /// How to connect by TCP.
    pg::ConnectionSpec spec(const QString &user = QStringLiteral("postgres"),
                            const QString &database = QStringLiteral("postgres")) const;

    /// A session by TCP that shows the application's name.
    base::Result<TestSession> session(const QString &user, const QString &application = {}) const;

    int port() const { return m_port; }
    int postmasterPid() const;

    /// Holds the data ("data"), the unix socket and the log.
    QString folder() const { return m_folder.path(); }

    /// What the server has logged so far; log_line_prefix is '%m [%p] %q%u@%d %c '.
    QByteArray log() const;

private:
    base::Result<void> prepare();
    base::Result<void> launch();
    base::Result<void> waitUntilReady();
    bool tellNamespace(const QByteArray &command) const;

    ServerSetup m_setup;
    QTemporaryDir m_folder;
    ServerPrograms m_programs;
    int m_port = 0;
    std::unique_ptr<QProcess> m_janitor;
    std::unique_ptr<QProcess> m_process;
};

} // namespace tests
