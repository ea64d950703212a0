// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbamatch.h"
#include "base/error.h"
#include "postgres/connection.h"

#include <map>
#include <memory>

namespace pgaccess {

/// Who may come, whereto and from where: what rules are held against.
struct RuleWorld
{
    std::vector<std::string> roles;     ///< Those that can log in.
    std::vector<std::string> databases; ///< Those that can be connected to.
    /// Every role that a role is a member of, directly or not, by the member.
    std::map<std::string, std::set<std::string, std::less<>>> memberOf;
    std::optional<IpAddress> machine; ///< An address of this machine, no loopback one.
    bool fromServer = false;          ///< Else they are the names in the rules.
    std::string role;                 ///< Who asked the server, and
    std::string database;             ///< where.

    bool operator==(const RuleWorld &) const = default;
};

/// A large one is passed on, not copied.
using RuleWorldPtr = std::shared_ptr<const RuleWorld>;

/// The names of a server. Where it does not tell them they are missing.
QCoro::Task<RuleWorld> readRuleWorld(pg::Connection *connection);

/// The names in the rules, without keywords and patterns.
RuleWorld worldOfRules(const HbaRules &rules);

/// The first address of this machine that others may know it by. Asks the system.
std::optional<IpAddress> machineAddress();

/// What the pairs of a member and its role come to.
std::map<std::string, std::set<std::string, std::less<>>>
membershipsOf(const std::vector<std::pair<std::string, std::string>> &direct);

} // namespace pgaccess
