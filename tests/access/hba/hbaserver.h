// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbamatch.h"

#include "support/testserver.h"

namespace tests {

/// A server that is reached by its socket, by IPv4 and by IPv6, with TLS and without, and has the
/// roles, databases and files that the rules of RandomHba name.
class HbaServer final
{
public:
    explicit HbaServer(int version);

    base::Result<void> start();

    /// A file in the data folder.
    bool write(const QString &name, const std::string &text) const;
    QString dataFile(const QString &name) const;

    /// How this client connects.
    pg::ConnectionSpec specOf(const pgaccess::HbaClient &client) const;
    /// As superuser over the socket.
    pg::ConnectionSpec admin() const;

    TestServer &server() { return *m_server; }

private:
    base::Result<void> makeKey() const;

    int m_version;
    QTemporaryDir m_keys;
    std::unique_ptr<TestServer> m_server;
};

} // namespace tests
