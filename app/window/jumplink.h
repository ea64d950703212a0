// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/jumpdialog.h"

#include <QObject>

class QAction;

namespace ui {
class DatabasesPage;
class MainWindow;
class RolesPage;
} // namespace ui

namespace app {

/// Ctrl+P: from a name to the role, database, table or policy that has it.
class JumpLink final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        ui::MainWindow &window;
        ui::RolesPage &roles;
        ui::DatabasesPage &databases;
    };

    explicit JumpLink(const Parts &parts, QObject *parent = nullptr);

    /// What the panels show now.
    void setInventory(const inventory::InventoryPtr &inventory);
    /// What is known of the insides of databases.
    void setContents(const ui::KnownContentsPtr &known);

signals:
    /// Databases that nobody has looked into are to be read.
    void othersWanted();

private:
    void open();
    void lead(const ui::JumpTarget &target);

    Parts m_parts;
    ui::JumpDialog *m_dialog;
    QAction *m_action;
    inventory::InventoryPtr m_inventory;
    ui::KnownContentsPtr m_known;
};

} // namespace app
