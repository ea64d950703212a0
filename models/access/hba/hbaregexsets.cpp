// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Brackets and escapes: what stands for one byte of several.

#include "access/hba/hbaregexreader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pgaccess {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isAlnum(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void addRange(HbaRegex::ByteSet &set, int from, int to)
{
    for (int byte = from; byte <= to; ++byte)
        set.set(std::size_t(byte));
}

HbaRegex::ByteSet ranges(std::string_view pairs)
{
    HbaRegex::ByteSet set;
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
        addRange(set, pairs[i], pairs[i + 1]);
    return set;
}

// By the locale "C", which rules are read in. Control characters are added by code.
std::optional<HbaRegex::ByteSet> namedSet(std::string_view name)
{
    using namespace std::string_view_literals;
    constexpr std::array known = {std::pair("alpha"sv, "azAZ"sv),
                                  std::pair("digit"sv, "09"sv),
                                  std::pair("alnum"sv, "azAZ09"sv),
                                  std::pair("upper"sv, "AZ"sv),
                                  std::pair("lower"sv, "az"sv),
                                  std::pair("xdigit"sv, "09afAF"sv),
                                  std::pair("blank"sv, "  \t\t"sv),
                                  std::pair("space"sv, "  \t\r"sv),
                                  std::pair("punct"sv, "!/:@[`{~"sv),
                                  std::pair("print"sv, " ~"sv),
                                  std::pair("graph"sv, "!~"sv),
                                  std::pair("word"sv, "azAZ09__"sv),
                                  std::pair("cntrl"sv, "\0\x1f\x7f\x7f"sv),
                                  std::pair("ascii"sv, "\0\x7f"sv)};
    const auto found = std::ranges::find(known, name, [](const auto &pair) { return pair.first; });
    return found == known.end() ? std::nullopt : std::optional(ranges(found->second));
}

} // namespace

void HbaRegexReader::readBracket()
{
    const std::string_view rest = m_pattern.substr(m_at);
    if (rest.starts_with("[:<:]]") || rest.starts_with("[:>:]]")) {
        m_out.m_unknown = true;
        return;
    }
    const bool inverse = takeIf('^');
    ByteSet set;
    for (bool first = true; !(peek() == ']' && !first) || atEnd(); first = false) {
        if (atEnd()) {
            fail("brackets [] not balanced");
            return;
        }
        readBracketItem(set);
    }
    ++m_at;
    addSet(inverse ? ~set : set);
}

void HbaRegexReader::readBracketItem(ByteSet &set)
{
    const int from = bracketByte(set);
    if (from < 0)
        return;
    const bool isRange = peek() == '-' && m_at + 1 < m_pattern.size() && m_pattern[m_at + 1] != ']';
    if (!isRange) {
        set.set(std::size_t(from));
        return;
    }
    ++m_at;
    const int to = bracketByte(set);
    if (to < from)
        fail("invalid character range");
    else
        addRange(set, from, to);
}

// The next byte of a bracket, or -1 where a whole set was taken, or an error met.
int HbaRegexReader::bracketByte(ByteSet &set)
{
    const char c = m_pattern[m_at++];
    const char kind = peek();
    if (c == '[' && (kind == ':' || kind == '.' || kind == '=')) {
        const ByteSet named = readNamedSet();
        set |= named;
        return -1;
    }
    if (c != '\\')
        return std::uint8_t(c);
    if (atEnd()) {
        fail("invalid escape \\ sequence");
        return -1;
    }
    const char escaped = m_pattern[m_at++];
    ByteSet group;
    if (std::string_view("dsw").contains(escaped) && readClassEscape(escaped, group)) {
        set |= group;
        return -1;
    }
    if (!isAlnum(escaped))
        return std::uint8_t(escaped);
    return readByteEscape(escaped);
}

HbaRegexReader::ByteSet HbaRegexReader::readNamedSet()
{
    const char kind = m_pattern[m_at++];
    const std::size_t end = m_pattern.find(std::string{kind, ']'}, m_at);
    if (end == std::string_view::npos) {
        fail("brackets [] not balanced");
        return {};
    }
    const std::string_view name = m_pattern.substr(m_at, end - m_at);
    m_at = end + 2;
    if (kind != ':') {
        if (name.size() == 1)
            return ByteSet().set(std::uint8_t(name.front()));
        m_out.m_unknown = true; // collating elements by name
        return {};
    }
    const auto set = namedSet(name);
    if (!set)
        fail("invalid character class");
    return set.value_or(ByteSet());
}

bool HbaRegexReader::readClassEscape(char c, ByteSet &set) const
{
    const char lower = char(c | 0x20);
    const auto found = lower == 'd'   ? namedSet("digit")
                       : lower == 's' ? namedSet("space")
                       : lower == 'w' ? namedSet("word")
                                      : std::nullopt;
    if (!found)
        return false;
    set = c == lower ? *found : ~*found;
    return true;
}

void HbaRegexReader::readEscape()
{
    if (atEnd()) {
        fail("invalid escape \\ sequence");
        return;
    }
    const char c = m_pattern[m_at++];
    constexpr std::array places = {
        std::pair('A', Step::Kind::Start),     std::pair('Z', Step::Kind::End),
        std::pair('m', Step::Kind::WordStart), std::pair('M', Step::Kind::WordEnd),
        std::pair('y', Step::Kind::WordEdge),  std::pair('Y', Step::Kind::NoWordEdge)};
    const auto place = std::ranges::find(places, c, [](const auto &pair) { return pair.first; });
    ByteSet set;
    if (place != places.end())
        addStep(place->second);
    else if (readClassEscape(c, set))
        addSet(set);
    else if (!isAlnum(c))
        addSet(set.set(std::uint8_t(c)));
    else if (c >= '1' && c <= '9')
        m_out.m_unknown = true; // a back reference, or an octal number
    else if (const int byte = readByteEscape(c); byte >= 0)
        addSet(set.set(std::size_t(byte)));
}

int HbaRegexReader::readByteEscape(char c)
{
    constexpr std::string_view names = "abBefnrtv";
    constexpr std::string_view bytes = "\a\b\\\033\f\n\r\t\v";
    const std::size_t found = names.find(c);
    if (found != std::string_view::npos)
        return bytes[found];
    int byte = -1;
    if (c == 'c' && !atEnd())
        byte = m_pattern[m_at++] & 0x1f;
    else if (c == '0')
        byte = readNumber(8, 2);
    else if (c == 'x' || c == 'u' || c == 'U')
        byte = readNumber(16, c == 'u' ? 4 : c == 'U' ? 8 : 255);
    if (byte < 0)
        fail("invalid escape \\ sequence");
    if (byte > 255) { // no byte
        m_out.m_unknown = true;
        return -1;
    }
    return byte;
}

int HbaRegexReader::readNumber(int base, int mostDigits)
{
    constexpr std::string_view digits = "0123456789abcdef";
    long number = 0;
    int count = 0;
    for (; count < mostDigits && !atEnd(); ++count, ++m_at) {
        const std::size_t digit = digits.find(char(isDigit(peek()) ? peek() : peek() | 0x20));
        if (digit == std::string_view::npos || int(digit) >= base)
            break;
        number = std::min(number * base + long(digit), 0xffffffL);
    }
    const bool enough = base == 8 || (count > 0 && (mostDigits == 255 || count == mostDigits));
    return enough ? int(number) : -1;
}

} // namespace pgaccess
