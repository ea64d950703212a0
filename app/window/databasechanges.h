// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventory.h"
#include "window/factsreader.h"

namespace app {

class ApplicationMaker;
class ChangeRunner;
class ServerList;

/// The changes of databases, in the way of RoleChanges.
class DatabaseChanges final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this.
    DatabaseChanges(ServerList &servers, ChangeRunner &runner, QObject *parent = nullptr);

    /// Asks for an application, makes its role and database, and gives its settings.
    void createApplication(const QString &serverId, const inventory::InventoryPtr &inventory);

    void setLimit(const QString &serverId, const inventory::InventoryPtr &inventory,
                  inventory::Oid database);
    void changeOwner(const QString &serverId, const inventory::InventoryPtr &inventory,
                     inventory::Oid database);
    void rename(const QString &serverId, const inventory::InventoryPtr &inventory,
                inventory::Oid database);
    void comment(const QString &serverId, const inventory::InventoryPtr &inventory,
                 inventory::Oid database);

    /// Looks up first how large and how busy it is.
    void drop(const QString &serverId, const inventory::InventoryPtr &inventory,
              inventory::Oid database);

private:
    /// What was asked for last, and is being looked up.
    struct Dropping
    {
        QString serverId;
        inventory::InventoryPtr inventory; ///< Null while nothing is looked up.
        inventory::Oid database = 0;
    };
    void takeUse(inventory::Oid database, const DatabaseUseResult &use);
    QString here(const QString &serverId) const;

    ServerList &m_servers;
    ChangeRunner &m_runner;
    ApplicationMaker *m_applications;
    Dropping m_dropping;
};

} // namespace app
