// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/observed.h"

namespace ui {

void Observed::take(const inventory::Inventory &inventory)
{
    for (const inventory::Role &role : inventory.roles) {
        if (role.connections > 0)
            roles[role.oid] = inventory.takenAt;
        else if (role.lastSeen)
            roles.try_emplace(role.oid, *role.lastSeen);
    }
    for (const inventory::Database &database : inventory.databases) {
        if (database.connections > 0)
            databases[database.oid] = inventory.takenAt;
        if (database.sizeBytes)
            firstSizes.try_emplace(database.oid, Size{*database.sizeBytes, inventory.takenAt});
    }
}

} // namespace ui
