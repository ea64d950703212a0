// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/serverstatemachine.h"

namespace pg {

using namespace Qt::StringLiterals;
using base::ServerState;

std::optional<ServerState> nextState(ServerState state, ServerEvent event)
{
    struct Row
    {
        ServerState from;
        ServerEvent event;
        ServerState to;
    };
    using enum ServerState;
    static constexpr Row table[] = {
        {Closed, ServerEvent::Started, Connecting},  {Lost, ServerEvent::Started, Connecting},
        {Refused, ServerEvent::Started, Connecting}, {Connecting, ServerEvent::Opened, Live},
        {Connecting, ServerEvent::Broken, Lost},     {Connecting, ServerEvent::Denied, Refused},
        {Live, ServerEvent::Answered, Live},         {Live, ServerEvent::Overdue, Stale},
        {Live, ServerEvent::Broken, Lost},           {Live, ServerEvent::Denied, Refused},
        {Stale, ServerEvent::Answered, Live},        {Stale, ServerEvent::Broken, Lost},
        {Stale, ServerEvent::Denied, Refused},
    };
    if (event == ServerEvent::Stopped)
        return Closed;
    for (const Row &row : table) {
        if (row.from == state && row.event == event)
            return row.to;
    }
    return {};
}

ServerEvent eventOf(const base::Error &error)
{
    if (error.kind == base::ErrorKind::Local || error.kind == base::ErrorKind::PasswordNeeded)
        return ServerEvent::Denied;
    if (error.kind != base::ErrorKind::Server)
        return ServerEvent::Broken;
    // Full (53), starting or stopping (57P0x), overloaded (54, 58, XX): it may be different later.
    for (const QLatin1StringView passing : {"53"_L1, "57"_L1, "54"_L1, "58"_L1, "XX"_L1, "08"_L1}) {
        if (error.isClass(passing))
            return ServerEvent::Broken;
    }
    return ServerEvent::Denied;
}

std::chrono::milliseconds retryDelay(int attempt, const base::Error &reason, double jitter)
{
    using namespace std::chrono_literals;
    std::chrono::milliseconds delay = 500ms;
    if (attempt > 0)
        delay = std::min<std::chrono::milliseconds>(60s, 1s * (1 << std::min(attempt - 1, 6)));
    if (reason.isClass("53"_L1))
        delay = std::max<std::chrono::milliseconds>(delay, 10s);
    return std::chrono::milliseconds(qint64(double(delay.count()) * (0.8 + 0.4 * jitter)));
}

} // namespace pg
