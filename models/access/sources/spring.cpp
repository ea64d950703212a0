// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/spring.h"

#include "access/parselimits.h"
#include "access/sources/sourcetext.h"
#include "access/sources/urltext.h"
#include "access/sources/yamltree.h"

#include <algorithm>
#include <array>
#include <map>

namespace pgaccess {

namespace {

const DollarRules SpringDollars{.bareNames = false, .plainColon = true};

struct Property
{
    int document = 0;
    int line = 0;
    std::string key;
    SecretText value;
};

/// What belongs to one data source of one document.
struct DataSource
{
    const Property *url = nullptr;
    const Property *user = nullptr;
    const Property *password = nullptr;
};

/// "spring.datasource.jdbc-url" and "spring.datasource.jdbcUrl" are one to Spring.
std::string relaxed(std::string_view key)
{
    std::string out = lowered(key);
    std::erase_if(out, [](char c) { return c == '-' || c == '_'; });
    return out;
}

class PropertiesReader final
{
public:
    std::vector<Property> read(std::string_view text)
    {
        TextLines lines(text);
        while (lines.next() && m_out.size() < MaxVariables) {
            std::string_view line = lines.line();
            const int number = lines.number();
            if (line.starts_with("#---") || line.starts_with("!---"))
                ++m_document;
            line = trimmed(line);
            if (line.empty() || line.front() == '#' || line.front() == '!')
                continue;
            SecretBuilder logical;
            while (continues(line) && logical.size() < MaxLine) {
                logical.append(line.substr(0, line.size() - 1));
                if (!lines.next())
                    break;
                line = trimmed(lines.line());
            }
            logical.append(line.substr(0, MaxLine));
            readLine(logical.view(), number);
        }
        return std::move(m_out);
    }

private:
    static constexpr std::size_t MaxLine = 64 * 1024;

    static bool continues(std::string_view line)
    {
        const std::size_t last = line.find_last_not_of('\\');
        const std::size_t count = line.size() - (last == line.npos ? 0 : last + 1);
        return count % 2 == 1;
    }

    void readLine(std::string_view line, int number)
    {
        std::size_t end = 0;
        while (end < line.size() && line[end] != '=' && line[end] != ':' && line[end] != ' ' &&
               line[end] != '\t')
            end += line[end] == '\\' ? 2 : 1;
        end = std::min(end, line.size());
        std::string_view value = trimmed(line.substr(end));
        if (value.starts_with('=') || value.starts_with(':'))
            value = trimmed(value.substr(1));
        m_out.push_back({m_document, number,
                         relaxed(line.substr(0, std::min<std::size_t>(end, 255))),
                         unescaped(value)});
    }

    static SecretText unescaped(std::string_view value)
    {
        SecretBuilder out;
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (value[i] == '\\' && i + 1 < value.size())
                ++i;
            out.append(value[i]);
        }
        return out.text();
    }

    std::vector<Property> m_out;
    int m_document = 0;
};

void flatten(const YamlNode &node, const std::string &path, int document,
             std::vector<Property> &out)
{
    if (path.size() > 255 || out.size() >= MaxVariables)
        return;
    if (node.kind == YamlNode::Kind::Text)
        out.push_back({document, node.line, path, node.text});
    for (std::size_t i = 0; i < node.keys.size(); ++i)
        flatten(node.items[i], (path.empty() ? "" : path + '.') + relaxed(node.keys[i]), document,
                out);
}

/// "spring.datasource" of "spring.datasource.hikari": settings of a pool or driver lie deeper.
std::string withoutDriver(std::string prefix)
{
    for (const std::string_view driver : {".hikari", ".jdbc", ".reactive", ".tomcat", ".dbcp2"}) {
        if (prefix.ends_with(driver))
            prefix.resize(prefix.size() - driver.size());
    }
    return prefix;
}

using Sources = std::map<std::pair<int, std::string>, DataSource>;

Sources groupProperties(const std::vector<Property> &properties)
{
    Sources out;
    for (const Property &property : properties) {
        const std::size_t dot = property.key.rfind('.');
        if (dot == std::string::npos)
            continue;
        const std::string last = property.key.substr(dot + 1);
        const auto place = std::pair(property.document, withoutDriver(property.key.substr(0, dot)));
        if (last == "url" || last == "jdbcurl")
            out[place].url = &property;
        else if (last == "username" || last == "user")
            out[place].user = &property;
        else if (last == "password")
            out[place].password = &property;
    }
    return out;
}

class StatementMaker final
{
public:
    explicit StatementMaker(const Variables &around)
        : m_lookup(lookupIn({&around}))
    {
    }

    SourceFile make(const std::vector<Property> &properties)
    {
        SourceFile out;
        const Sources sources = groupProperties(properties);
        for (const auto &[place, source] : sources) {
            DataSource whole = source;
            if (const auto base = sources.find({0, place.second}); base != sources.end()) {
                whole.user = whole.user ? whole.user : base->second.user;
                whole.password = whole.password ? whole.password : base->second.password;
            }
            if (whole.url && out.statements.size() < MaxStatements)
                add(whole, place.second, out.statements);
        }
        return out;
    }

private:
    SecretText value(const Property &property, Statement &statement) const
    {
        Expanded expanded = expandVariables(property.value.view(), SpringDollars, m_lookup);
        for (Note &note : expanded.notes)
            addNote(statement, std::move(note));
        return std::move(expanded.text);
    }

    void add(const DataSource &source, const std::string &prefix, std::vector<Statement> &out) const
    {
        Statement statement{.kind = SourceKind::Spring, .line = source.url->line, .label = prefix};
        const SecretText url = value(*source.url, statement);
        const bool wholeUnknown = url.view().starts_with(MarkerStart) &&
                                  url.view().find(MarkerEnd) == url.view().size() - 1;
        if (!readUrl(url.view(), statement) && !wholeUnknown)
            return;
        if (wholeUnknown)
            takeMarkers(statement, url.view());
        if (source.user && statement.option("user").empty()) {
            setOption(statement, "user", value(*source.user, statement).view());
            addLine(statement, source.user->line);
        }
        if (source.password && !statement.hasPassword) {
            setPassword(statement, value(*source.password, statement).view());
            addLine(statement, source.password->line);
        }
        out.push_back(std::move(statement));
    }

    VariableLookup m_lookup;
};

} // namespace

SourceFile readSpringProperties(std::string_view bytes, const Variables &around)
{
    const SourceProblem problem = checkText(bytes, MaxFileBytes);
    if (problem != SourceProblem::None)
        return failedSource(problem);
    return StatementMaker(around).make(PropertiesReader().read(withoutMark(bytes)));
}

SourceFile readSpringYaml(std::string_view bytes, const Variables &around)
{
    const YamlDocuments yaml = parseYaml(bytes);
    std::vector<Property> properties;
    for (std::size_t i = 0; i < yaml.documents.size(); ++i)
        flatten(yaml.documents[i], {}, int(i), properties);
    SourceFile out = StatementMaker(around).make(properties);
    out.problem = yaml.problem;
    out.problemLine = yaml.problemLine;
    return out;
}

} // namespace pgaccess
