// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/loginjoin.h"
#include "inventory/tablerows.h"

namespace ui {

// What the detail of a role shows in its tables. A row's key leads to what it is about: the OID of
// the role or the database, shifted where both can be.

/// The role's memberships as a tree in both directions: what it is a member of, and who is a member
/// of it, each with the options of the grant.
std::vector<TableColumn> membershipColumns();
TableRowsPtr membershipRows(const inventory::Inventory &inventory, inventory::Oid role);
/// The grant that a row of them is about; nothing for those of other roles, further down the tree.
std::optional<inventory::Membership> directMembership(const inventory::Inventory &inventory,
                                                      inventory::Oid role, quint64 key);

/// The databases that a role owns, and how many objects in which.
std::vector<TableColumn> ownedColumns();
TableRowsPtr ownedRows(const inventory::Inventory &inventory, inventory::Oid role);
/// The databases and objects that a role owns; nothing where the server keeps no list of objects.
std::optional<int> ownedCount(const inventory::Inventory &inventory, inventory::Oid role);

/// What is set for a role when it logs in, everywhere or in a database.
std::vector<TableColumn> roleSettingColumns();
TableRowsPtr roleSettingRows(const inventory::Inventory &inventory, inventory::Oid role);

/// What a role may do by its attributes, the predefined roles it is a member of, and what is
/// granted on databases, each with the path by which the right reaches it.
std::vector<TableColumn> rightColumns();
TableRowsPtr rightRows(const inventory::Inventory &inventory, inventory::Oid role);

/// Into which databases a role may log in, from where, and why not into the others.
std::vector<TableColumn> loginColumns();
TableRowsPtr loginRows(const LoginJoin &join, inventory::Oid role);

/// Rows of one sentence, such as why there are none.
TableRowsPtr sentenceRow(const QString &sentence);

} // namespace ui
