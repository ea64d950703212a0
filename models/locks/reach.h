// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/components.h"
#include "locks/impact.h"

namespace locks {

/// Sets of small numbers, one for each row, as bits.
class BitRows final
{
public:
    BitRows(int rows, int bits);

    bool test(int row, int bit) const;
    void set(int row, int bit);
    void merge(int row, int from);
    std::span<const quint64> row(int number) const;

    /// Calls for each bit of a row that is set, from the lowest.
    template <typename Function>
    void forEach(int number, Function function) const
    {
        const std::span<const quint64> words = row(number);
        for (size_t i = 0; i < words.size(); ++i) {
            for (quint64 word = words[i]; word != 0; word &= word - 1)
                function(int(i * 64) + std::countr_zero(word));
        }
    }

private:
    size_t m_words = 0;
    std::vector<quint64> m_bits;
};

/// The sets of more nodes than any server has had would take too much memory.
constexpr int MostReach = 16'384;

/// Fills in who waits for each node directly or through others, and how long; of more than
/// MostReach only who does so directly. The waits are one for each node.
void addReach(const WaitGraph &graph, const Components &parts,
              const std::vector<base::Duration> &waits, std::vector<Impact> &impacts);

} // namespace locks
