// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/changedialog.h"
#include "actions/newapplication.h"
#include "inventory/inventory.h"

namespace app {

// Changes of databases as they are put before a person, without the place where they are to run.
// Pure. Nothing for a database that is not in the inventory.
using inventory::Inventory;
using inventory::Oid;

std::optional<ui::ChangeForm> databaseLimitForm(const Inventory &inventory, Oid database);
/// Offers the roles that ours could give it to.
std::optional<ui::ChangeForm> databaseOwnerForm(const Inventory &inventory, Oid database);
std::optional<ui::ChangeForm> renameDatabaseForm(const Inventory &inventory, Oid database,
                                                 const QString &here);
std::optional<ui::ChangeForm> commentDatabaseForm(const Inventory &inventory, Oid database);

/// Role and database of an application, everything undone if a statement fails.
ui::ChangeForm newApplicationForm(const Inventory &inventory,
                                  const actions::NewApplication &wanted);

} // namespace app
