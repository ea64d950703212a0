// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "base/timestamp.h"

namespace base {

/// How it stands with one server.
enum class ServerState {
    Closed,     ///< Not asked for.
    Connecting, ///< The first attempt, or one after a loss, is under way.
    Live,       ///< The last answer is not older than two intervals.
    Stale,      ///< Connected, but an answer is overdue.
    Lost,       ///< The connection broke; the next attempt is at retryAt.
    Refused,    ///< The server answered and said no; it is asked again only on request.
};

/// A server's state with its reason, as every view shows it.
struct ServerStatus
{
    ServerState state = ServerState::Closed;
    Error reason;                     ///< Of Stale, Lost and Refused.
    Timestamp since;                  ///< When this state began, by this machine's clock.
    std::optional<Timestamp> retryAt; ///< Of Lost.

    bool operator==(const ServerStatus &) const = default;
};

} // namespace base

Q_DECLARE_METATYPE(base::ServerStatus)
