// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/dotenv.h"

#include "access/parselimits.h"
#include "access/sources/sourcetext.h"

#include <algorithm>
#include <map>

namespace pgaccess {

namespace {

bool isKey(std::string_view text)
{
    return !text.empty() && text.size() < 256 &&
           std::ranges::all_of(
               text,
               [](char c) {
                   return isName({&c, 1}) || (c >= '0' && c <= '9') || c == '.' || c == '-';
               });
}

/// What a value looks like before its variables are filled in.
struct RawValue
{
    SecretText text;
    bool literal = false; ///< No variables in it.
};

/// Walks over the bytes of a file, which may end anywhere.
class Reader final
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {
    }

    DotEnv read()
    {
        while (m_at < m_text.size() && std::size_t(m_line) < MaxNodes &&
               m_out.variables.size() < MaxVariables)
            readLine();
        if (m_at < m_text.size())
            m_out.problem = SourceProblem::TooManyNodes;
        return std::move(m_out);
    }

private:
    bool atEnd() const { return m_at >= m_text.size() || m_text[m_at] == '\n'; }

    void skipBlanks()
    {
        while (!atEnd() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\r'))
            ++m_at;
    }

    void skipLine()
    {
        m_at = std::min(m_text.find('\n', m_at), m_text.size());
        m_at = std::min(m_at + 1, m_text.size());
        ++m_line;
    }

    void readLine()
    {
        skipBlanks();
        if (!atEnd() && m_text[m_at] != '#' && !readAssignment())
            m_out.badLines.push_back(m_line);
        skipLine();
    }

    bool readAssignment()
    {
        const std::string_view line = m_text.substr(m_at, m_text.find('\n', m_at) - m_at);
        const std::size_t end = line.find_first_of("=:"); // dotenv of Ruby and Node take both
        if (end == std::string_view::npos)
            return false;
        std::string_view key = trimmed(line.substr(0, end));
        if (key.starts_with("export ") || key.starts_with("export\t"))
            key = trimmed(key.substr(7));
        if (!isKey(key))
            return false;
        const int start = m_line;
        m_at += end + 1;
        skipBlanks();
        const RawValue value = readValue();
        set(std::string(key), value, start);
        return true;
    }

    RawValue readValue()
    {
        const char quote = atEnd() ? '\0' : m_text[m_at];
        if ((quote == '"' || quote == '\'' || quote == '`') && closes(quote))
            return {readQuoted(quote), quote == '\''};
        SecretBuilder out;
        for (; !atEnd(); ++m_at) {
            const bool blankBefore = m_text[m_at - 1] == ' ' || m_text[m_at - 1] == '\t';
            if (m_text[m_at] == '#' && (blankBefore || out.size() == 0))
                break;
            if (m_text[m_at] != '\r')
                out.append(m_text[m_at]);
        }
        out.trimEnd();
        return {out.text(), false};
    }

    /// True if a quote that opens here is closed somewhere; else it is a character as any other.
    bool closes(char quote)
    {
        if (m_unclosed.find(quote) != std::string::npos) // looked for before, up to the end
            return false;
        for (std::size_t i = m_at + 1; i < m_text.size(); ++i) {
            if (m_text[i] == '\\' && quote == '"')
                ++i;
            else if (m_text[i] == quote)
                return true;
        }
        m_unclosed += quote;
        return false;
    }

    SecretText readQuoted(char quote)
    {
        SecretBuilder out;
        for (++m_at; m_text[m_at] != quote; ++m_at) {
            if (m_text[m_at] == '\\' && quote == '"')
                readEscape(out);
            else if (m_text[m_at] != '\r' || m_text[m_at + 1] != '\n')
                out.append(m_text[m_at]);
            m_line += m_text[m_at] == '\n';
        }
        ++m_at;
        return out.text();
    }

    void readEscape(SecretBuilder &out)
    {
        const char c = m_text[++m_at];
        if (c == 'n')
            out.append('\n');
        else if (c == 'r')
            out.append('\r');
        else if (c == 't')
            out.append('\t');
        else if (c == '"' || c == '\\')
            out.append(c);
        else // "\$" is for who fills in variables
            out.append(std::string_view(&m_text[m_at - 1], 2));
    }

    void set(const std::string &name, const RawValue &value, int line)
    {
        Expanded expanded{value.text, {}};
        if (!value.literal) {
            const DollarRules rules{.keepUnset = true, .escaped = true, .commands = true};
            const VariableLookup lookup = [this](std::string_view wanted) -> const SecretText * {
                const auto found = m_places.find(wanted);
                return found == m_places.end() ? nullptr : &m_out.variables[found->second].value;
            };
            expanded = expandVariables(value.text.view(), rules, lookup);
        }
        m_total += expanded.text.view().size();
        if (m_total > MaxFileBytes) { // variables that double each other
            m_at = m_text.size();
            m_out.problem = SourceProblem::TooLarge;
            return;
        }
        const auto [place, added] = m_places.emplace(name, m_out.variables.size());
        Variable variable{name, std::move(expanded.text), line, {}, std::move(expanded.notes)};
        if (added)
            m_out.variables.push_back(std::move(variable));
        else
            m_out.variables[place->second] = std::move(variable);
    }

    std::string_view m_text;
    DotEnv m_out;
    std::map<std::string, std::size_t, std::less<>> m_places;
    std::string m_unclosed;
    std::size_t m_at = 0;
    std::size_t m_total = 0;
    int m_line = 1;
};

} // namespace

DotEnv parseDotEnv(std::string_view bytes)
{
    const SourceProblem problem = checkText(bytes, MaxFileBytes);
    if (problem != SourceProblem::None)
        return {.problem = problem};
    return Reader(withoutMark(bytes)).read();
}

SourceFile readDotEnv(std::string_view bytes)
{
    const DotEnv file = parseDotEnv(bytes);
    SourceFile out{.problem = file.problem};
    out.statements = statementsFrom(file.variables, {.kind = SourceKind::DotEnv});
    return out;
}

} // namespace pgaccess
