// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/sessionscell.h"

#include "inventory/inventorytext.h"

namespace ui {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::SessionsCell)
};

Cell cellOf(int used, int limit, bool open)
{
    const bool full = open && limit >= 0 && used >= limit;
    QString tip;
    if (full)
        tip = limit == 0 ? Tr::tr("Its limit is 0: only superusers get in.")
                         : Tr::tr("Its limit is reached: only superusers get in.");
    return {.text = InventoryText::connections(used, limit),
            .severity = full ? Severity::Warning : Severity::None,
            .muted = used == 0 && limit < 0,
            .tip = tip};
}

} // namespace

// The server holds no superuser against a limit.
Cell sessionsCell(const inventory::Role &role)
{
    return cellOf(role.connections, role.connectionLimit, role.login && !role.superuser);
}

Cell sessionsCell(const inventory::Database &database)
{
    return cellOf(database.connections, database.connectionLimit, database.allowConnections);
}

} // namespace ui
