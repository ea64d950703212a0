// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace ui::metrics {

// Device-independent pixels; everything sits on a grid of 4.
constexpr int Grid = 4;
constexpr int Edge = 16;    ///< From a panel's edge to its cards.
constexpr int CardGap = 12; ///< Between cards.
constexpr int CardPadding = 12;
constexpr int CardRadius = 8;
constexpr int ControlRadius = 6;
constexpr int ControlHeight = 30; ///< Buttons and line edits.
constexpr int CardHead = 40;
constexpr int PanelHead = 52;
constexpr int RowHeight = 28;
constexpr int CompactRowHeight = 22;
constexpr int CellPadding = 8; ///< Left and right in cells and heads of tables.
constexpr int SideColumn = 216;
constexpr int SideRow = 32;
constexpr int StatusLine = 28;
constexpr int BadgeHeight = 18;
constexpr int ChipHeight = 24;
constexpr int IconSize = 16;

} // namespace ui::metrics
