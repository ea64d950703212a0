// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/rails.h"

#include "access/sources/sourcetext.h"
#include "access/sources/urltext.h"
#include "access/sources/yamltree.h"

#include <algorithm>
#include <charconv>
#include <memory>

namespace pgaccess {

namespace {

constexpr std::string_view TokenStart = "__erb_";
constexpr std::size_t MaxTokens = 4096;
constexpr std::size_t MaxValueBytes = 16 * 1024;

/// A YAML text with tokens for the Ruby in it, and the Ruby.
struct WithoutRuby
{
    SecretBuilder text;
    std::vector<SecretText> code;
};

/// Lines keep their numbers: line ends within Ruby come back at the end of the line.
void takeRuby(std::string_view text, WithoutRuby &out)
{
    std::size_t pending = 0;
    const std::size_t last = text.rfind("%>");
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool ruby = text.substr(i).starts_with("<%") && last != text.npos && last >= i + 2 &&
                          out.code.size() < MaxTokens;
        const std::size_t end = ruby ? text.find("%>", i + 2) : text.npos;
        if (end != std::string_view::npos) {
            const std::string_view code = text.substr(i + 2, end - i - 2);
            pending += std::size_t(std::ranges::count(code, '\n'));
            if (code.starts_with('=')) {
                out.text.append(std::string(TokenStart) + std::to_string(out.code.size()) + "__");
                out.code.emplace_back(code.substr(1));
            }
            i = end + 1;
            continue;
        }
        out.text.append(text[i]);
        for (; text[i] == '\n' && pending > 0; --pending)
            out.text.append('\n');
    }
}

/// A literal in quotes, taken off the front with what is around it; nothing if there is none.
std::optional<std::string_view> takeLiteral(std::string_view &code)
{
    const std::size_t start = code.find_first_of("\"'");
    const std::size_t end = start == code.npos ? start : code.find(code[start], start + 1);
    if (end == code.npos)
        return {};
    const std::string_view out = code.substr(start + 1, end - start - 1);
    code.remove_prefix(end + 1);
    return out;
}

class Reader final
{
public:
    explicit Reader(const Variables &around)
        : m_around(around)
    {
    }

    SourceFile read(std::string_view bytes)
    {
        takeRuby(withoutMark(bytes), m_yaml);
        const YamlDocuments yaml = parseYaml(m_yaml.text.view());
        m_out.problem = yaml.problem;
        m_out.problemLine = yaml.problemLine;
        if (!yaml.documents.empty())
            readEnvironments(yaml.documents.front());
        return std::move(m_out);
    }

private:
    void readEnvironments(const YamlNode &root)
    {
        for (std::size_t i = 0; i < root.keys.size(); ++i) {
            const YamlNode &node = root.items[i];
            if (root.keys[i] == "default" && root.keys.size() > 1) // there to be merged
                continue;
            readDatabase(root.keys[i], node);
            for (std::size_t k = 0; k < node.keys.size(); ++k) {
                if (node.items[k].kind == YamlNode::Kind::Map && node.keys[k] != "variables")
                    readDatabase(root.keys[i] + '.' + node.keys[k], node.items[k]);
            }
        }
    }

    void readDatabase(const std::string &label, const YamlNode &node)
    {
        Statement statement{.kind = SourceKind::Rails, .label = label};
        const bool named = lowered(node.textOf("adapter")).find("postg") != std::string::npos;
        bool address = false;
        if (const YamlNode *url = node.find("url")) {
            address = readUrl(value(*url, statement).view(), statement);
            addLine(statement, url->line);
            if (!address && named)
                takeMarkers(statement, value(*url, statement).view());
        }
        if ((!named && !address) || m_out.statements.size() >= MaxStatements)
            return;
        for (std::size_t i = 0; i < node.keys.size(); ++i)
            readSetting(node.keys[i], node.items[i], statement);
        std::ranges::sort(statement.otherLines);
        m_out.statements.push_back(std::move(statement));
    }

    void readSetting(const std::string &key, const YamlNode &node, Statement &statement)
    {
        if (node.kind != YamlNode::Kind::Text)
            return;
        const std::string option = key == "username" ? "user" : key == "database" ? "dbname" : key;
        if (option == "password")
            setPassword(statement, value(node, statement).view());
        else if (isPlainOption(option))
            setOption(statement, option, value(node, statement).view());
        else
            return;
        addLine(statement, node.line);
    }

    /// The text of a node, its tokens filled in or made markers.
    SecretText value(const YamlNode &node, Statement &statement) const
    {
        SecretBuilder out;
        std::string_view rest = node.text.view();
        while (out.size() < MaxValueBytes) {
            const std::size_t start = rest.find(TokenStart);
            out.append(rest.substr(0, start));
            if (start == rest.npos)
                break;
            rest.remove_prefix(start + TokenStart.size());
            const std::size_t end = rest.find("__");
            std::size_t number = m_yaml.code.size();
            if (end != rest.npos) {
                const std::string_view digits = rest.substr(0, end);
                std::from_chars(std::to_address(digits.begin()), std::to_address(digits.end()),
                                number);
            }
            out.append(number < m_yaml.code.size()
                           ? ruby(m_yaml.code[number].view(), statement).view()
                           : std::string_view());
            rest.remove_prefix(std::min(end == rest.npos ? end : end + 2, rest.size()));
        }
        return out.text();
    }

    SecretText ruby(std::string_view code, Statement &statement) const
    {
        code = trimmed(code);
        const bool fetch = code.starts_with("ENV.fetch");
        if (!fetch && !code.starts_with("ENV["))
            return unknownRuby(statement);
        const auto name = takeLiteral(code);
        if (!name || !isName(*name))
            return unknownRuby(statement);
        if (const Variable *variable = findVariable(m_around, *name)) {
            addNote(statement, {NoteId::FilledIn, std::string(*name)});
            return variable->value;
        }
        if (const auto other = takeLiteral(code)) {
            addNote(statement, {NoteId::DefaultTaken, std::string(*name)});
            return SecretText(*other);
        }
        return SecretText(unresolvedMarker(*name));
    }

    static SecretText unknownRuby(Statement &statement)
    {
        addNote(statement, {NoteId::CommandNotRun, {}});
        return SecretText(unresolvedMarker("<%…%>"));
    }

    const Variables &m_around;
    WithoutRuby m_yaml;
    SourceFile m_out;
};

} // namespace

SourceFile readRails(std::string_view bytes, const Variables &around)
{
    const SourceProblem problem = checkText(bytes, MaxYamlBytes);
    return problem == SourceProblem::None ? Reader(around).read(bytes) : failedSource(problem);
}

} // namespace pgaccess
