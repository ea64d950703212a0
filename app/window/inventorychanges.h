// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventory.h"

#include <QObject>

namespace ui {
class DatabasesPage;
class RolesPage;
} // namespace ui

namespace app {

class ChangeRunner;
class DatabaseChanges;
class RoleChanges;
class ServerList;

/// Leads what is wished in the panels of roles and databases to its dialog, for the current server
/// and the roles and databases that are shown.
class InventoryChanges final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        ServerList &servers;
        ChangeRunner &runner;
        ui::RolesPage &roles;
        ui::DatabasesPage &databases;
    };

    explicit InventoryChanges(const Parts &parts, QObject *parent = nullptr);

    /// What the panels show now.
    void setInventory(const inventory::InventoryPtr &inventory) { m_inventory = inventory; }

private:
    void changeRole(const QString &change, quint32 role);
    void changeMembership(const QString &change);
    void changeDatabase(const QString &change, quint32 database);
    void createApplication();

    ServerList &m_servers;
    ui::RolesPage &m_page;
    RoleChanges *m_roles;
    DatabaseChanges *m_databases;
    inventory::InventoryPtr m_inventory;
};

} // namespace app
