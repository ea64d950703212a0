// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventory.h"

#include <QCoreApplication>
#include <QString>

namespace ui {

/// Words and numbers of the inventory, as every panel says them. Names are fit to be seen.
class InventoryText
{
    Q_DECLARE_TR_FUNCTIONS(ui::InventoryText)

public:
    /// "8 kB", "12.3 MB", by 1024, as pg_size_pretty() says it.
    static QString bytes(qint64 count);
    /// With its sign: "+12 MB".
    static QString byteChange(qint64 change);
    /// "1 234 567", with thin blanks.
    static QString number(qint64 number);
    /// "2026-11-20 03:12:47", UTC.
    static QString moment(base::Timestamp time);
    /// "12 d ago"; coarse.
    static QString ago(base::Timestamp time, base::Timestamp now);

    /// The name of a role; PUBLIC for 0; "role 12345" for one that is gone.
    static QString role(const inventory::Inventory &inventory, inventory::Oid oid);
    static QString database(const inventory::Inventory &inventory, inventory::Oid oid);
    static QString password(inventory::PasswordKind kind);
    static QString databases(int count);
    static QString objects(int count);
    /// "4 of 20", or "4" without a limit.
    static QString connections(int used, int limit);
    /// "SELECT, INSERT (may grant)".
    static QString privileges(const inventory::AclItem &item);
    /// As psql writes it: "app=arwd*/owner".
    static QString aclItem(const inventory::Inventory &inventory, const inventory::AclItem &item);
    /// The locale with its provider.
    static QString locale(const inventory::Database &database);
    /// "UTF8 de_DE.utf8".
    static QString encoding(const inventory::Database &database);
};

} // namespace ui
