// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/identfile.h"

#include "access/hba/hbaregex.h"

#include <algorithm>

namespace pgaccess {

namespace {

std::string missingEntry(const AuthLines &lines, const AuthLine &line, int version)
{
    if (version >= 15)
        return "missing entry at end of line";
    return "missing entry in file \"" + lines.files[std::size_t(line.file)] + "\" at end of line " +
           std::to_string(line.line);
}

std::string regexProblem(const AuthToken &token)
{
    if (!token.text.starts_with('/'))
        return {};
    const auto regex = HbaRegex::compile(std::string_view(token.text).substr(1));
    return regex ? std::string() : regex.error();
}

std::string readRule(const AuthLines &lines, const AuthLine &line, int version, IdentRule &out)
{
    constexpr std::size_t Needed = 3; // more are left alone
    for (std::size_t i = 0; i < Needed; ++i) {
        if (i >= line.fields.size())
            return missingEntry(lines, line, version);
        if (line.fields[i].size() > 1)
            return "multiple values in ident field";
    }
    out.map = line.fields[0].front().text;
    out.systemUser = line.fields[1].front();
    out.databaseUser = line.fields[2].front();
    std::string error = regexProblem(out.systemUser); // in every version
    if (error.empty() && version >= 16)
        error = regexProblem(out.databaseUser);
    return error;
}

} // namespace

IdentRules parseIdentLines(AuthLines lines, int version)
{
    IdentRules out{.version = version, .complete = lines.complete};
    if (lines.lines.size() == 1 && lines.lines.front().line == 0)
        out.problem = lines.lines.front().error;
    else
        out.rules.reserve(lines.lines.size());
    for (AuthLine &line : lines.lines) {
        if (!out.problem.empty())
            break;
        IdentRule rule{.file = line.file, .line = line.line, .error = std::move(line.error)};
        if (rule.error.empty())
            rule.error = readRule(lines, line, version, rule);
        out.rules.push_back(std::move(rule));
    }
    out.files = std::move(lines.files);
    return out;
}

IdentRules parseIdentFile(const std::string &path, const AuthFileAccess &access, int version)
{
    return parseIdentLines(tokenizeAuthFile(path, access, version), version);
}

IdentRules parseIdentText(const std::string &path, std::string_view text,
                          const AuthFileAccess &access, int version)
{
    return parseIdentLines(tokenizeAuthText(path, text, access, version), version);
}

} // namespace pgaccess
