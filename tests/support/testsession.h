// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "postgres/connectionspec.h"

#include <chrono>
#include <memory>

struct pg_conn;

namespace tests {

/// A session of somebody else on a test server: blocking, by plain libpq, independent of the code
/// under test.
class TestSession final
{
public:
    /// Connects; the options are libpq's own, such as application_name.
    static base::Result<TestSession> open(const pg::ConnectionSpec &spec);

    /// Runs statements by the simple protocol. Gives the rows of the last one as psql -At would:
    /// "a|b\nc|d".
    base::Result<QByteArray> run(const QByteArray &sql);

    /// Sends without waiting for the answer: for a statement that will block or sleep.
    bool send(const QByteArray &sql);

    /// Waits for the answer to send().
    base::Result<QByteArray> receive(std::chrono::milliseconds deadline);

    int pid() const;

    /// True while the server has not closed this session.
    bool isAlive();

private:
    struct Closer
    {
        void operator()(pg_conn *connection) const;
    };
    explicit TestSession(pg_conn *connection);
    base::Error problem() const;

    std::unique_ptr<pg_conn, Closer> m_connection;
};

} // namespace tests
