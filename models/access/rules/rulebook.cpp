// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rules/rulebook.h"

#include "access/hba/diskfiles.h"
#include "access/rules/rulesecrets.h"

#include <algorithm>
#include <filesystem>

namespace pgaccess {

namespace {

AuthFileAccess accessTo(const RuleText &text)
{
    if (text.onDisk)
        return diskFiles();
    const AuthFileProblem unread{.missing = true, .text = "not read from the server"};
    return {.read = [&text, unread](const std::string &path) -> AuthFileAccess::Text {
                const auto found = text.others.find(path);
                if (found == text.others.end())
                    return std::unexpected(unread);
                return found->second;
            },
            .list = [&text, unread](const std::string &path) -> AuthFileAccess::Names {
                const auto found = text.folders.find(path);
                if (found == text.folders.end())
                    return std::unexpected(unread);
                return found->second;
            }};
}

std::string lineOf(const HbaRule &rule)
{
    return rule.error.empty() ? hbaRuleText(rule) : "# " + rule.error;
}

/// The rules on the lines where they stand; those of several files one after the other.
std::string rebuiltText(const HbaRules &rules)
{
    std::string text;
    int line = 1, file = 0;
    const bool oneFile = rules.files.size() < 2;
    for (const HbaRule &rule : rules.rules) {
        if (!oneFile && (text.empty() || rule.file != file))
            text += "# " + rules.files.at(size_t(rule.file)) + '\n';
        for (; oneFile && line < rule.line && line < int(MaxAuthLines); ++line)
            text += '\n';
        text += lineOf(rule) + '\n';
        file = rule.file;
        ++line;
    }
    return text;
}

/// The view names files even where the path of the main one may not be read: a placeholder of no
/// rule stands for it then.
void dropPlaceholder(HbaRules &rules)
{
    const bool used = std::ranges::contains(rules.rules, 0, &HbaRule::file);
    if (used || rules.files.size() < 2 || rules.files.front().starts_with('/'))
        return;
    rules.files.erase(rules.files.begin());
    for (HbaRule &rule : rules.rules)
        --rule.file;
}

std::pair<int, int> placeOf(const HbaFinding &finding)
{
    return {finding.file, finding.line};
}

/// Here, so that a window only has to look up.
void sortFindings(RuleBook &book)
{
    std::ranges::stable_sort(book.findings, std::greater(), &HbaFinding::severity);
    for (size_t i = 0; i < book.findings.size(); ++i) {
        if (!book.findings[i].inIdent && book.findings[i].line > 0)
            book.findingsByPlace.push_back(i);
    }
    std::ranges::stable_sort(book.findingsByPlace, {},
                             [&book](size_t i) { return placeOf(book.findings[i]); });
}

} // namespace

std::vector<const HbaFinding *> findingsAt(const RuleBook &book, int file, int line)
{
    std::vector<const HbaFinding *> found;
    const auto [first, last] =
        std::ranges::equal_range(book.findingsByPlace, std::pair(file, line), {},
                                 [&book](size_t i) { return placeOf(book.findings[i]); });
    for (auto it = first; it != last; ++it)
        found.push_back(&book.findings[*it]);
    return found;
}

RuleSource ruleSourceOf(ServerRules rules)
{
    dropPlaceholder(rules.hba);
    RuleSource source;
    RuleText &text = source.text;
    text.version = rules.hba.version;
    text.path = rules.hba.files.empty() ? "" : rules.hba.files.front();
    text.rebuilt = !rules.exact;
    text.cut = !rules.hba.complete;
    text.folders = std::move(rules.folders);
    text.others = std::move(rules.texts);
    text.masked = rules.masked;
    text.text = rules.exact ? text.others[text.path] : rebuiltText(rules.hba);
    text.identPath = rules.ident.files.empty() ? "" : rules.ident.files.front();
    source.superusers = std::move(rules.superusers);
    source.ident = std::move(rules.ident);
    source.hba = std::move(rules.hba);
    return source;
}

RuleSource readRuleFile(const std::string &path, int version)
{
    RuleSource source;
    RuleText &text = source.text;
    text.version = version;
    text.onDisk = true;
    text.path = path;
    const AuthFileAccess disk = diskFiles();
    const auto read = disk.read(path);
    if (!read) {
        source.problem = read.error().text;
        return source;
    }
    text.text = withoutRuleSecrets(*read);
    text.masked = text.text != *read;
    text.identPath = (std::filesystem::path(path).parent_path() / "pg_ident.conf").string();
    source.ident = parseIdentFile(text.identPath, disk, version);
    return source;
}

RuleBook makeRuleBook(const RuleSource &source, const std::optional<std::string> &edited)
{
    RuleBook book{.ident = source.ident};
    book.edited = edited && *edited != source.text.text;
    const std::string &text = edited ? *edited : source.text.text;
    if (source.hba && !book.edited)
        book.hba = *source.hba;
    else
        book.hba = parseHbaText(source.text.path, text, accessTo(source.text), source.text.version);
    const bool hasIdent = source.ident.problem.empty();
    book.findings = checkHba(book.hba, hasIdent ? &book.ident : nullptr, source.superusers);
    sortFindings(book);
    book.names = worldOfRules(book.hba);
    book.names.machine = machineAddress();
    return book;
}

} // namespace pgaccess
