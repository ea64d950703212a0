// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"

#include <QString>

namespace ui {

/// "37 waiting · 2 roots · no deadlock".
QString situationText(const locks::Situation &situation);

/// "Deadlock: 4711 ⇄ 5102 wait for each other; the server ends one of them after
/// deadlock_timeout."; empty while there is none.
QString deadlockText(const locks::Situation &situation);

/// What somebody waits for at this node: what it waits for itself, else what most wait for because
/// of it.
std::optional<locks::LockTarget> targetAt(const locks::Situation &situation,
                                          const locks::NodeKey &node);

} // namespace ui
