// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"

#include <QStringList>

namespace app {

/// The roots and under each those who wait for it, as lines of text with branches drawn in front.
/// Who waits for several appears under each of them, with what waits for it only once. Foreign text
/// is made visible.
QStringList lockTree(const locks::Situation &situation);

/// One node in a line: "4711 app_rw@orders picker-ui 3.2, idle in transaction 04:12".
QString nodeLine(const locks::Situation &situation, int node);

} // namespace app
