// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/dbeaver.h"

#include "access/parselimits.h"
#include "access/sources/sourcetext.h"
#include "access/sources/urltext.h"

#include <simdjson.h>

namespace pgaccess {

namespace {

namespace dom = simdjson::dom;

std::string_view textOf(const dom::object &object, std::string_view key)
{
    std::string_view out;
    return object[key].get(out) == simdjson::SUCCESS ? out : std::string_view();
}

/// The lines on which the members of the object "connections" begin. simdjson keeps no positions,
/// so strings and brackets are counted; the text is known to be valid JSON.
class LineFinder final
{
public:
    std::vector<int> find(std::string_view text)
    {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            m_line += c == '\n';
            if (c == '"')
                i = readString(text, i);
            else if (c == '{' || c == '[')
                open();
            else if (c == '}' || c == ']')
                --m_depth;
        }
        return std::move(m_lines);
    }

private:
    std::size_t readString(std::string_view text, std::size_t at)
    {
        const std::size_t start = at + 1;
        for (++at; at < text.size() && text[at] != '"'; ++at)
            at += text[at] == '\\';
        if (m_depth == 1)
            m_key = text.substr(start, at - start);
        return at;
    }

    void open()
    {
        if (++m_depth == 3 && m_key == "connections")
            m_lines.push_back(m_line);
    }

    std::vector<int> m_lines;
    std::string_view m_key;
    int m_line = 1;
    int m_depth = 0;
};

Statement readConnection(const dom::object &connection, const dom::object &settings)
{
    Statement out{.kind = SourceKind::DBeaver};
    out.label = textOf(connection, "name");
    Statement fromUrl = out;
    if (readUrl(textOf(settings, "url"), fromUrl)) // made of the other settings, if they are there
        out = fromUrl;
    for (const auto &[key, option] : {std::pair("host", "host"), std::pair("port", "port"),
                                      std::pair("database", "dbname"), std::pair("user", "user")}) {
        if (const std::string_view value = textOf(settings, key); !value.empty())
            setOption(out, option, value);
    }
    int64_t port = 0;
    if (settings["port"].get(port) == simdjson::SUCCESS)
        setOption(out, "port", std::to_string(port));
    if (!out.hasPassword)
        addNote(out, {NoteId::PasswordEncoded, {}});
    return out;
}

bool isPostgres(const dom::object &connection)
{
    return textOf(connection, "provider") == "postgresql" ||
           textOf(connection, "driver").starts_with("postgres");
}

SourceProblem problemFor(simdjson::error_code error)
{
    if (error == simdjson::DEPTH_ERROR)
        return SourceProblem::TooDeep;
    return error == simdjson::UTF8_ERROR ? SourceProblem::NotUtf8 : SourceProblem::Syntax;
}

void readConnections(const dom::object &list, const std::vector<int> &lines, SourceFile &out)
{
    std::size_t index = 0;
    for (const dom::key_value_pair field : list) {
        dom::object connection, settings;
        const bool object = field.value.is_object() || field.value.is_array();
        const int line = object && index < lines.size() ? lines[index++] : 0;
        if (field.value.get(connection) != simdjson::SUCCESS || !isPostgres(connection) ||
            connection["configuration"].get(settings) != simdjson::SUCCESS ||
            out.statements.size() >= MaxStatements)
            continue;
        out.statements.push_back(readConnection(connection, settings));
        out.statements.back().line = line;
    }
}

} // namespace

SourceFile readDBeaver(std::string_view bytes)
{
    if (bytes.size() > MaxFileBytes)
        return failedSource(SourceProblem::TooLarge);
    bytes = withoutMark(bytes);
    dom::parser parser(MaxFileBytes);
    dom::element document;
    if (parser.allocate(std::max<std::size_t>(bytes.size(), 64), MaxDepth) != simdjson::SUCCESS)
        return failedSource(SourceProblem::TooLarge);
    if (const auto error = parser.parse(simdjson::padded_string(bytes)).get(document))
        return failedSource(problemFor(error));
    SourceFile out;
    dom::object list;
    if (document["connections"].get(list) == simdjson::SUCCESS)
        readConnections(list, LineFinder().find(bytes), out);
    return out;
}

} // namespace pgaccess
