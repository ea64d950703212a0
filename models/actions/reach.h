// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connection.h"

#include <functional>

namespace actions {

/// How a server is reached.
struct Reach
{
    /// Gives the connection to act on, which may be another one after a loss.
    std::function<pg::Connection &()> control;
    /// How that was opened, for a connection to another database of the same server.
    std::function<pg::ConnectParameters()> parameters;
};

/// How to open another connection to the very server that the control connection is open to,
/// whichever of several hosts that is. An empty database is the one that the control connection is
/// in.
pg::ConnectParameters parametersBeside(const Reach &reach, const QString &database);

} // namespace actions
