// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/rowsecurity.h"
#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

namespace inventory {

/// Asks, over a connection to the database of the table that is used for nothing else and is closed
/// afterwards. Policies are code of others: it runs in a transaction that is read-only and rolled
/// back, inside of a temporary SECURITY DEFINER function of the role in question, where neither
/// RESET ROLE nor SET SESSION AUTHORIZATION gives our rights back. What remains possible is what
/// the role itself could do outside of transactions, such as ending its own sessions.
QCoro::Task<VisibilityAnswer> askVisibility(QPointer<pg::Connection> connection,
                                            VisibilityQuestion question);

/// The same over a connection made for it, that of the parameters.
QCoro::Task<VisibilityAnswer> askVisibilityApart(QObject *owner, pg::ConnectParameters parameters,
                                                 VisibilityQuestion question);

} // namespace inventory
