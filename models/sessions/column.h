// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

namespace sessions {

/// The columns of the table of sessions, in their first order.
enum Column {
    PidColumn,
    DatabaseColumn,
    RoleColumn,
    ApplicationColumn,
    ClientColumn,
    BackendTypeColumn,
    StateColumn,
    WaitColumn,
    TransactionAgeColumn,
    QueryAgeColumn,
    StateAgeColumn,
    XidColumn,
    XminColumn,
    QueryColumn,
    ColumnCount,
};

constexpr bool isAge(Column column)
{
    return column >= TransactionAgeColumn && column <= StateAgeColumn;
}

constexpr bool isNumber(Column column)
{
    return column == PidColumn || isAge(column) || column == XidColumn || column == XminColumn;
}

/// Since when the age in this column counts; nothing for other columns and where there is none. A
/// statement has an age while it runs.
std::optional<base::Timestamp> startOf(const snapshot::Session &session, Column column);

/// The text of this column as the server gave it, not made fit for display; empty for numbers and
/// ages. A process without a client is named by its type where it has no application.
QString textOf(const snapshot::Session &session, Column column);

} // namespace sessions
