// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/loginjoin.h"
#include "inventory/tablerows.h"

namespace ui {

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
