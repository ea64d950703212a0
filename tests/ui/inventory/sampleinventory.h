// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"
#include "inventory/observed.h"

#include <random>

namespace test {

/// Roles and databases as no person would make them: hostile names, groups in groups, owners that
/// are gone, expired passwords.
inventory::Inventory randomInventory(std::mt19937 &random, int roles, int databases);

/// Another reading of the same server: some roles and databases came, went or changed.
inventory::Inventory changedInventory(std::mt19937 &random, inventory::Inventory inventory);

/// What is in a database of that inventory.
inventory::DatabaseContents randomContents(std::mt19937 &random,
                                           const inventory::Inventory &inventory,
                                           inventory::Oid database, int relations);

/// A small server that is told about in the tests by name: see its source.
inventory::Inventory smallInventory();

inline ui::ObservedPtr nothingObserved()
{
    return std::make_shared<const ui::Observed>();
}

/// A seed of its own for each run, printed; PGVIGIL_SEED repeats one.
std::mt19937 seeded();

} // namespace test
