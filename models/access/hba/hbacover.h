// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbarule.h"

#include <memory>

namespace pgaccess {

/// Keeps the rules so far, and finds those of them that leave nothing to a further one. Sure of
/// what it says, but does not find everything: a rule counts as covered if for each pair of its
/// database and user words, and each way to connect, one earlier rule takes every client address.
/// Time: a few look-ups a rule, however many there are.
class HbaCover final
{
public:
    /// For rules of this version, about so many of them.
    HbaCover(int version, std::size_t rules);
    ~HbaCover();

    /// The rules, by their index, that together match every client that this one matches; empty if
    /// some may be left.
    std::vector<int> coveredBy(const HbaRule &rule) const;

    /// Takes a rule in, with the index that coveredBy() names it by.
    void add(const HbaRule &rule, int index);

private:
    struct Index;
    std::unique_ptr<Index> m_index;
};

} // namespace pgaccess
