// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/loginjoin.h"
#include "inventory/tablerows.h"

namespace ui {

/// What an entry of an ACL is of.
struct GrantedOn
{
    inventory::Oid owner = 0;
    bool byDefault = false; ///< No ACL is stored: nobody granted it.
};

/// An entry of an ACL as every table tells it: to whom, what, by whom, and as the ACL.
std::vector<Cell> grantCells(const inventory::Inventory &inventory, const inventory::AclItem &item,
                             const GrantedOn &on);

/// What is granted on a database, in words and as the ACL: the owner first, then PUBLIC, then the
/// others. A row's key is the OID of the grantee.
std::vector<TableColumn> databaseAccessColumns();
TableRowsPtr databaseAccessRows(const inventory::Inventory &inventory,
                                const inventory::Database &database);

/// Which of the roles with LOGIN get into a database, from where, and why the others do not; by
/// name. A row's key is the OID of the role. Each is judged when it is looked at.
std::vector<TableColumn> databaseLoginColumns();
TableRowsPtr databaseLoginRows(const std::shared_ptr<const LoginJoin> &join,
                               inventory::Oid database);

} // namespace ui
