// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/deadlockwatch.h"
#include "widgets/graphpicture.h"

namespace ui {

/// The circle of a resolved deadlock as a graph: blockers at the left of those who waited for them,
/// and one line back. Texts are fit for display.
GraphPicture deadlockPicture(const locks::DeadlockReport &report);

} // namespace ui
