// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/changedialog.h"
#include "actions/changefacts.h"
#include "inventory/inventory.h"

namespace app {

/// Dropping a role, with what depends on it: shows what it owns and where, gives that to an heir
/// and takes its privileges away in each of these databases, and only then drops it. Refused in
/// words where that cannot be. Nothing for a role that is not in the inventory. Pure.
std::optional<ui::ChangeForm> dropRoleForm(const inventory::Inventory &inventory,
                                           inventory::Oid role,
                                           const std::vector<actions::RoleDependents> &dependents);

/// Dropping a database, by somebody who is connected to `here`: shows its size and its use, and
/// asks for its name. Templates, the database that we are connected to and those in use are refused
/// in words. Nothing for a database that is not in the inventory. Pure.
std::optional<ui::ChangeForm> dropDatabaseForm(const inventory::Inventory &inventory,
                                               inventory::Oid database,
                                               const actions::DatabaseUse &use,
                                               const QString &here);

} // namespace app
