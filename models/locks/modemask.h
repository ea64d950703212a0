// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/waitgraph.h"

#include <array>
#include <bit>

namespace locks {

/// A set of lock modes: one bit for each, by PostgreSQL's numbers.
using ModeMask = quint16;

constexpr ModeMask maskOf(LockMode mode)
{
    return ModeMask(1U << unsigned(mode));
}

/// True for the modes that can block: not SIRead, and nothing that cannot be read.
constexpr bool isBlockingMode(LockMode mode)
{
    return mode >= LockMode::AccessShare && mode <= LockMode::AccessExclusive;
}

/// All modes that conflict with this one; the mode must be one that can block.
constexpr ModeMask conflictMask(LockMode mode)
{
    constexpr auto upFrom = [](int first) { return ModeMask(0x1FF & ~((1 << first) - 1)); };
    constexpr std::array<ModeMask, 9> table{
        0,         upFrom(8), upFrom(7),
        upFrom(5), upFrom(4), ModeMask(upFrom(3) & ~maskOf(LockMode::Share)),
        upFrom(3), upFrom(2), upFrom(1),
    };
    return table[size_t(mode)];
}

/// The one with the highest number; None of an empty set.
constexpr LockMode strongest(ModeMask modes)
{
    return modes == 0 ? LockMode::None : LockMode(std::bit_width(modes) - 1);
}

} // namespace locks
