// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

namespace inventory {

/// How to open another connection to the very server that a connection of these facts leads to,
/// whichever of several hosts that is. An empty database: the same one.
pg::ConnectParameters parametersBeside(pg::ConnectParameters parameters,
                                       const pg::ConnectionFacts &facts, const QString &database);

/// A connection to another database of a server, for one question: closed when this goes, and
/// earlier if its owner goes. Lives on the thread of its owner.
class BesideConnection final
{
public:
    explicit BesideConnection(QObject *owner);
    ~BesideConnection();
    Q_DISABLE_COPY_MOVE(BesideConnection)

    /// Fails with the server's words, where our settings are not in force, and where the server is
    /// nearly full: what is left belongs to those who have to work, or to mend that.
    QCoro::Task<base::Result<pg::ConnectionFacts>> open(pg::ConnectParameters parameters);

    QPointer<pg::Connection> connection() const { return m_connection; }

private:
    QPointer<pg::Connection> m_connection;
};

} // namespace inventory
