// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/pythonvalue.h"

#include "access/sources/sourcetext.h"

#include <algorithm>
#include <array>

namespace pgaccess {

namespace {

constexpr int MaxExpressionDepth = 32;

bool isUnresolved(const PythonValue &value)
{
    return value.kind == PythonValue::Kind::Unknown ||
           value.text.view().find(MarkerStart) != std::string_view::npos;
}

std::string lastName(const std::string &dotted)
{
    return dotted.substr(dotted.rfind('.') + 1); // npos + 1 is 0
}

/// Functions that give the value of the variable that they are given.
bool readsVariable(const std::string &name)
{
    static constexpr auto readers = std::to_array<std::string_view>(
        {"getenv", "get", "config", "env", "str", "get_value", "env_variable", "get_env_variable",
         "get_env", "getvar", "int", "read_secret"});
    const bool cast = name == "str" || name == "int"; // not env.str("…")
    return !cast && std::ranges::find(readers, lastName(name)) != readers.end();
}

/// dj_database_url.config, .parse, env.db …
bool readsAddress(const std::string &name)
{
    const std::string last = lastName(name);
    return name.starts_with("dj_database_url.") || last == "db" || last == "db_url" ||
           last == "dj_db_url";
}

} // namespace

const PythonValue *PythonValue::find(std::string_view key) const
{
    const auto found = std::ranges::find(keys.rbegin(), keys.rend(), key); // the last one counts
    return found == keys.rend() ? nullptr : &items[std::size_t(keys.rend() - found) - 1];
}

PythonReader::PythonReader(const std::vector<PythonToken> &tokens, const Variables &around)
    : m_tokens(tokens)
    , m_around(around)
{
}

PythonValue PythonReader::valueAt(std::size_t token)
{
    m_at = std::min(token, m_tokens.size() - 1);
    m_depth = 0;
    return expression();
}

bool PythonReader::take(std::string_view sign)
{
    if (!token().is(sign))
        return false;
    ++m_at;
    return true;
}

/// Behind the bracket that closes the one that is open.
void PythonReader::skipTo(std::string_view closing)
{
    int depth = 0;
    for (; token().kind != PythonToken::Kind::End; ++m_at) {
        if (depth == 0 && token().is(closing))
            break;
        depth += token().is("(") || token().is("[") || token().is("{");
        depth -= token().is(")") || token().is("]") || token().is("}");
    }
    take(closing);
}

PythonValue PythonReader::unknown() const
{
    PythonValue out{.line = token().line};
    out.text = SecretText(unresolvedMarker("…"));
    return out;
}

/// "a or b" is a, or b where nothing gives a; any other operation is not known.
PythonValue PythonReader::expression()
{
    if (m_depth >= MaxExpressionDepth) {
        const PythonValue out = unknown();
        m_at += token().kind != PythonToken::Kind::End; // something is read in any case
        return out;
    }
    ++m_depth;
    PythonValue out = primary();
    while (token().isName("or")) {
        ++m_at;
        PythonValue other = primary();
        if (isUnresolved(out) || out.text.empty())
            out = std::move(other);
    }
    --m_depth;
    const bool ends = token().kind == PythonToken::Kind::LineEnd ||
                      token().kind == PythonToken::Kind::End || token().is(",") ||
                      token().is(")") || token().is("]") || token().is("}") || token().is(":");
    if (ends)
        return out;
    PythonValue operation = unknown(); // up to the end of it
    while (token().kind != PythonToken::Kind::LineEnd && token().kind != PythonToken::Kind::End &&
           !token().is(",") && !token().is(")") && !token().is("]") && !token().is("}")) {
        if (take("("))
            skipTo(")");
        else if (take("["))
            skipTo("]");
        else if (take("{"))
            skipTo("}");
        else
            ++m_at;
    }
    return operation;
}

PythonValue PythonReader::primary()
{
    using Kind = PythonToken::Kind;
    if (token().kind == Kind::String || token().kind == Kind::Format)
        return strings();
    if (token().kind == Kind::Number) {
        PythonValue out{.kind = PythonValue::Kind::Text, .line = token().line};
        out.text = SecretText(token().word);
        ++m_at;
        return out;
    }
    if (token().kind == Kind::Name)
        return named();
    if (take("{"))
        return dict();
    if (take("(")) {
        PythonValue out = expression();
        if (!take(")")) {
            out = unknown();
            skipTo(")");
        }
        return out;
    }
    const PythonValue out = unknown();
    if (take("["))
        skipTo("]");
    return out;
}

/// Literals side by side are one; what a format string fills in is not known.
PythonValue PythonReader::strings()
{
    PythonValue out{.kind = PythonValue::Kind::Text, .line = token().line};
    SecretBuilder text;
    for (; token().kind == PythonToken::Kind::String || token().kind == PythonToken::Kind::Format;
         ++m_at) {
        const std::string_view part = token().text.view();
        if (token().kind == PythonToken::Kind::Format && part.find('{') != part.npos)
            text.append(unresolvedMarker("f\"…\""));
        else
            text.append(part);
    }
    out.text = text.text();
    return out;
}

PythonValue PythonReader::dict()
{
    PythonValue out{.kind = PythonValue::Kind::Dict, .line = token().line};
    while (token().kind != PythonToken::Kind::End && !token().is("}")) {
        const std::size_t before = m_at;
        const int line = token().line;
        const PythonValue key = expression();
        if (take(":")) {
            out.keys.emplace_back(key.text.view());
            out.items.push_back(expression());
            if (out.items.back().kind != PythonValue::Kind::Dict)
                out.items.back().line = line;
        }
        take(",");
        if (m_at == before) // a bracket that closes nothing
            ++m_at;
    }
    take("}");
    return out;
}

/// dict(NAME="…", USER="…")
PythonValue PythonReader::dictCall()
{
    PythonValue out{.kind = PythonValue::Kind::Dict, .line = token().line};
    while (token().kind != PythonToken::Kind::End && !token().is(")")) {
        const std::size_t before = m_at;
        if (token().kind == PythonToken::Kind::Name && m_tokens[m_at + 1].is("=")) {
            out.keys.emplace_back(token().word);
            const int line = token().line;
            m_at += 2;
            out.items.push_back(expression());
            out.items.back().line = line;
        } else {
            expression();
        }
        take(",");
        if (m_at == before)
            ++m_at;
    }
    take(")");
    return out;
}

PythonValue PythonReader::named()
{
    std::string name(token().word.substr(0, 255));
    PythonValue out = unknown();
    ++m_at;
    while (token().is(".") && m_tokens[m_at + 1].kind == PythonToken::Kind::Name) {
        name += name.size() < 1024 ? '.' + std::string(m_tokens[m_at + 1].word.substr(0, 255)) : "";
        m_at += 2;
    }
    if (name == "dict" && take("("))
        return dictCall();
    if (take("("))
        return call(name);
    if (name.ends_with("environ") && take("[")) {
        out = variable(expression(), nullptr);
        skipTo("]");
    }
    return out;
}

/// A call, behind its "(".
PythonValue PythonReader::call(const std::string &name)
{
    PythonValue first, second, fallback;
    int count = 0;
    for (; token().kind != PythonToken::Kind::End && !token().is(")"); take(",")) {
        const std::size_t before = m_at;
        const bool keyword = token().kind == PythonToken::Kind::Name && m_tokens[m_at + 1].is("=");
        const std::string_view key = keyword ? token().word : std::string_view();
        m_at += keyword ? 2 : 0;
        PythonValue value = expression();
        if (key == "default")
            fallback = std::move(value);
        else if (key == "url" || key == "env" || (!keyword && ++count == 1))
            first = std::move(value);
        else if (!keyword && count == 2)
            second = std::move(value);
        if (m_at == before)
            ++m_at;
    }
    take(")");
    if (fallback.kind == PythonValue::Kind::Unknown)
        fallback = std::move(second);
    PythonValue out = first;
    if (readsAddress(name)) {
        if (name != "dj_database_url.parse") {
            if (first.kind == PythonValue::Kind::Unknown) // the name that both packages look for
                first.text = SecretText("DATABASE_URL");
            out = variable(first, &fallback);
        }
        out.kind = PythonValue::Kind::Address;
        return out;
    }
    if (readsVariable(name))
        return variable(first, &fallback);
    return name == "str" || name == "int" ? out : unknown();
}

PythonValue PythonReader::variable(const PythonValue &name, const PythonValue *fallback)
{
    const std::string_view word = name.text.view();
    if (!isName(word) || word.size() > 255)
        return unknown();
    PythonValue out{.kind = PythonValue::Kind::Text, .line = token().line};
    if (const Variable *found = findVariable(m_around, word)) {
        out.text = found->value;
        out.notes.push_back({NoteId::FilledIn, std::string(word)});
    } else if (fallback && fallback->kind == PythonValue::Kind::Text) {
        out.text = fallback->text;
        out.notes.push_back({NoteId::DefaultTaken, std::string(word)});
    } else {
        out.text = SecretText(unresolvedMarker(word));
    }
    return out;
}

} // namespace pgaccess
