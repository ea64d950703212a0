// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventory.h"
#include "window/factsreader.h"

namespace app {

class ChangeRunner;
class ServerList;

/// The changes of roles, each from a wish to its dialog: shows the statements, which can be edited,
/// before they run on that server. Opens at once, except for drop(), which looks up first what
/// depends on the role. Nothing happens for an unknown server, for a role that is not in the
/// inventory, or while another such dialog is open. ChangeRunner::changed() tells when a server was
/// changed, and its inventory is to be read again.
class RoleChanges final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this.
    RoleChanges(ServerList &servers, ChangeRunner &runner, QObject *parent = nullptr);

    void create(const QString &serverId, const inventory::InventoryPtr &inventory);

    /// Attributes, connection limit and the validity of the password.
    void alter(const QString &serverId, const inventory::InventoryPtr &inventory,
               inventory::Oid role);
    void setPassword(const QString &serverId, const inventory::InventoryPtr &inventory,
                     inventory::Oid role);
    void rename(const QString &serverId, const inventory::InventoryPtr &inventory,
                inventory::Oid role);
    void comment(const QString &serverId, const inventory::InventoryPtr &inventory,
                 inventory::Oid role);

    /// Makes the role a member of another one, which is chosen in the dialog.
    void grant(const QString &serverId, const inventory::InventoryPtr &inventory,
               inventory::Oid member);
    /// The options of a membership that there is.
    void alterMembership(const QString &serverId, const inventory::InventoryPtr &inventory,
                         const inventory::Membership &membership);
    void revoke(const QString &serverId, const inventory::InventoryPtr &inventory,
                const inventory::Membership &membership);

    /// Shows what the role owns and where, and has it given to another one before.
    void drop(const QString &serverId, const inventory::InventoryPtr &inventory,
              inventory::Oid role);

private:
    /// What was asked for last, and is being looked up.
    struct Dropping
    {
        QString serverId;
        inventory::InventoryPtr inventory; ///< Null while nothing is looked up.
        inventory::Oid role = 0;
    };
    void takeDependents(inventory::Oid role, const DependentsResult &dependents);

    ServerList &m_servers;
    ChangeRunner &m_runner;
    Dropping m_dropping;
};

} // namespace app
