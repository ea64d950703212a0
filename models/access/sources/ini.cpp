// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/ini.h"

#include "access/parselimits.h"
#include "access/sources/sourcetext.h"
#include "access/sources/urltext.h"

#include <algorithm>
#include <map>

namespace pgaccess {

namespace {

constexpr int MaxNesting = 8;
constexpr std::size_t MaxValueBytes = 8 * 1024;

/// Fills "%(name)s" in from the same section and from [DEFAULT].
class Filler final
{
public:
    Filler(const std::vector<IniOption> &options, const Variables &around)
        : m_around(around)
    {
        for (const IniOption &option : options)
            m_options[{option.section, option.key}] = &option;
    }

    Expanded fill(const IniOption &option)
    {
        SecretBuilder out;
        m_out = &out;
        m_notes.clear();
        m_section = option.section;
        expand(option.value.view(), 0);
        return {out.text(), std::move(m_notes)};
    }

private:
    void expand(std::string_view text, int depth)
    {
        for (std::size_t i = 0; i < text.size() && m_out->size() < MaxValueBytes; ++i) {
            if (text[i] != '%') {
                m_out->append(text[i]);
            } else if (text.substr(i + 1).starts_with('%')) {
                m_out->append(text[++i]);
            } else if (text.substr(i + 1).starts_with('(')) {
                const std::size_t end = text.find(")s", i);
                if (end == std::string_view::npos)
                    return m_out->append(text.substr(i));
                insert(text.substr(i + 2, end - i - 2), depth);
                i = end + 1;
            } else {
                m_out->append(text[i]);
            }
        }
    }

    void insert(std::string_view name, int depth)
    {
        const std::string key = lowered(name.substr(0, 255));
        const IniOption *found = find(m_section, key);
        if (!found)
            found = find("DEFAULT", key);
        if (found && depth < MaxNesting && m_notes.size() < 64) {
            m_notes.push_back({NoteId::FilledIn, std::string(name.substr(0, 255))});
            return expand(found->value.view(), depth + 1);
        }
        const Variable *variable = findVariable(m_around, name); // people pass the environment in
        m_out->append(variable ? variable->value.view() : unresolvedMarker(name));
    }

    const IniOption *find(const std::string &section, const std::string &key) const
    {
        const auto found = m_options.find({section, key});
        return found == m_options.end() ? nullptr : found->second;
    }

    const Variables &m_around;
    std::map<std::pair<std::string, std::string>, const IniOption *> m_options;
    std::string m_section;
    SecretBuilder *m_out = nullptr;
    std::vector<Note> m_notes;
};

} // namespace

std::vector<IniOption> parseIni(std::string_view bytes)
{
    std::vector<IniOption> out;
    std::string section;
    bool open = false; // an option that an indented line goes on
    for (TextLines lines(withoutMark(bytes)); lines.next() && out.size() < MaxVariables;) {
        const std::string_view text = trimmed(lines.line());
        if (text.empty() || text.front() == '#' || text.front() == ';')
            continue;
        if (open && (lines.line().front() == ' ' || lines.line().front() == '\t')) {
            SecretBuilder longer;
            if (out.back().value.view().size() > MaxValueBytes)
                continue;
            longer.append(out.back().value.view());
            longer.append('\n');
            longer.append(text);
            out.back().value = longer.text();
            continue;
        }
        const std::size_t equals = text.find_first_of("=:");
        open = text.front() != '[' && equals != std::string_view::npos && equals != 0;
        if (text.front() == '[')
            section = text.substr(1, std::min(text.find(']'), text.size()) - 1);
        else if (open)
            out.push_back({lines.number(), section, lowered(trimmed(text.substr(0, equals))),
                           SecretText(trimmed(text.substr(equals + 1)))});
    }
    return out;
}

SourceFile readAlembic(std::string_view bytes, const Variables &around)
{
    SourceFile out{.problem = checkText(bytes, MaxFileBytes)};
    if (out.problem != SourceProblem::None)
        return out;
    const std::vector<IniOption> options = parseIni(bytes);
    Filler filler(options, around);
    for (const IniOption &option : options) {
        if (option.key != "sqlalchemy.url" || out.statements.size() >= MaxStatements)
            continue;
        const Expanded value = filler.fill(option);
        Statement statement{
            .kind = SourceKind::Alembic, .line = option.line, .label = option.section};
        const bool read = readConnectionText(value.text.view(), statement);
        if (!read && !takeMarkers(statement, value.text.view()))
            continue;
        for (const Note &note : value.notes)
            addNote(statement, note);
        out.statements.push_back(std::move(statement));
    }
    return out;
}

} // namespace pgaccess
