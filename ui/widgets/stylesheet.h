// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace ui {

struct Tokens;

/// The one style sheet of the program: what a palette cannot say. A button wears the dynamic
/// property "kind": "destructive" (outlined, in critical colour), "primary" (accent) or "flat"
/// (no frame until hovered).
QString styleSheet(const Tokens &tokens);

} // namespace ui
