// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/components.h"
#include "locks/impact.h"
#include "locks/release.h"

namespace locks {

/// Which roots to end together. A cycle that waits for nobody outside has no root: the member whose
/// end frees most stands for it.
std::vector<WayOut> waysOut(const WaitGraph &graph, const Components &parts,
                            const std::vector<Impact> &impacts, Release &release);

} // namespace locks
