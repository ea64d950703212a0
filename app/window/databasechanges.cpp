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
    m_droppingOn = serverId;
    m_droppingFrom = inventory;
    connect(server->facts(), &FactsReader::databaseUseRead, this, &DatabaseChanges::takeUse,
            Qt::SingleShotConnection);
    server->facts()->readDatabaseUse(database);
}

void DatabaseChanges::takeUse(Oid database, const DatabaseUseResult &use)
{
    const InventoryPtr inventory = std::exchange(m_droppingFrom, {});
    if (!inventory)
        return;
    auto form = dropDatabaseForm(*inventory, database, use.value_or(actions::DatabaseUse()),
                                 here(m_droppingOn));
    if (form && !use)
        form->refusal = tr("Whether it is used could not be read: %1")
                            .arg(base::singleLine(use.error().message, 200));
    m_runner.request(m_droppingOn, std::move(form));
}

} // namespace app
