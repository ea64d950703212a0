// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/graphlayout.h"

namespace locks::layout {

/// The layout of what is now there, with as little moved as can be.
GraphLayout refresh(const LayoutInput &input, const GraphLayout &previous);

} // namespace locks::layout
