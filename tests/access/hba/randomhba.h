// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbamatch.h"

#include <random>

namespace tests {

/// Makes rule files and clients of few words, so that they meet each other often. The words are
/// those of randomHbaSetup().
class RandomHba final
{
public:
    RandomHba(unsigned seed, int version)
        : m_random(seed)
        , m_version(version)
    {
    }

    int number(int below) { return int(m_random() % unsigned(below)); }

    template <typename List>
    auto pick(const List &list)
    {
        return list[size_t(number(int(std::size(list))))];
    }

    std::string rule();
    std::string brokenRule();
    std::string file(int rules, int brokenOfHundred);
    pgaccess::HbaClient client();

private:
    std::string field(const std::vector<std::string> &words, bool mayRepeat = true);

    std::mt19937 m_random;
    int m_version;
};

} // namespace tests
