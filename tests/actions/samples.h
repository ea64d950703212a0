// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/action.h"

/// Sessions as tests need them, and nothing else.
namespace samples {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr base::Timestamp noon()
{
    return std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + 12h;
}

/// A client backend that has run "SELECT 1" for a minute, at noon.
inline snapshot::Session active(int pid = 4711)
{
    return {.pid = pid,
            .backendStart = noon() - 1h - 7us,
            .backendType = u"client backend"_s,
            .databaseOid = 16384,
            .roleOid = 16400,
            .database = u"orders"_s,
            .role = u"app"_s,
            .application = u"shop"_s,
            .client = u"10.0.0.7"_s,
            .clientPort = 50123,
            .state = snapshot::SessionState::Active,
            .xactStart = noon() - 2min,
            .queryStart = noon() - 1min - 3us,
            .stateChange = noon() - 1min,
            .query = u"SELECT 1"_s};
}

inline snapshot::Session idle(int pid = 4711, base::Duration age = 1h)
{
    snapshot::Session session = active(pid);
    session.state = snapshot::SessionState::Idle;
    session.backendStart = noon() - age - 1h;
    session.xactStart.reset();
    session.stateChange = noon() - age;
    session.queryStart = noon() - age;
    return session;
}

/// As a role without pg_read_all_stats sees it.
inline snapshot::Session hidden(int pid = 4711)
{
    return {.pid = pid,
            .databaseOid = 16384,
            .roleOid = 16400,
            .database = u"orders"_s,
            .role = u"app"_s,
            .application = u"shop"_s,
            .state = snapshot::SessionState::Hidden,
            .query = u"<insufficient privilege>"_s};
}

/// A process of the server's own.
inline snapshot::Session process(const QString &type, int pid = 90)
{
    return {.pid = pid,
            .backendStart = noon() - 24h,
            .backendType = type,
            .state = snapshot::SessionState::Background};
}

inline actions::Target prepared(const QString &gid = u"order-77"_s)
{
    actions::Target out{.takenAt = noon()};
    out.prepared = snapshot::PreparedTransaction{.transactionId = 918223,
                                                 .gid = gid,
                                                 .prepared = noon() - 4min - 12s,
                                                 .ownerOid = 16400,
                                                 .databaseOid = 16384,
                                                 .owner = u"app"_s,
                                                 .database = u"orders"_s};
    return out;
}

inline actions::Target target(const snapshot::Session &session)
{
    return {session, noon()};
}

} // namespace samples
