// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgaccess {

// What the readers of credential sources share to take text apart.

/// Without blanks and line ends at both ends.
std::string_view trimmed(std::string_view text);

/// Without a byte order mark, and not longer than the limit for files.
std::string_view withoutMark(std::string_view bytes);

/// ASCII letters only; other bytes stay.
std::string lowered(std::string_view text);
std::string uppered(std::string_view text);

std::vector<std::string_view> splitText(std::string_view text, char separator);

/// Letters, digits and "_", not beginning with a digit.
bool isName(std::string_view text);

/// 1 to 65535, or nothing.
std::optional<int> portNumber(std::string_view text);

/// True if one of the words between separators of text is the word. Ignores case.
bool hasWord(std::string_view text, std::string_view word);

/// True if every byte belongs to valid UTF-8 and none is NUL.
bool isCleanText(std::string_view text);

/// The lines of a text, at most as many as the limit for nodes.
class TextLines final
{
public:
    explicit TextLines(std::string_view text)
        : m_rest(text)
    {
    }

    bool next();
    int number() const { return m_number; } ///< From 1.
    std::string_view line() const { return m_line; }
    /// False if the limit stopped the reading.
    bool isComplete() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
    std::string_view m_line;
    int m_number = 0;
};

} // namespace pgaccess
