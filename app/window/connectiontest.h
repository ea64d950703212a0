// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connection.h"

#include <QObject>

namespace app {

/// Tries a connection once and closes it again. Lives on the I/O thread and ends itself.
class ConnectionTest final : public QObject
{
    Q_OBJECT

public:
    /// Starts on that thread. Connect to the signals before: after one of them this is gone.
    void start(QThread &ioThread, const pg::ConnectParameters &parameters);

signals:
    void succeeded(const QString &summary);
    void failed(const base::Error &error);

private:
    QCoro::Task<void> run(pg::ConnectParameters parameters);

    pg::Connection m_connection{this};
};

/// "PostgreSQL 17.4 at 10.0.0.5 port 5432, TLSv1.3, as app in orders."
QString connectionSummary(const pg::ConnectionFacts &facts);

} // namespace app
