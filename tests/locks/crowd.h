// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/testserver.h"

#include <set>

namespace tests {

/// Sessions that hold and wait for locks on a test server. Each is in a transaction; who waits is
/// left waiting.
class Crowd final
{
public:
    static constexpr int Tables = 3; ///< t1 to t3, for locks on tables.

    explicit Crowd(TestServer &server)
        : m_server(server)
    {
    }

    /// Makes the tables and opens so many sessions.
    base::Result<void> open(int count);

    int size() const { return int(m_members.size()); }
    int pid(int who) const { return m_members[size_t(who)].session.pid(); }
    bool isBusy(int who);

    /// Runs statements, unless this session still waits; returns when they are done or wait for a
    /// lock. A failure ends the transaction and begins a new one; false tells of it.
    bool act(int who, const QByteArray &sql);

    /// The same without a transaction around it.
    bool actAlone(int who, const QByteArray &sql);

    /// Who waits for whom, as "12 waits 7, 13 waits 0", by pg_blocking_pids(), when nothing has
    /// changed for a moment. Nothing if it never comes to rest.
    std::optional<QByteArray> edges();

    /// The leaders of all that wait for a lock.
    std::set<int> waiting();

    /// Ends it, and opens another in its place.
    base::Result<void> replace(int who);

    /// Nobody holds or waits for anything any more.
    base::Result<void> clear();

    TestSession &control() { return *m_control; }

private:
    struct Member
    {
        TestSession session;
        bool busy = false;
        bool used = false;
        bool alone = false; // not in a transaction
    };
    bool start(Member &member, const QByteArray &sql);
    bool isBlocked(const Member &member);
    bool begin(Member &member);
    base::Result<void> cancelAll();

    TestServer &m_server;
    std::optional<TestSession> m_control;
    std::vector<Member> m_members;
};

} // namespace tests
