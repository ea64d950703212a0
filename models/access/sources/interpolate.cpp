// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/interpolate.h"

#include "access/sources/sourcetext.h"

namespace pgaccess {

namespace {

constexpr std::size_t MaxValueBytes = 64 * 1024;
constexpr std::size_t MaxReference = 512; // the longest "${…}"
constexpr int MaxNesting = 8;

/// Where the bracket that is open before `at` closes; npos if it does not, or not soon.
std::size_t closing(std::string_view text, std::size_t at, char open, char close)
{
    int depth = 1;
    text = text.substr(0, at + MaxReference);
    for (; at < text.size(); ++at) {
        if (text[at] == open)
            ++depth;
        else if (text[at] == close && --depth == 0)
            return at;
    }
    return std::string_view::npos;
}

std::size_t nameLength(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size() && isName(text.substr(0, length + 1)))
        ++length;
    return length;
}

class Expander final
{
public:
    Expander(const DollarRules &rules, const VariableLookup &lookup)
        : m_rules(rules)
        , m_lookup(lookup)
    {
    }

    void expand(std::string_view text, int depth)
    {
        for (std::size_t i = 0; i < text.size() && m_out.size() < MaxValueBytes; ++i) {
            if (m_rules.escaped && text[i] == '\\' && text.substr(i + 1).starts_with('$'))
                m_out.append(text[++i]);
            else if (text[i] == '$' && i + 1 < text.size())
                i = readDollar(text, i, depth);
            else
                m_out.append(text[i]);
        }
    }

    Expanded take() { return {m_out.text(), std::move(m_notes)}; }

private:
    /// Reads what a "$" begins; gives the place of its last byte.
    std::size_t readDollar(std::string_view text, std::size_t at, int depth)
    {
        const std::string_view rest = text.substr(at + 1);
        if (rest.front() == '$' && m_rules.doubled) {
            m_out.append('$');
            return at + 1;
        }
        if (rest.front() == '(' && m_rules.commands) {
            m_notes.push_back({NoteId::CommandNotRun, {}});
            m_out.append(unresolvedMarker("$(…)"));
            const std::size_t end = closing(text, at + 2, '(', ')');
            return end == std::string_view::npos ? text.size() : end;
        }
        if (rest.front() == '{')
            return readBraces(text, at, depth);
        const std::size_t length = m_rules.bareNames ? nameLength(rest.substr(0, 256)) : 0;
        if (length == 0)
            m_out.append('$');
        else
            fillBare(rest.substr(0, length), at > 0 && isName({&text[at - 1], 1}));
        return at + length;
    }

    std::size_t readBraces(std::string_view text, std::size_t at, int depth)
    {
        const std::size_t end = closing(text, at + 2, '{', '}');
        const std::string_view inside = text.substr(at + 2, end - at - 2);
        const std::size_t length = nameEnd(inside);
        if (end == std::string_view::npos || length == 0 || depth >= MaxNesting) {
            m_out.append('$');
            return at;
        }
        fillBraces(inside.substr(0, length), inside.substr(length), depth);
        return end;
    }

    std::size_t nameEnd(std::string_view inside) const
    {
        if (m_rules.plainColon) // names such as "db.user-name"
            return std::min(inside.find(':'), inside.size());
        return nameLength(inside.substr(0, 256));
    }

    /// Without braces it may be half of a password, which is then not to be named.
    void fillBare(std::string_view name, bool withinWord)
    {
        if (const SecretText *value = m_lookup(name)) {
            fill(name, *value);
        } else if (m_rules.keepUnset) {
            m_notes.push_back({NoteId::DollarKept, {}});
            m_out.append('$');
            m_out.append(name);
        } else {
            m_out.append(unresolvedMarker(withinWord ? "$…" : name));
        }
    }

    /// The operators that a shell has: ":-" and "-" a default, ":+" and "+" an alternative, ":?"
    /// and "?" a complaint.
    void fillBraces(std::string_view name, std::string_view rest, int depth)
    {
        const SecretText *value = m_lookup(name);
        const bool colon = rest.starts_with(':');
        if (colon)
            rest.remove_prefix(1);
        const char operation = m_rules.plainColon ? (colon ? '-' : '\0')
                               : rest.empty()     ? '\0'
                                                  : rest.front();
        const bool set = value && !(colon && value->empty());
        const std::string_view word = rest.substr(m_rules.plainColon || rest.empty() ? 0 : 1);
        if (operation == '+') {
            if (set)
                expand(word, depth + 1);
        } else if (set) {
            fill(name, *value);
        } else if (operation == '-') {
            m_notes.push_back({NoteId::DefaultTaken, std::string(name)});
            expand(word, depth + 1);
        } else {
            m_out.append(unresolvedMarker(name));
        }
    }

    void fill(std::string_view name, const SecretText &value)
    {
        m_notes.push_back({NoteId::FilledIn, std::string(name)});
        m_out.append(value.view().substr(0, MaxValueBytes));
    }

    const DollarRules &m_rules;
    const VariableLookup &m_lookup;
    SecretBuilder m_out;
    std::vector<Note> m_notes;
};

} // namespace

Expanded expandVariables(std::string_view raw, const DollarRules &rules,
                         const VariableLookup &lookup)
{
    Expander expander(rules, lookup);
    expander.expand(raw.substr(0, MaxValueBytes), 0);
    return expander.take();
}

} // namespace pgaccess
