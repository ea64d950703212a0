// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/prisma.h"

#include "access/parselimits.h"
#include "access/sources/sourcetext.h"
#include "access/sources/urltext.h"

#include <algorithm>

namespace pgaccess {

namespace {

/// The text between the first two quotes; empty if there are none.
std::string_view quoted(std::string_view text)
{
    const std::size_t first = text.find('"');
    const std::size_t last = first == text.npos ? first : text.find('"', first + 1);
    return last == text.npos ? std::string_view() : text.substr(first + 1, last - first - 1);
}

class Reader final
{
public:
    explicit Reader(const Variables &around)
        : m_around(around)
    {
    }

    SourceFile read(std::string_view text)
    {
        TextLines lines(text);
        while (lines.next())
            readLine(trimmed(lines.line()), lines.number());
        return std::move(m_out);
    }

private:
    void readLine(std::string_view line, int number)
    {
        if (line.starts_with("datasource ") && line.find('{') != line.npos) {
            m_name = trimmed(line.substr(11, line.find('{') - 11));
            m_block.clear();
            m_inside = true;
            m_postgres = false;
        } else if (m_inside && line.starts_with('}')) {
            m_inside = false;
            if (m_postgres)
                std::ranges::move(m_block, std::back_inserter(m_out.statements));
        } else if (m_inside && !line.starts_with("//")) {
            const std::size_t equals = line.find('=');
            if (equals != line.npos)
                readSetting(trimmed(line.substr(0, equals)), line.substr(equals + 1), number);
        }
    }

    void readSetting(std::string_view key, std::string_view value, int number)
    {
        if (key == "provider")
            m_postgres = quoted(value) == "postgresql" || quoted(value) == "postgres";
        if (key != "url" && key != "directUrl" && key != "shadowDatabaseUrl")
            return;
        Statement statement{.kind = SourceKind::Prisma, .line = number, .label = m_name};
        value = trimmed(value);
        if (value.starts_with("env("))
            readVariable(quoted(value), statement);
        else if (!readUrl(quoted(value), statement))
            return;
        if (m_block.size() + m_out.statements.size() < MaxStatements)
            m_block.push_back(std::move(statement));
    }

    void readVariable(std::string_view name, Statement &statement) const
    {
        const Variable *variable = findVariable(m_around, name);
        if (variable && readUrl(variable->value.view(), statement))
            addNote(statement, {NoteId::FilledIn, std::string(name)});
        else
            takeMarkers(statement, unresolvedMarker(name));
    }

    const Variables &m_around;
    SourceFile m_out;
    std::vector<Statement> m_block;
    std::string m_name;
    bool m_inside = false;
    bool m_postgres = false;
};

} // namespace

SourceFile readPrisma(std::string_view bytes, const Variables &around)
{
    const SourceProblem problem = checkText(bytes, MaxFileBytes);
    return problem == SourceProblem::None ? Reader(around).read(withoutMark(bytes))
                                          : failedSource(problem);
}

} // namespace pgaccess
