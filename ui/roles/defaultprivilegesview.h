// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/knowncontents.h"
#include "inventory/tablerows.h"

#include <QWidget>

class QPushButton;

namespace ui {

class LazyTable;
class PlainLabel;

/// What ALTER DEFAULT PRIVILEGES left for a role: what others get on the objects that it makes, and
/// what it gets on those of others. That stands inside of each database, so the view also tells
/// which of them are known, and offers to read the others.
class DefaultPrivilegesView final : public QWidget
{
    Q_OBJECT

public:
    explicit DefaultPrivilegesView(QWidget *parent = nullptr);

    void showRole(const inventory::InventoryPtr &inventory, inventory::Oid role,
                  const KnownContentsPtr &known);
    void setCompact(bool compact);
    LazyTable *table() const { return m_table; }

signals:
    void othersWanted();

private:
    LazyTable *m_table;
    PlainLabel *m_note;
    QPushButton *m_others;
};

/// Its rows; the key leads to the database.
TableRowsPtr defaultPrivilegeRows(const inventory::Inventory &inventory, inventory::Oid role,
                                  const KnownContents &known);

} // namespace ui
