// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/passfile.h"

#include "access/parselimits.h"

namespace pgaccess {

namespace {

/// The bytes of a file, line by line, without line ends.
class Lines final
{
public:
    explicit Lines(std::string_view bytes)
        : m_bytes(bytes.substr(0, MaxFileBytes))
        , m_cut(bytes.size() > MaxFileBytes)
    {
    }

    bool next()
    {
        if (m_at >= m_bytes.size() || std::size_t(m_number) >= MaxNodes)
            return false;
        m_offset = m_at;
        const std::size_t end = std::min(m_bytes.find('\n', m_at), m_bytes.size());
        m_line = m_bytes.substr(m_at, end - m_at);
        while (m_line.ends_with('\r')) // as libpq's pg_strip_crlf
            m_line.remove_suffix(1);
        m_at = end + 1;
        ++m_number;
        return true;
    }

    bool isComplete() const { return !m_cut && m_at >= m_bytes.size(); }
    bool isComment() const { return m_line.empty() || m_line.front() == '#'; }
    bool hasNul() const { return m_line.find('\0') != std::string_view::npos; }
    int number() const { return m_number; }
    std::size_t offset() const { return m_offset; }
    std::string_view line() const { return m_line; }

private:
    std::string_view m_bytes;
    std::string_view m_line;
    std::size_t m_at = 0;
    std::size_t m_offset = 0;
    int m_number = 0;
    bool m_cut = false;
};

/// Takes one field with its colon off the front; false if no colon ends it.
bool takeField(std::string_view &rest, std::optional<std::string> &field)
{
    if (rest.starts_with("*:")) {
        rest.remove_prefix(2);
        field.reset();
        return true;
    }
    std::string out;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (rest[i] == ':') {
            rest.remove_prefix(i + 1);
            field = std::move(out);
            return true;
        }
        if (rest[i] == '\\' && i + 1 < rest.size())
            ++i;
        out += rest[i];
    }
    return false;
}

/// Takes a field off the front if it stands for the name. The name leads, not the colons: that is
/// how libpq reads "::1:5432:…".
bool takeMatch(std::string_view &rest, std::string_view name)
{
    if (rest.starts_with("*:")) {
        rest.remove_prefix(2);
        return true;
    }
    std::size_t at = 0;
    for (std::size_t i = 0; i < rest.size(); ++i, ++at) {
        if (rest[i] == ':' && at == name.size()) {
            rest.remove_prefix(i + 1);
            return true;
        }
        if (rest[i] == '\\')
            ++i;
        if (at == name.size() || i == rest.size() || rest[i] != name[at])
            return false;
    }
    return false;
}

bool isBlank(std::string_view line)
{
    return line.find_first_not_of(" \t\v\f") == std::string_view::npos;
}

} // namespace

PassLines parsePassLines(std::string_view bytes)
{
    PassLines out;
    Lines lines(bytes);
    while (lines.next()) {
        if (lines.isComment() || isBlank(lines.line()))
            continue;
        if (lines.hasNul()) {
            out.problems.push_back({lines.number(), PassLineProblem::NulByte});
            continue;
        }
        PassLine entry{.line = lines.number()};
        std::string_view rest = lines.line();
        if (takeField(rest, entry.host) && takeField(rest, entry.port) &&
            takeField(rest, entry.database) && takeField(rest, entry.user)) {
            entry.hasPassword = !rest.empty() && rest.front() != ':';
            out.lines.push_back(std::move(entry));
        } else {
            out.problems.push_back({lines.number(), PassLineProblem::TooFewFields});
        }
    }
    out.complete = lines.isComplete();
    return out;
}

std::optional<PassPlace> findPassLine(std::string_view bytes, const PassKey &key)
{
    if (key.database.empty() || key.user.empty()) // as libpq, which then does not look at all
        return {};
    Lines lines(bytes);
    while (lines.next()) {
        if (lines.isComment() || lines.hasNul())
            continue;
        std::string_view rest = lines.line();
        if (takeMatch(rest, key.host) && takeMatch(rest, key.port) &&
            takeMatch(rest, key.database) && takeMatch(rest, key.user)) {
            const std::size_t start = lines.offset() + (lines.line().size() - rest.size());
            return PassPlace{lines.number(), start, rest.size()};
        }
    }
    return {};
}

std::size_t unescapePassword(char *bytes, std::size_t length)
{
    std::size_t out = 0;
    for (std::size_t i = 0; i < length && bytes[i] != ':'; ++i, ++out) {
        if (bytes[i] == '\\' && i + 1 < length)
            ++i;
        bytes[out] = bytes[i];
    }
    return out;
}

} // namespace pgaccess
