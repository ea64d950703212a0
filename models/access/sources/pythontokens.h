// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/secrettext.h"

#include <string_view>
#include <vector>

namespace pgaccess {

/// A word of Python source, as far as settings are made of it.
struct PythonToken
{
    enum class Kind { Name, Number, String, Format, Sign, LineEnd, End };

    Kind kind = Kind::End;
    int line = 0;          ///< From 1, where it begins.
    std::string_view word; ///< Of a name, number or sign.
    SecretText text;       ///< Of a string, its escapes taken out.

    bool is(std::string_view sign) const { return kind == Kind::Sign && word == sign; }
    bool isName(std::string_view name) const { return kind == Kind::Name && word == name; }
};

/// Takes Python source apart, up to the limit for nodes. Ends with an End. Line ends count only
/// outside of brackets. The bytes must live as long as the tokens.
std::vector<PythonToken> pythonTokens(std::string_view text);

} // namespace pgaccess
