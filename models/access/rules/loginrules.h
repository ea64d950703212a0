// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbamatch.h"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace pgaccess {

/// A line that lets a role into a database, for all of its clients or for those whom no line before
/// it takes.
struct LoginWay
{
    std::size_t rule = 0; ///< Index into HbaRules::rules.
    /// Lines before it that reject some of its clients.
    std::vector<std::size_t> rejectedBy;
    bool certain = true; ///< False if it cannot be known whether it, or one of those, is for them.

    bool operator==(const LoginWay &) const = default;
};

/// How a role gets into a database, in the order of the lines.
struct LoginWays
{
    std::vector<LoginWay> ways;
    std::optional<std::size_t> reject; ///< The first line that rejects, if there is one.

    bool operator==(const LoginWays &) const = default;
};

using LoginWaysPtr = std::shared_ptr<const LoginWays>;

/// Rules made ready to be asked for many roles and databases. Asked on any thread. Costs in the
/// order of the lines that name the role, or nobody in particular; what a set of lines comes to is
/// worked out once.
class LoginRules final
{
public:
    /// tls: the server takes encrypted connections.
    LoginRules(HbaRules rules, bool tls);

    const HbaRules &rules() const { return m_rules; }
    bool hasTls() const { return m_tls; }

    /// Of the client only the role, its memberships and the database matter.
    LoginWaysPtr waysOf(const HbaClient &who) const;

private:
    struct Met
    {
        std::uint32_t rule = 0;
        bool certain = true;
        auto operator<=>(const Met &) const = default;
    };
    std::vector<Met> rulesFor(const HbaClient &who) const;
    LoginWays judge(const std::vector<Met> &met) const;

    HbaRules m_rules;
    bool m_tls;
    HbaRegexes m_regexes;
    std::vector<std::uint32_t> m_open; ///< Rules for more than named roles.
    std::unordered_map<std::string, std::vector<std::uint32_t>> m_byUser; ///< The others.
    mutable std::mutex m_mutex;
    mutable std::map<std::vector<Met>, LoginWaysPtr> m_known;
};

using LoginRulesPtr = std::shared_ptr<const LoginRules>;

} // namespace pgaccess
