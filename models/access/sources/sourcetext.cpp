// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/sourcetext.h"

#include "access/parselimits.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace pgaccess {

namespace {

constexpr std::string_view Blanks = " \t\r\n\v\f";

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
}

/// How many bytes follow the first one of a character, or nothing where it cannot be a first one.
std::optional<int> followers(unsigned char first)
{
    if (first < 0x80)
        return 0;
    if (first >= 0xC2 && first < 0xE0)
        return 1;
    if (first >= 0xE0 && first < 0xF0)
        return 2;
    return first >= 0xF0 && first < 0xF5 ? std::optional(3) : std::nullopt;
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(Blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(Blanks) - first + 1);
}

std::string_view withoutMark(std::string_view bytes)
{
    bytes = bytes.substr(0, MaxFileBytes);
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.remove_prefix(3);
    return bytes;
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

std::string uppered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), upper);
    return out;
}

std::vector<std::string_view> splitText(std::string_view text, char separator)
{
    std::vector<std::string_view> out;
    while (out.size() < MaxNodes) {
        const std::size_t at = text.find(separator);
        out.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            break;
        text.remove_prefix(at + 1);
    }
    return out;
}

bool isName(std::string_view text)
{
    const auto good = [](char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_'; };
    return !text.empty() && good(text.front()) &&
           std::ranges::all_of(text, [&](char c) { return good(c) || (c >= '0' && c <= '9'); });
}

std::optional<int> portNumber(std::string_view text)
{
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port < 1 || port > 65535)
        return {};
    return port;
}

bool hasWord(std::string_view text, std::string_view word)
{
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("_-. /:"), text.size());
        if (std::ranges::equal(text.substr(0, end), word, same))
            return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

bool isCleanText(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto count = followers(static_cast<unsigned char>(text[i]));
        if (!count || text[i] == '\0' || std::size_t(*count) >= text.size() - i)
            return false;
        for (int k = 0; k < *count; ++k) {
            if ((static_cast<unsigned char>(text[++i]) & 0xC0) != 0x80)
                return false;
        }
    }
    return true;
}

bool TextLines::next()
{
    if (m_rest.empty() || std::size_t(m_number) >= MaxNodes)
        return false;
    const std::size_t end = m_rest.find('\n');
    m_line = m_rest.substr(0, end);
    if (m_line.ends_with('\r'))
        m_line.remove_suffix(1);
    m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end + 1);
    ++m_number;
    return true;
}

} // namespace pgaccess
