// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/rolechanges.h"

#include "base/plaintext.h"
#include "window/changerunner.h"
#include "window/dropforms.h"
#include "window/roleforms.h"
#include "window/serverlist.h"

namespace app {

using inventory::InventoryPtr;
using inventory::Membership;

RoleChanges::RoleChanges(ServerList &servers, ChangeRunner &runner, QObject *parent)
    : QObject(parent)
    , m_servers(servers)
    , m_runner(runner)
{
}

void RoleChanges::create(const QString &serverId, const InventoryPtr &inventory)
{
    if (inventory)
        m_runner.request(serverId, createRoleForm(*inventory));
}

void RoleChanges::alter(const QString &serverId, const InventoryPtr &inventory, Oid role)
{
    if (inventory)
        m_runner.request(serverId, alterRoleForm(*inventory, role));
}

void RoleChanges::setPassword(const QString &serverId, const InventoryPtr &inventory, Oid role)
{
    if (inventory)
        m_runner.request(serverId, passwordForm(*inventory, role));
}

void RoleChanges::rename(const QString &serverId, const InventoryPtr &inventory, Oid role)
{
    if (inventory)
        m_runner.request(serverId, renameRoleForm(*inventory, role));
}

void RoleChanges::comment(const QString &serverId, const InventoryPtr &inventory, Oid role)
{
    if (inventory)
        m_runner.request(serverId, commentRoleForm(*inventory, role));
}

void RoleChanges::grant(const QString &serverId, const InventoryPtr &inventory, Oid member)
{
    if (inventory)
        m_runner.request(serverId, grantForm(*inventory, member));
}

void RoleChanges::alterMembership(const QString &serverId, const InventoryPtr &inventory,
                                  const Membership &membership)
{
    if (inventory)
        m_runner.request(serverId, alterMembershipForm(*inventory, membership));
}

void RoleChanges::revoke(const QString &serverId, const InventoryPtr &inventory,
                         const Membership &membership)
{
    if (inventory)
        m_runner.request(serverId, revokeForm(*inventory, membership));
}

void RoleChanges::drop(const QString &serverId, const InventoryPtr &inventory, Oid role)
{
    const ServerLink *server = m_servers.link(serverId);
    if (!inventory || !server || !server->facts())
        return;
    m_dropping = {.serverId = serverId, .inventory = inventory, .role = role};
    connect(server->facts(), &FactsReader::dependentsRead, this, &RoleChanges::takeDependents,
            Qt::UniqueConnection);
    server->facts()->readDependents(role);
}

// Of what was asked for last: the same number is another role on another server.
void RoleChanges::takeDependents(Oid role, const DependentsResult &dependents)
{
    const ServerLink *server = m_servers.link(m_dropping.serverId);
    if (!m_dropping.inventory || role != m_dropping.role || !server || !server->facts() ||
        sender() != server->facts())
        return;
    const InventoryPtr inventory = std::exchange(m_dropping.inventory, {});
    auto form =
        dropRoleForm(*inventory, role, dependents.value_or(std::vector<actions::RoleDependents>()));
    if (form && !dependents)
        form->refusal = tr("What depends on the role could not be read: %1")
                            .arg(base::singleLine(dependents.error().message, 200));
    m_runner.request(m_dropping.serverId, std::move(form));
}

} // namespace app
