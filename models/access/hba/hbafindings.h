// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbarule.h"
#include "access/hba/identfile.h"

#include <set>

namespace pgaccess {

enum class HbaFindingId {
    Syntax,
    Unreachable,
    Trust,
    PasswordClearText,
    Md5,
    Ipv6Missing,
    Ipv4Missing,
    SuperuserOpen,
    WorldOpen,
    IdentAnyUser,
};

/// "syntax", "unreachable" and so on, as programs know them.
std::string_view findingName(HbaFindingId id);

enum class HbaSeverity { Info, Warning, Critical };

std::string_view severityName(HbaSeverity severity);

/// From where a rule lets clients in.
enum class HbaReach { Socket, Loopback, Network, World };

/// What any system user becomes by an ident map.
enum class IdentGain {
    SameName, ///< The role that is called as he is.
    OneRole,
    AnyRole,
};

/// Something to be said about a line, or with line 0 about the whole file. The words are made
/// elsewhere.
struct HbaFinding
{
    HbaFindingId id = HbaFindingId::Syntax;
    HbaSeverity severity = HbaSeverity::Warning;
    bool inIdent = false; ///< About pg_ident.conf.
    int file = 0;         ///< Index into the files of the rules, or of the ident rules.
    int line = 0;
    // The evidence.
    std::string text;           ///< The server's error or remark; the open role; the one gained.
    std::vector<int> coveredBy; ///< Unreachable: the rules that leave nothing, by index.
    HbaReach reach = HbaReach::Socket;
    bool encrypted = false;  ///< Only over TLS or GSSAPI.
    bool superuser = false;  ///< A superuser can use the line.
    bool anyAddress = false; ///< Ipv6Missing: of 0.0.0.0/0, not of the loopback address.
    IdentGain gain = IdentGain::SameName;
    std::string suggestion; ///< A line to put into the file; empty if there is none to give.

    bool operator==(const HbaFinding &) const = default;
};

/// What is wrong, risky or without effect in the rules, in the order of the lines; those of
/// pg_ident.conf last. The superusers are those that are known by name.
std::vector<HbaFinding> checkHba(const HbaRules &rules, const IdentRules *ident = nullptr,
                                 const std::set<std::string> &superusers = {"postgres"});

/// A rule as a line of the file, one blank between two fields, quoted where it needs to be.
std::string hbaRuleText(const HbaRule &rule);

} // namespace pgaccess
