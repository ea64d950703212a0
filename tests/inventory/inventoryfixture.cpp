// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/inventoryfixture.h"

#include <algorithm>

namespace tests {

InventoryFixture::InventoryFixture(int version)
    : server({.version = version, .settings = {QStringLiteral("fsync = off")}})
{
}

base::Result<void> InventoryFixture::start()
{
    if (const auto started = server.start(); !started)
        return started;
    return connectAs(QStringLiteral("postgres"));
}

base::Result<void> InventoryFixture::connectAs(const QString &role, const QString &database)
{
    connection.close();
    const auto opened = QCoro::waitFor(connection.open({.spec = server.spec(role, database)}));
    if (!opened)
        return std::unexpected(opened.error());
    return {};
}

base::Result<inventory::Inventory> InventoryFixture::read()
{
    return QCoro::waitFor(inventory::readInventory(&connection));
}

base::Result<inventory::DatabaseSizes>
InventoryFixture::sizes(std::vector<inventory::Oid> databases)
{
    return QCoro::waitFor(inventory::readDatabaseSizes(&connection, std::move(databases)));
}

QStringList InventoryFixture::lines(const QByteArray &sql, const QString &database)
{
    const auto answer = server.sql(sql, database);
    if (!answer)
        qFatal("%s", why(answer).constData());
    return QString::fromUtf8(*answer).split(u'\n', Qt::SkipEmptyParts);
}

inventory::Role roleNamed(const inventory::Inventory &inventory, const QString &name)
{
    const auto found = std::ranges::find(inventory.roles, name, &inventory::Role::name);
    if (found == inventory.roles.end())
        qFatal("There is no role %s.", qPrintable(name));
    return *found;
}

inventory::Database databaseNamed(const inventory::Inventory &inventory, const QString &name)
{
    const auto found = std::ranges::find(inventory.databases, name, &inventory::Database::name);
    if (found == inventory.databases.end())
        qFatal("There is no database %s.", qPrintable(name));
    return *found;
}

} // namespace tests
