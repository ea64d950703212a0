// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/testserver.h"

#include <vector>

namespace bench {

/// A server with very many sessions, some of which wait for locks: half of these on one row, half
/// on one table. The others are idle after a statement of ordinary length.
class Crowd final
{
public:
    explicit Crowd(int version);

    /// Returns when all are there and the waiting ones wait.
    base::Result<void> gather(int sessions, int waiting);

    /// The next sessions in turn that do not wait run their statement once more.
    base::Result<void> stir(int sessions);

    tests::TestServer &server() { return m_server; }

private:
    base::Result<void> add(const QByteArray &statement, bool waits);

    tests::TestServer m_server;
    std::vector<tests::TestSession> m_sessions;
    size_t m_idle = 0; ///< So many at the beginning of the list are idle.
    size_t m_next = 0;
};

} // namespace bench
