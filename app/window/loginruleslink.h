// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/loginjoin.h"

#include <QObject>

namespace ui {
class DatabasesPage;
class RolesPage;
} // namespace ui

namespace app {

class LoginRulesReader;
class ServerList;

/// Brings what pg_hba.conf says of the current server to the panels that tell who may log in where:
/// with each reading of the inventory, and after a reload that this program asked for.
class LoginRulesLink final : public QObject
{
    Q_OBJECT

public:
    struct Panels
    {
        ui::RolesPage &roles;
        ui::DatabasesPage &databases;
    };

    LoginRulesLink(ServerList &servers, const Panels &panels, QObject *parent = nullptr);

    /// Another server is looked at, or the same one anew.
    void showServer(const QString &id);
    /// The rules are read together with it.
    void readWith(const inventory::InventoryPtr &inventory);

private:
    void read();
    void take(const ui::KnownRulesPtr &rules);
    void show(const ui::KnownRulesPtr &rules);

    ServerList &m_servers;
    Panels m_panels;
    QString m_server;
    LoginRulesReader *m_reader = nullptr; ///< Only compared, as it may be gone.
    ui::KnownRulesPtr m_shown;
    base::Timestamp m_inventoryOf; ///< When the inventory was taken with which they were read.
};

} // namespace app
