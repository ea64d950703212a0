// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/inventorylink.h"

#include "databases/databasespage.h"
#include "roles/rolespage.h"
#include "window/inventoryreader.h"
#include "window/serverlist.h"

namespace app {

using namespace std::chrono_literals;
using ui::DatabasesPage;
using ui::RolesPage;

namespace {

constexpr auto Pace = 10s; ///< Between two readings while somebody looks.

} // namespace

InventoryLink::InventoryLink(ServerList &servers, const Panels &panels, QObject *parent)
    : QObject(parent)
    , m_servers(servers)
    , m_panels(panels)
{
    connect(&panels.roles, &RolesPage::inventoryWanted, this, &InventoryLink::wanted);
    connect(&panels.databases, &DatabasesPage::inventoryWanted, this, &InventoryLink::wanted);
    connect(&servers, &ServerList::snapshotTaken, this, &InventoryLink::takeSnapshot);
}

void InventoryLink::showServer(const QString &id)
{
    m_server = id;
    m_reader = nullptr;
    m_reading = false;
    m_again = false;
    m_lastRead.invalidate();
}

bool InventoryLink::isConnected() const
{
    const ServerLink *link = m_servers.link(m_server);
    return link && link->inventory() && link->snapshot() &&
           link->status().state == base::ServerState::Live;
}

bool InventoryLink::isLookedAt() const
{
    return m_panels.roles.isVisible() || m_panels.databases.isVisible();
}

InventoryReader *InventoryLink::reader()
{
    InventoryReader *now = m_servers.link(m_server)->inventory();
    if (now == m_reader)
        return m_reader;
    m_reader = now;
    connect(now, &InventoryReader::inventoryRead, this, &InventoryLink::takeInventory,
            Qt::UniqueConnection);
    connect(now, &InventoryReader::failed, this, &InventoryLink::takeProblem, Qt::UniqueConnection);
    return m_reader;
}

void InventoryLink::refresh()
{
    m_again = m_reading;
    if (m_reading || !isConnected())
        return;
    m_reading = true;
    reader()->read();
}

// Without a connection the first snapshot will do.
void InventoryLink::wanted()
{
    if (isConnected())
        refresh();
}

void InventoryLink::takeSnapshot(const QString &id)
{
    if (id != m_server || !isConnected() || m_reading)
        return;
    const bool other = m_servers.link(id)->inventory() != m_reader; // connected anew
    const bool due = isLookedAt() && m_lastRead.isValid() && m_lastRead.durationElapsed() > Pace;
    if (other || !m_lastRead.isValid() || due)
        refresh();
}

void InventoryLink::takeInventory(const inventory::InventoryPtr &inventory,
                                  const ui::ObservedPtr &observed)
{
    if (sender() != m_reader)
        return;
    m_reading = false;
    m_lastRead.start();
    m_panels.roles.showInventory(inventory, observed);
    m_panels.databases.showInventory(inventory, observed);
    emit inventoryShown(inventory);
    if (m_again)
        refresh();
}

void InventoryLink::takeProblem(const base::Error &error)
{
    if (sender() != m_reader)
        return;
    m_reading = false;
    m_lastRead.start();
    m_panels.roles.showProblem(error);
    m_panels.databases.showProblem(error);
}

} // namespace app
