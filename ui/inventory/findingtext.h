// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/findingcards.h"
#include "inventory/findings.h"

namespace ui {

Severity severityOf(inventory::FindingSeverity severity);

/// The findings about one role, or about one database and what is inside of it; the worst first.
std::vector<FindingText> findingsAbout(const inventory::Inventory &inventory,
                                       const std::vector<inventory::Finding> &findings,
                                       inventory::SubjectKind kind, inventory::Oid subject);

} // namespace ui
