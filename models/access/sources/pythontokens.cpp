// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/pythontokens.h"

#include "access/parselimits.h"
#include "access/sources/sourcetext.h"

#include <algorithm>

namespace pgaccess {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

class Tokenizer final
{
public:
    explicit Tokenizer(std::string_view text)
        : m_text(text)
    {
    }

    std::vector<PythonToken> read()
    {
        while (m_at < m_text.size() && m_out.size() < MaxNodes)
            readOne();
        add(PythonToken::Kind::End, 0);
        return std::move(m_out);
    }

private:
    using Kind = PythonToken::Kind;

    void add(Kind kind, std::size_t length)
    {
        m_out.push_back({.kind = kind, .line = m_line, .word = m_text.substr(m_at, length)});
        m_at += length;
    }

    void readOne()
    {
        const char c = m_text[m_at];
        if (c == '\n')
            readLineEnd();
        else if (c == '#')
            m_at = std::min(m_text.find('\n', m_at), m_text.size());
        else if (c == '\\' && m_text.substr(m_at + 1).starts_with('\n'))
            skip(2);
        else if (c == '"' || c == '\'')
            readString({});
        else if (isName({&c, 1}))
            readName();
        else if (isDigit(c))
            add(Kind::Number, wordLength());
        else if (c == ' ' || c == '\t' || c == '\r' || c == '\f')
            ++m_at;
        else
            readSign(c);
    }

    void skip(std::size_t length)
    {
        m_line += int(std::ranges::count(m_text.substr(m_at, length), '\n'));
        m_at += length;
    }

    void readLineEnd()
    {
        if (m_depth == 0)
            m_out.push_back({.kind = Kind::LineEnd, .line = m_line});
        skip(1);
    }

    void readSign(char c)
    {
        if (c == '(' || c == '[' || c == '{')
            ++m_depth;
        else if ((c == ')' || c == ']' || c == '}') && m_depth > 0)
            --m_depth;
        add(Kind::Sign, 1);
    }

    std::size_t wordLength() const
    {
        std::size_t end = m_at;
        while (end < m_text.size() && (isName(m_text.substr(end, 1)) || isDigit(m_text[end])))
            ++end;
        return end - m_at;
    }

    void readName()
    {
        const std::size_t length = wordLength();
        const std::string_view word = m_text.substr(m_at, length);
        const std::string_view next = m_text.substr(m_at + length, 1);
        const bool prefix = length <= 2 && word.find_first_not_of("rRbBuUfF") == word.npos;
        if (!prefix || (next != "\"" && next != "'"))
            return add(Kind::Name, length);
        m_at += length;
        readString(word);
    }

    void readString(std::string_view prefix)
    {
        const bool raw = prefix.find_first_of("rR") != prefix.npos;
        const bool format = prefix.find_first_of("fF") != prefix.npos;
        const char quote = m_text[m_at];
        const std::string triple(3, quote);
        const bool longer = m_text.substr(m_at).starts_with(triple);
        PythonToken token{.kind = format ? Kind::Format : Kind::String, .line = m_line};
        m_at += longer ? 3 : 1;
        SecretBuilder out;
        while (m_at < m_text.size()) {
            if (longer ? m_text.substr(m_at).starts_with(triple) : m_text[m_at] == quote)
                break;
            if (!longer && m_text[m_at] == '\n') // an unclosed quote does not eat the file
                break;
            readCharacter(raw, out);
        }
        if (m_at < m_text.size() && m_text[m_at] == quote)
            m_at += longer ? 3 : 1;
        token.text = out.text();
        m_out.push_back(std::move(token));
    }

    void readCharacter(bool raw, SecretBuilder &out)
    {
        if (m_text[m_at] != '\\' || m_at + 1 >= m_text.size()) {
            out.append(m_text[m_at]);
            return skip(1);
        }
        const char c = m_text[m_at + 1];
        if (raw || (c != '\\' && c != '\'' && c != '"' && c != 'n' && c != 't' && c != '\n')) {
            out.append(m_text.substr(m_at, 2));
        } else if (c != '\n') {
            out.append(c == 'n' ? '\n' : c == 't' ? '\t' : c);
        }
        skip(2);
    }

    std::string_view m_text;
    std::vector<PythonToken> m_out;
    std::size_t m_at = 0;
    int m_line = 1;
    int m_depth = 0;
};

} // namespace

std::vector<PythonToken> pythonTokens(std::string_view text)
{
    return Tokenizer(text).read();
}

} // namespace pgaccess
