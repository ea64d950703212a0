// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "sessions/column.h"
#include "sessions/filter.h"
#include "sessions/stategroup.h"

#include <QSet>

namespace sessions {

/// The sums over the sessions of a group.
struct GroupSums
{
    QString name; ///< The value that they share, as the server gave it; empty if it has none.
    int sessions = 0;
    int active = 0;
    int idleInTransaction = 0;
    int waiting = 0;
    std::optional<Timestamp> oldestTransaction;

    bool operator==(const GroupSums &) const = default;
};

/// Counts the session in.
void addTo(GroupSums &sums, const Session &session);

/// Which row it is: a session or the head of a group.
struct RowKey
{
    Session::Key session;
    std::optional<QString> group;

    bool operator==(const RowKey &) const = default;
};

size_t qHash(const RowKey &key, size_t seed = 0) noexcept;

/// One row of the table: a session, or the head of a group. It points into the snapshot that it
/// was arranged from, which has to live as long as the row.
struct SessionRow
{
    const Session *session = nullptr;       ///< Nothing for the head of a group.
    std::shared_ptr<const GroupSums> group; ///< Nothing for a session.
    int workers = 0;                        ///< Parallel workers that this leader leads.
    bool isWorker = false;                  ///< Stands directly under its leader.
    bool isCollapsed = false;               ///< Its workers or sessions are not in the table.
    bool holdsOldestXmin = false;

    RowKey key() const;
    /// Same content. Ages are no content: they are painted from the moment of the snapshot.
    bool operator==(const SessionRow &other) const;
};

/// What a person wants to see of the sessions, and in which order.
struct Arrangement
{
    Filter filter;
    StateGroup chip = StateGroup::All;
    Column sortColumn = TransactionAgeColumn;
    Qt::SortOrder sortOrder = Qt::DescendingOrder;
    std::optional<Column> groupBy; ///< Database, role, application, client, state or wait.
    QSet<RowKey> collapsed;

    bool operator==(const Arrangement &) const = default;
};

/// The rows of the table. Sorted by the column, what is unknown last in either direction, equals by
/// pid; workers directly under their leader if it is in the table too; below the head of their
/// group if there are groups. Groups are ordered by the longest transaction when sorted by an age,
/// by their size when sorted by pid, and else by name.
std::vector<SessionRow> arrange(const Snapshot &snapshot, const Arrangement &arrangement);

/// How many sessions the table would hold with each chip.
StateCounts countStates(const Snapshot &snapshot, const Filter &filter);

} // namespace sessions
