// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/databasechanges.h"

#include "base/plaintext.h"
#include "window/applicationmaker.h"
#include "window/changerunner.h"
#include "window/databaseforms.h"
#include "window/dropforms.h"
#include "window/serverlist.h"

namespace app {

using inventory::InventoryPtr;

DatabaseChanges::DatabaseChanges(ServerList &servers, ChangeRunner &runner, QObject *parent)
    : QObject(parent)
    , m_servers(servers)
    , m_runner(runner)
    , m_applications(new ApplicationMaker(servers, runner, this))
{
}

// Of the database that the connections are in.
QString DatabaseChanges::here(const QString &serverId) const
{
    const auto place = placeOf(m_servers, serverId);
    return place ? place->circumstances.server.database : QString();
}

void DatabaseChanges::createApplication(const QString &serverId, const InventoryPtr &inventory)
{
    m_applications->start(serverId, inventory);
}

void DatabaseChanges::setLimit(const QString &serverId, const InventoryPtr &inventory, Oid database)
{
    if (inventory)
        m_runner.request(serverId, databaseLimitForm(*inventory, database));
}

void DatabaseChanges::changeOwner(const QString &serverId, const InventoryPtr &inventory,
                                  Oid database)
{
    if (inventory)
        m_runner.request(serverId, databaseOwnerForm(*inventory, database));
}

void DatabaseChanges::rename(const QString &serverId, const InventoryPtr &inventory, Oid database)
{
    if (inventory)
        m_runner.request(serverId, renameDatabaseForm(*inventory, database, here(serverId)));
}

void DatabaseChanges::comment(const QString &serverId, const InventoryPtr &inventory, Oid database)
{
    if (inventory)
        m_runner.request(serverId, commentDatabaseForm(*inventory, database));
}

void DatabaseChanges::drop(const QString &serverId, const InventoryPtr &inventory, Oid database)
{
    const ServerLink *server = m_servers.link(serverId);
    if (!inventory || !server || !server->facts())
        return;
    m_dropping = {.serverId = serverId, .inventory = inventory, .database = database};
    connect(server->facts(), &FactsReader::databaseUseRead, this, &DatabaseChanges::takeUse,
            Qt::UniqueConnection);
    server->facts()->readDatabaseUse(database);
}

// Of what was asked for last: the same number is another database on another server.
void DatabaseChanges::takeUse(Oid database, const DatabaseUseResult &use)
{
    const ServerLink *server = m_servers.link(m_dropping.serverId);
    if (!m_dropping.inventory || database != m_dropping.database || !server || !server->facts() ||
        sender() != server->facts())
        return;
    const InventoryPtr inventory = std::exchange(m_dropping.inventory, {});
    auto form = dropDatabaseForm(*inventory, database, use.value_or(actions::DatabaseUse()),
                                 here(m_dropping.serverId));
    if (form && !use)
        form->refusal = tr("Whether it is used could not be read: %1")
                            .arg(base::singleLine(use.error().message, 200));
    m_runner.request(m_dropping.serverId, std::move(form));
}

} // namespace app
