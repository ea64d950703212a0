// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "base/secret.h"
#include "practice/postgresprograms.h"

#include <QCoroTask>
#include <QObject>
#include <QProcess>

namespace app {

/// A private PostgreSQL cluster in a folder: made by initdb, filled with the shop, reached through
/// a socket in the folder and over TCP on a free loopback port. PostgreSQL dies with the process
/// that started it, whatever way that ends. Never blocks.
class PracticeCluster final : public QObject
{
    Q_OBJECT

public:
    /// The settings are further lines of postgresql.conf.
    PracticeCluster(PostgresPrograms programs, QString folder, QStringList settings);
    ~PracticeCluster() override;

    /// Makes and starts it; done when the shop is loaded. Takes a few seconds.
    QCoro::Task<base::Result<void>> start();

    /// Shuts PostgreSQL down without waiting for its clients; ended() follows. Also ends a start
    /// that is under way.
    void stop();

    bool isRunning() const { return m_postgres.state() != QProcess::NotRunning; }
    int port() const { return m_port; }
    QString version() const { return m_version; }
    const base::Secret &password() const { return m_password; } ///< Of every role but the owner.

    /// How the role reaches the database through the socket, where no password is needed.
    QString socketConnection(const QString &role, const QString &database) const;

    /// The same over TCP, with the password in the folder's pass file.
    QString tcpConnection(const QString &role, const QString &database) const;

    /// The role that owns the cluster. It is not called postgres, as many clients believe.
    static QString owner();

signals:
    /// PostgreSQL is gone, asked for or not.
    void ended();

private:
    QCoro::Task<base::Result<QByteArray>> run(QString program, QStringList arguments,
                                              QByteArray input);
    QCoro::Task<base::Result<void>> makeCluster();
    QCoro::Task<base::Result<void>> startPostgres();
    QCoro::Task<base::Result<void>> loadShop();
    base::Result<void> writeSettings() const;
    base::Result<void> writePassFile() const;
    bool isReady() const;
    base::Error startError() const;
    QString dataFolder() const { return m_folder + QLatin1StringView("/data"); }

    PostgresPrograms m_programs;
    QString m_folder;
    QStringList m_settings;
    QString m_version;
    base::Secret m_password;
    int m_port = 0;
    bool m_stopping = false;
    QProcess m_postgres;
};

} // namespace app
