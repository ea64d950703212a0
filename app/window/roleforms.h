// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/changedialog.h"
#include "inventory/inventory.h"

namespace app {

// Changes of roles as they are put before a person, without the place where they are to run. Pure.
// Nothing for a role that is not in the inventory.
using inventory::Inventory;
using inventory::Membership;
using inventory::Oid;

/// Attributes that our role could not give are left out of the forms, and the roles that it could
/// not grant.
ui::ChangeForm createRoleForm(const Inventory &inventory);
std::optional<ui::ChangeForm> alterRoleForm(const Inventory &inventory, Oid role);
std::optional<ui::ChangeForm> passwordForm(const Inventory &inventory, Oid role);
std::optional<ui::ChangeForm> renameRoleForm(const Inventory &inventory, Oid role);
std::optional<ui::ChangeForm> commentRoleForm(const Inventory &inventory, Oid role);

/// Membership of the role in another one that is chosen in the form.
std::optional<ui::ChangeForm> grantForm(const Inventory &inventory, Oid member);

/// Other options of a membership that there is.
std::optional<ui::ChangeForm> alterMembershipForm(const Inventory &inventory,
                                                  const Membership &membership);
std::optional<ui::ChangeForm> revokeForm(const Inventory &inventory, const Membership &membership);

} // namespace app
