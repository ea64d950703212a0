// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/waitgraph.h"

#include <array>

namespace locks {

bool conflicts(LockMode one, LockMode other)
{
    // For each mode the modes that conflict with it, as bits, by PostgreSQL's numbers.
    constexpr auto modes = [](std::initializer_list<int> list) {
        unsigned bits = 0;
        for (const int mode : list)
            bits |= 1U << mode;
        return bits;
    };
    static constexpr std::array<unsigned, 9> table{
        0,
        modes({8}),
        modes({7, 8}),
        modes({5, 6, 7, 8}),
        modes({4, 5, 6, 7, 8}),
        modes({3, 4, 6, 7, 8}),
        modes({3, 4, 5, 6, 7, 8}),
        modes({2, 3, 4, 5, 6, 7, 8}),
        modes({1, 2, 3, 4, 5, 6, 7, 8}),
    };
    const auto first = size_t(one);
    return first < table.size() && (table[first] >> int(other) & 1U) != 0;
}

} // namespace locks
