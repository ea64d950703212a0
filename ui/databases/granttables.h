// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/privileges.h"
#include "inventory/tablerows.h"

namespace ui {

/// Something in a database that rights can be granted on, as the key of a row.
struct GrantObject
{
    inventory::Grantable kind = inventory::Grantable::Database;
    inventory::Oid oid = 0;

    quint64 key() const { return quint64(kind) << 32 | oid; }
    static GrantObject of(quint64 key)
    {
        return {inventory::Grantable(key >> 32), inventory::Oid(key)};
    }
};

/// The database, its schemas and what is in them.
std::vector<TableColumn> grantObjectColumns();
TableRowsPtr grantObjectRows(const inventory::InventoryPtr &inventory, inventory::Oid database,
                             const inventory::ContentsPtr &contents);

/// What is granted on one object: to whom, what, by whom, and as the ACL; then on its columns and,
/// for a schema or the database, by default on what is made there.
std::vector<TableColumn> grantColumns();
TableRowsPtr grantRows(const inventory::Inventory &inventory, inventory::Oid database,
                       const inventory::DatabaseContents *contents, const GrantObject &object);

/// The answer to "why may X do Y?" in sentences.
QString privilegeAnswerText(const inventory::Inventory &inventory,
                            const inventory::PrivilegeQuestion &question,
                            const inventory::PrivilegeAnswer &answer);

/// The role of this name; 0 if there is none.
inventory::Oid roleNamed(const inventory::Inventory &inventory, const QString &name);

} // namespace ui
