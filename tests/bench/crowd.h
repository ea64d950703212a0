// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/testserver.h"

#include <vector>

namespace bench {

/// A server with very many sessions, some of which wait for locks. The others are idle after a
/// statement of ordinary length.
class Crowd final
{
public:
    enum class Queue { Writers, Readers };

    explicit Crowd(int version);

    /// Returns when all are there and the waiting ones wait: half of them for one row and half for
    /// one table, or all but 160 readers of one table behind somebody who wants to change it.
    base::Result<void> gather(int sessions, int waiting, Queue queue = Queue::Writers);

    /// The next sessions in turn that do not wait run their statement once more.
    base::Result<void> stir(int sessions);

    tests::TestServer &server() { return m_server; }

private:
    base::Result<void> add(const QByteArray &statement, bool waits);
    base::Result<void> addWaiting(int count, Queue queue);

    tests::TestServer m_server;
    std::vector<tests::TestSession> m_sessions;
    size_t m_idle = 0; ///< So many at the beginning of the list are idle.
    size_t m_next = 0;
};

} // namespace bench
