// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventoryreader.h"
#include "support/testserver.h"

namespace tests {

/// A server, and a connection of ours to read its inventory with.
class InventoryFixture final
{
public:
    explicit InventoryFixture(int version);

    base::Result<void> start();

    /// Connects (again) as this role.
    base::Result<void> connectAs(const QString &role,
                                 const QString &database = QStringLiteral("postgres"));

    base::Result<inventory::Inventory> read();
    base::Result<inventory::DatabaseSizes> sizes(std::vector<inventory::Oid> databases);

    /// Runs SQL as superuser, and gives the lines of what the last statement answers.
    QStringList lines(const QByteArray &sql, const QString &database = QStringLiteral("postgres"));

    TestServer server;
    pg::Connection connection;
};

/// By name; one that is not there fails the test program.
inventory::Role roleNamed(const inventory::Inventory &inventory, const QString &name);
inventory::Database databaseNamed(const inventory::Inventory &inventory, const QString &name);

} // namespace tests
