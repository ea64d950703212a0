// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/observed.h"

namespace ui {

void Observed::take(const inventory::Inventory &reading)
{
    for (const inventory::Role &role : reading.roles) {
        if (role.connections > 0)
            roles[role.oid] = reading.takenAt;
        else if (role.lastSeen)
            roles.try_emplace(role.oid, *role.lastSeen);
    }
    for (const inventory::Database &database : reading.databases) {
        if (database.connections > 0)
            databases[database.oid] = reading.takenAt;
        if (database.sizeBytes)
            firstSizes.try_emplace(database.oid, Size{*database.sizeBytes, reading.takenAt});
    }
    findings = inventory::inventoryFindings(reading, {.now = reading.takenAt});
}

} // namespace ui
