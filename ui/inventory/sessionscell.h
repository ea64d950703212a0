// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventory.h"
#include "inventory/tablerows.h"

namespace ui {

/// How many are connected, of how many at most; marked where nobody else gets in, be the limit
/// reached or 0.
Cell sessionsCell(const inventory::Role &role);
Cell sessionsCell(const inventory::Database &database);

} // namespace ui
