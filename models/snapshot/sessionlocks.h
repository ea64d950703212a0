// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connection.h"
#include "snapshot/snapshot.h"

#include <QPointer>

namespace snapshot {

/// All locks of one session and its parallel workers at one moment, held and awaited.
struct SessionLocks
{
    std::vector<Lock> locks;       ///< Awaited ones first, then those on relations.
    std::vector<ObjectName> names; ///< By database, class and OID, as far as they are known.
    int total = 0;                 ///< How many there are.
    bool cut = false;              ///< There are more than `locks` holds.
    QString problem;               ///< Why there is nothing; empty if all is well.

    bool operator==(const SessionLocks &) const = default;
};

/// The most that SessionLocks::locks holds: nobody reads more, and some sessions hold 60,000.
constexpr int MaxSessionLocks = 10'000;

/// Asks for them. Ends, without touching the connection again, when that is closed.
QCoro::Task<SessionLocks> readSessionLocks(QPointer<pg::Connection> connection, Session::Key key);

} // namespace snapshot

Q_DECLARE_METATYPE(snapshot::SessionLocks)
