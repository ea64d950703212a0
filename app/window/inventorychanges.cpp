// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/inventorychanges.h"

#include "databases/databasespage.h"
#include "roles/rolespage.h"
#include "window/databasechanges.h"
#include "window/rolechanges.h"
#include "window/serverlist.h"

namespace app {

using namespace Qt::StringLiterals;
using ui::DatabasesPage;
using ui::RolesPage;

InventoryChanges::InventoryChanges(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_servers(parts.servers)
    , m_page(parts.roles)
    , m_roles(new RoleChanges(parts.servers, parts.runner, this))
    , m_databases(new DatabaseChanges(parts.servers, parts.runner, this))
{
    connect(&parts.roles, &RolesPage::changeRequested, this, &InventoryChanges::changeRole);
    connect(&parts.databases, &DatabasesPage::changeRequested, this,
            &InventoryChanges::changeDatabase);
    connect(&parts.roles, &RolesPage::newApplicationRequested, this,
            &InventoryChanges::createApplication);
    connect(&parts.databases, &DatabasesPage::newApplicationRequested, this,
            &InventoryChanges::createApplication);
}

void InventoryChanges::changeRole(const QString &change, quint32 role)
{
    const QString server = m_servers.current();
    if (!m_inventory)
        return;
    if (change == "create"_L1)
        m_roles->create(server, m_inventory);
    else if (change == "password"_L1)
        m_roles->setPassword(server, m_inventory, role);
    else if (change == "alter"_L1)
        m_roles->alter(server, m_inventory, role);
    else if (change == "grant"_L1)
        m_roles->grant(server, m_inventory, role);
    else if (change == "membership"_L1 || change == "revoke"_L1)
        changeMembership(change);
    else if (change == "rename"_L1)
        m_roles->rename(server, m_inventory, role);
    else if (change == "comment"_L1)
        m_roles->comment(server, m_inventory, role);
    else if (change == "drop"_L1)
        m_roles->drop(server, m_inventory, role);
}

void InventoryChanges::changeMembership(const QString &change)
{
    const auto membership = m_page.selectedMembership();
    if (membership && change == "revoke"_L1)
        m_roles->revoke(m_servers.current(), m_inventory, *membership);
    else if (membership)
        m_roles->alterMembership(m_servers.current(), m_inventory, *membership);
}

void InventoryChanges::changeDatabase(const QString &change, quint32 database)
{
    const QString server = m_servers.current();
    if (!m_inventory)
        return;
    if (change == "limit"_L1)
        m_databases->setLimit(server, m_inventory, database);
    else if (change == "owner"_L1)
        m_databases->changeOwner(server, m_inventory, database);
    else if (change == "rename"_L1)
        m_databases->rename(server, m_inventory, database);
    else if (change == "comment"_L1)
        m_databases->comment(server, m_inventory, database);
    else if (change == "drop"_L1)
        m_databases->drop(server, m_inventory, database);
}

void InventoryChanges::createApplication()
{
    if (m_inventory)
        m_databases->createApplication(m_servers.current(), m_inventory);
}

} // namespace app
