// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventory.h"
#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

#include <map>

namespace inventory {

/// Reads all roles and databases over an open connection to any database of the server, in one
/// pipeline of catalog reads; waits for nobody's lock longer than lock_timeout. Then, and on any
/// other trouble, fails as a whole with the server's words: SQLSTATE 55P03 means that a catalog is
/// locked, see isBusy(). Lives on the connection's thread; ends with Cancelled if that is closed.
///
/// Works without any right; kinds of passwords are then Hidden. Sizes stay unknown.
QCoro::Task<base::Result<Inventory>> readInventory(QPointer<pg::Connection> connection);

/// True if a catalog was locked by somebody: worth another try.
bool isBusy(const base::Error &error);

/// Sizes in bytes; nothing where it may not be asked, or where the server could not tell.
using DatabaseSizes = std::map<Oid, std::optional<qint64>>;

/// Asks for the sizes of databases. The server walks through the folder of each: for the
/// background, and not often. One that fails leaves the others alone. Fails only if the connection
/// does.
QCoro::Task<base::Result<DatabaseSizes>> readDatabaseSizes(QPointer<pg::Connection> connection,
                                                           std::vector<Oid> databases);

/// The inventory with these sizes filled in; others stay.
Inventory withSizes(Inventory inventory, const DatabaseSizes &sizes);

} // namespace inventory
