// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/findingcards.h"
#include "inventory/findings.h"

namespace ui {

/// The finding in words, for panels and for the command line. Names are fit to be seen.
FindingText findingText(const inventory::Inventory &inventory, const inventory::Finding &finding);

/// Its SQL line by line as psql takes it; where it must run in one database, it connects first.
QStringList findingStatements(const inventory::Inventory &inventory,
                              const inventory::Finding &finding);

} // namespace ui
