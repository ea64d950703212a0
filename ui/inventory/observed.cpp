// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/observed.h"

#include <algorithm>

namespace ui {

namespace {

using inventory::Oid;

// Notes when those came that were not among the known ones, and knows them from now on.
template <typename Row>
void noticeNew(const std::vector<Row> &rows, base::Timestamp now, std::vector<Oid> &known,
               std::map<Oid, base::Timestamp> *came)
{
    std::vector<Oid> oids;
    oids.reserve(rows.size());
    for (const Row &row : rows) {
        oids.push_back(row.oid);
        if (came && !std::ranges::binary_search(known, row.oid))
            came->insert_or_assign(row.oid, now);
    }
    known = std::move(oids);
}

} // namespace

void Observed::notice(const inventory::Inventory &reading)
{
    const bool first = !since;
    noticeNew(reading.roles, reading.takenAt, m_roles, first ? nullptr : &newRoles);
    noticeNew(reading.databases, reading.takenAt, m_databases, first ? nullptr : &newDatabases);
    if (first)
        since = reading.takenAt;
}

void Observed::take(const inventory::Inventory &reading)
{
    notice(reading);
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
    findings = inventory::inventoryFindings(reading, {.now = reading.takenAt, .watched = this});
}

} // namespace ui
