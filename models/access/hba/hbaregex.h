// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/authtokenizer.h"

#include <bitset>
#include <cstdint>
#include <expected>
#include <optional>

namespace pgaccess {

/// True if a server of this version takes the word for a regular expression: since 16 with a slash
/// in front, quoted or not.
bool isHbaRegex(const AuthToken &token, int version);

/// A regular expression as PostgreSQL's rule files use them ("advanced" ones), on bytes, because
/// rules are read before an encoding is known. Takes time in proportion to its size and the name's.
class HbaRegex final
{
public:
    /// The whole message in the words of the server where it would not take the expression.
    static std::expected<HbaRegex, std::string> compile(std::string_view pattern);

    /// Looks for a match anywhere in the name. Nothing for the rare kinds that we don't evaluate:
    /// back references, look-around, embedded options; and for huge ones.
    std::optional<bool> matches(std::string_view name) const;

    /// One step of the machine that the expression becomes.
    struct Step
    {
        enum class Kind : std::uint8_t {
            Byte,
            Split,
            Jump,
            Start,
            End,
            WordStart,
            WordEnd,
            WordEdge,
            NoWordEdge,
            Match,
        };
        Kind kind = Kind::Match;
        int set = 0;  ///< For Byte.
        int next = 0; ///< For Split and Jump.
        int other = 0;
    };
    using ByteSet = std::bitset<256>;

private:
    friend class HbaRegexReader;

    std::vector<Step> m_steps;
    std::vector<ByteSet> m_sets;
    bool m_unknown = false;
};

} // namespace pgaccess
