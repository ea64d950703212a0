// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/undo.h"

#include "actions/sqltext.h"

#include <algorithm>

namespace actions {

using namespace Qt::StringLiterals;

namespace {

using Tokens = std::vector<SqlToken>;

Tokens sayingTokens(QStringView statement)
{
    Tokens tokens = sqlTokens(statement);
    std::erase_if(tokens, [](const SqlToken &token) { return token.kind == SqlTokenKind::Blank; });
    return tokens;
}

bool isWord(const SqlToken &token, QLatin1StringView word)
{
    return token.kind == SqlTokenKind::Word && token.text.compare(word, Qt::CaseInsensitive) == 0;
}

bool isNamed(const SqlToken &token, const QString &name)
{
    return (token.kind == SqlTokenKind::Name || token.kind == SqlTokenKind::Word) &&
           nameValue(token.text) == name;
}

bool isAnyWord(const SqlToken &token, std::initializer_list<QLatin1StringView> words)
{
    return std::ranges::any_of(words, [&](QLatin1StringView word) { return isWord(token, word); });
}

// "DATABASE shop", and no second one after a comma.
bool namesAlone(const Tokens &tokens, size_t at, const QString &name)
{
    return at < tokens.size() && isNamed(tokens[at], name) &&
           (at + 1 == tokens.size() || tokens[at + 1].text != ","_L1);
}

// What is about roles, databases and tablespaces reaches beyond the database that it is run in.
bool reachesBeyond(const Tokens &tokens)
{
    const auto shared = {"ROLE"_L1,     "USER"_L1,       "GROUP"_L1,
                         "DATABASE"_L1, "TABLESPACE"_L1, "SYSTEM"_L1};
    if (isAnyWord(tokens[0], {"GRANT"_L1, "REVOKE"_L1}))
        return std::ranges::none_of(tokens, [](const auto &t) { return isWord(t, "ON"_L1); }) ||
               std::ranges::any_of(tokens, [&](const auto &t) { return isAnyWord(t, shared); });
    const size_t at = isWord(tokens[0], "COMMENT"_L1) ? 2 : 1;
    return isAnyWord(tokens[0], {"REASSIGN"_L1, "SET"_L1}) ||
           (at < tokens.size() && isAnyWord(tokens[at], shared));
}

} // namespace

std::optional<Creation> creationOf(QStringView statement)
{
    const Tokens tokens = sayingTokens(statement);
    if (tokens.size() < 3 || !isWord(tokens[0], "CREATE"_L1) || isWord(tokens[2], "MAPPING"_L1) ||
        !isAnyWord(tokens[1], {"ROLE"_L1, "USER"_L1, "GROUP"_L1, "DATABASE"_L1}))
        return {};
    if (tokens[2].kind != SqlTokenKind::Name && tokens[2].kind != SqlTokenKind::Word)
        return {};
    return Creation{.database = isWord(tokens[1], "DATABASE"_L1),
                    .name = nameValue(tokens[2].text)};
}

QString undoStatement(const Creation &creation)
{
    return (creation.database ? u"DROP DATABASE "_s : u"DROP ROLE "_s) + quotedName(creation.name);
}

bool vanishesWith(QStringView statement, const QString &database, const Creation &creation)
{
    const Tokens tokens = sayingTokens(statement);
    if (tokens.empty() || isConnect(statement))
        return true;
    if (creationOf(statement) == creation)
        return true;
    if (creation.database && database == creation.name && !reachesBeyond(tokens))
        return true;
    if (!isAnyWord(tokens[0], {"ALTER"_L1, "COMMENT"_L1, "GRANT"_L1, "REVOKE"_L1}))
        return false;
    for (size_t at = 0; at + 1 < tokens.size(); ++at) {
        const bool leads = creation.database
                               ? isWord(tokens[at], "DATABASE"_L1)
                               : isAnyWord(tokens[at], {"ROLE"_L1, "USER"_L1, "TO"_L1, "FROM"_L1,
                                                        "GRANT"_L1, "REVOKE"_L1});
        if (leads && namesAlone(tokens, at + 1, creation.name))
            return true;
    }
    return false;
}

} // namespace actions
