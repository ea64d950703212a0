// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>

namespace pgaccess {

// What a foreign file may cost us. Beyond it a parser stops and says so.
constexpr std::size_t MaxFileBytes = 4 * 1024 * 1024;
constexpr int MaxDepth = 64;
constexpr std::size_t MaxNodes = 100'000;

} // namespace pgaccess
