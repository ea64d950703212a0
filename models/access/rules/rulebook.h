// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbafindings.h"
#include "access/hba/serverrules.h"
#include "access/rules/ruleworld.h"

#include <map>

namespace pgaccess {

/// The text of rule files, without their secrets, as it is shown, edited and tried.
struct RuleText
{
    int version = 18;    ///< The major version to read them for.
    bool onDisk = false; ///< Other files are read from this machine; else they are those in here.
    std::string path;
    std::string text;
    std::string identPath;
    std::map<std::string, std::string> others; ///< Files that these include, by path.
    std::map<std::string, std::vector<std::string>> folders;
    bool masked = false;  ///< Secrets stood in the text; asterisks stand there now.
    bool rebuilt = false; ///< Made from the server's view: no comments, no quotes.
    bool cut = false;     ///< There is more in the file than the limits allow.

    bool operator==(const RuleText &) const = default;
};

/// Everything that is known of the rules of one place, a server or a file.
struct RuleSource
{
    RuleText text;
    /// As the server gave them, with its own opinion of each line; nothing for a file.
    std::optional<HbaRules> hba;
    IdentRules ident;
    std::set<std::string> superusers{"postgres"};
    std::string problem; ///< Why the file could not be read.

    bool operator==(const RuleSource &) const = default;
};

/// The rules of a source, with what is to be said about them.
struct RuleBook
{
    HbaRules hba;
    IdentRules ident;
    std::vector<HbaFinding> findings; ///< The worst first.
    /// Numbers of those about lines of the rules, by file and line, the worst of a line first.
    std::vector<size_t> findingsByPlace;
    RuleWorld names;     ///< Those in the rules, and this machine.
    bool edited = false; ///< Of a text that is not the source's own.

    bool operator==(const RuleBook &) const = default;
};

/// The findings about a line, the worst first.
std::vector<const HbaFinding *> findingsAt(const RuleBook &book, int file, int line);

/// Of the rules that a server gave.
RuleSource ruleSourceOf(ServerRules rules);

/// Reads pg_hba.conf and the pg_ident.conf beside it. Blocks.
RuleSource readRuleFile(const std::string &path, int version);

/// Reads and checks the source, or what was made of its text. Takes a while for a large one, and
/// may read files of this machine.
RuleBook makeRuleBook(const RuleSource &source, const std::optional<std::string> &edited = {});

} // namespace pgaccess
