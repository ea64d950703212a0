// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>

namespace ui {

// Each is made from the font of a widget and keeps its proportion to 13 px, so that a larger
// system font enlarges all. Making one asks the font database: keep it, don't make it per cell.

/// The system's interface font, at least 13 px; Inter where the platform names none.
QFont interfaceFont(const QFont &system);

/// Table heads and section heads: 11.5 px, semibold; its colour is `muted`.
QFont headFont(const QFont &base);

/// Titles of panels: 15 px, semibold.
QFont titleFont(const QFont &base);

/// Words in badges: 11 px, semibold.
QFont badgeFont(const QFont &base);

/// Small print and chips: 12 px.
QFont smallFont(const QFont &base);

/// SQL and pids: 12 px, fixed width, without ligatures, which would show other characters than
/// the text has.
QFont monoFont(const QFont &base);

/// Numbers under each other: figures of one width.
QFont numberFont(const QFont &base);

} // namespace ui
