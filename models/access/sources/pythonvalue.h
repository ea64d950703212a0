// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/pythontokens.h"
#include "access/sources/variables.h"

namespace pgaccess {

/// What a Python expression is known to be without running it.
struct PythonValue
{
    enum class Kind {
        Unknown,
        Text,    ///< A string or number; with markers where it is unresolved.
        Address, ///< A text that stands for a whole connection: dj_database_url and its like.
        Dict,
    };

    Kind kind = Kind::Unknown;
    int line = 0;
    SecretText text;
    std::vector<Note> notes;
    std::vector<std::string> keys; ///< Of a dict, one for each item.
    std::vector<PythonValue> items;

    const PythonValue *find(std::string_view key) const;
};

/// Understands literals, os.environ, os.getenv and what the packages environ, decouple and
/// dj_database_url do. Calls nothing.
class PythonReader final
{
public:
    PythonReader(const std::vector<PythonToken> &tokens, const Variables &around);

    /// Reads the expression at a token.
    PythonValue valueAt(std::size_t token);

private:
    const PythonToken &token() const { return m_tokens[m_at]; }
    bool take(std::string_view sign);
    void skipTo(std::string_view closing);
    PythonValue expression();
    PythonValue primary();
    PythonValue strings();
    PythonValue dict();
    PythonValue dictCall();
    PythonValue named();
    PythonValue call(const std::string &name);
    PythonValue variable(const PythonValue &name, const PythonValue *fallback);
    PythonValue unknown() const;

    const std::vector<PythonToken> &m_tokens;
    const Variables &m_around;
    std::size_t m_at = 0;
    int m_depth = 0;
};

} // namespace pgaccess
