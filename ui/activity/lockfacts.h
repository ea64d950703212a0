// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/impact.h"

#include <QString>

namespace ui {

/// How a session is known in the wait-for graph, where a parallel worker is part of its leader;
/// nothing if it neither waits nor blocks.
std::optional<locks::NodeKey> nodeOf(const locks::Situation &situation,
                                     const snapshot::Session::Key &session);

/// Who blocks this node, those that hold the lock first; empty if nobody does.
QString blockedByText(const locks::Situation &situation, const locks::NodeKey &node);

/// "35 in all, 3 directly": who waits for this node; empty if nobody does.
QString blocksText(const locks::Situation &situation, const locks::NodeKey &node);

} // namespace ui
