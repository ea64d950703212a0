// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventory.h"
#include "postgres/connection.h"

namespace inventory {

/// The statements that make up an inventory, in the order in which they are sent.
enum class Part {
    Facts,
    Databases,
    DatabaseAcls,
    Memberships,
    Settings,
    Owned,
    Activity,
    Roles,
    Passwords, ///< It and the next: only superusers may, and its failure takes nothing with it.
    DatabaseBirths,
};
constexpr int PartCount = int(Part::DatabaseBirths) + 1;
constexpr int NeededParts = int(Part::Passwords);

/// The name of the statement in the catalogue.
QString statementName(Part part);

/// Makes an inventory of the answers, in the order of Part; the needed ones are there. What was
/// dropped between two statements is left out of all lists.
Inventory decodeInventory(const pg::Connection::Results &answers, int serverVersion);

} // namespace inventory
