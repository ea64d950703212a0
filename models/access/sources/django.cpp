// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/django.h"

#include "access/parselimits.h"
#include "access/sources/pythonvalue.h"
#include "access/sources/sourcetext.h"
#include "access/sources/urltext.h"

#include <algorithm>
#include <array>

namespace pgaccess {

namespace {

constexpr int MaxFound = 64;

class Reader final
{
public:
    Reader(std::string_view text, const Variables &around)
        : m_tokens(pythonTokens(text))
        , m_python(m_tokens, around)
    {
    }

    /// DATABASES = {…}, with or without a type, and DATABASES["name"] = ….
    SourceFile read()
    {
        for (std::size_t i = 0; i + 4 < m_tokens.size() && m_out.statements.size() < MaxStatements;
             ++i) {
            if (!m_tokens[i].isName("DATABASES") || !beginsLine(i))
                continue;
            if (++m_found > MaxFound) // each may be read up to the end of the file
                break;
            if (m_tokens[i + 1].is("["))
                readEntry(i);
            else if (const std::size_t value = behindEquals(i + 1); value != 0)
                readAll(m_python.valueAt(value));
        }
        return std::move(m_out);
    }

private:
    bool beginsLine(std::size_t at) const
    {
        return at == 0 || m_tokens[at - 1].kind == PythonToken::Kind::LineEnd ||
               m_tokens[at - 1].is(":") || m_tokens[at - 1].is(";");
    }

    /// The token behind the "=" of the same line, or 0.
    std::size_t behindEquals(std::size_t at) const
    {
        for (std::size_t i = at; i < std::min(at + 16, m_tokens.size() - 1); ++i) {
            if (m_tokens[i].kind == PythonToken::Kind::LineEnd || m_tokens[i].is("("))
                return 0;
            if (m_tokens[i].is("="))
                return m_tokens[i + 1].is("=") ? 0 : i + 1;
        }
        return 0;
    }

    void readEntry(std::size_t at)
    {
        const PythonToken &name = m_tokens[at + 2];
        const std::size_t value = m_tokens[at + 3].is("]") ? behindEquals(at + 4) : 0;
        if (name.kind == PythonToken::Kind::String && value == at + 5)
            readDatabase(std::string(name.text.view()), m_python.valueAt(value));
    }

    void readAll(const PythonValue &databases)
    {
        for (std::size_t i = 0; i < databases.keys.size(); ++i)
            readDatabase(databases.keys[i], databases.items[i]);
    }

    void readDatabase(const std::string &label, const PythonValue &value)
    {
        Statement out{.kind = SourceKind::Django, .line = value.line, .label = label};
        if (value.kind == PythonValue::Kind::Address) {
            for (const Note &note : value.notes)
                addNote(out, note);
            if (!readUrl(value.text.view(), out) && !takeMarkers(out, value.text.view()))
                return;
        } else if (value.kind != PythonValue::Kind::Dict || !readSettings(value, out)) {
            return;
        }
        if (m_out.statements.size() < MaxStatements)
            m_out.statements.push_back(std::move(out));
    }

    /// False if the database is not PostgreSQL.
    bool readSettings(const PythonValue &settings, Statement &out)
    {
        const PythonValue *engine = settings.find("ENGINE");
        const std::string_view name = engine ? engine->text.view() : std::string_view();
        const bool known = !name.empty() && name.find(MarkerStart) == name.npos;
        const std::string word = lowered(name.substr(0, 255));
        if (known && word.find("postg") == word.npos && word.find("psql") == word.npos)
            return false;
        if (!known)
            addNote(out, {NoteId::EngineNotStated, {}});
        out.line = 0;
        for (std::size_t i = 0; i < settings.keys.size(); ++i)
            readSetting(settings.keys[i], settings.items[i], out);
        if (out.line == 0)
            out.line = settings.line;
        return known || out.hasPassword || !out.option("user").empty();
    }

    void readSetting(const std::string &key, const PythonValue &value, Statement &out)
    {
        static constexpr auto names = std::to_array<std::pair<std::string_view, std::string_view>>(
            {{"NAME", "dbname"}, {"USER", "user"}, {"HOST", "host"}, {"PORT", "port"}});
        const auto *const found =
            std::ranges::find(names, key, [](const auto &pair) { return pair.first; });
        if (key == "OPTIONS") {
            for (std::size_t i = 0; i < value.keys.size(); ++i)
                readOption(value.keys[i], value.items[i], out);
            return;
        }
        if (key != "PASSWORD" && found == names.end())
            return;
        addLine(out, value.line);
        for (const Note &note : value.notes)
            addNote(out, note);
        if (key == "PASSWORD")
            setPassword(out, value.text.view());
        else
            setOption(out, found->second, value.text.view());
    }

    static void readOption(const std::string &key, const PythonValue &value, Statement &out)
    {
        if (value.kind != PythonValue::Kind::Text)
            return;
        if (key == "password")
            setPassword(out, value.text.view());
        else
            setOption(out, key, value.text.view());
    }

    std::vector<PythonToken> m_tokens;
    PythonReader m_python;
    SourceFile m_out;
    int m_found = 0;
};

} // namespace

SourceFile readDjango(std::string_view bytes, const Variables &around)
{
    const SourceProblem problem = checkText(bytes, MaxFileBytes);
    return problem == SourceProblem::None ? Reader(withoutMark(bytes), around).read()
                                          : failedSource(problem);
}

} // namespace pgaccess
