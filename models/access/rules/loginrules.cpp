// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rules/loginrules.h"

#include "access/rules/addressspace.h"

#include <algorithm>

namespace pgaccess {

namespace {

constexpr std::size_t MaxKnown = 4096; // sets of lines

bool isNamed(const AuthToken &token, int version)
{
    const bool members = !token.quoted && token.text.starts_with('+');
    return !members && !token.isKeyword("all") && !isHbaRegex(token, version);
}

} // namespace

LoginRules::LoginRules(HbaRules rules, bool tls)
    : m_rules(std::move(rules))
    , m_tls(tls)
    , m_regexes(regexesOf(m_rules))
{
    for (std::uint32_t i = 0; i < m_rules.rules.size(); ++i) {
        const AuthField &users = m_rules.rules[i].users;
        const auto named = [&](const AuthToken &token) { return isNamed(token, m_rules.version); };
        if (!std::ranges::all_of(users, named)) {
            m_open.push_back(i);
            continue;
        }
        for (const AuthToken &token : users) {
            std::vector<std::uint32_t> &list = m_byUser[token.text];
            if (list.empty() || list.back() != i)
                list.push_back(i);
        }
    }
}

std::vector<LoginRules::Met> LoginRules::rulesFor(const HbaClient &who) const
{
    static const std::vector<std::uint32_t> none;
    const auto found = m_byUser.find(who.user);
    std::vector<std::uint32_t> candidates;
    std::ranges::merge(m_open, found == m_byUser.end() ? none : found->second,
                       std::back_inserter(candidates));
    std::vector<Met> met;
    const std::vector<HbaReason> reasons = matchHbaNames(m_rules, candidates, who, m_regexes);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (reasons[i] == HbaReason::Matches || isUnknown(reasons[i]))
            met.push_back({candidates[i], reasons[i] == HbaReason::Matches});
    }
    return met;
}

LoginWays LoginRules::judge(const std::vector<Met> &met) const
{
    LoginWays out;
    AddressSpace space(m_tls);
    std::vector<Met> rejecting;
    for (const Met &each : met) {
        const HbaRule &rule = m_rules.rules[each.rule];
        // What may not be for them leaves everything to those behind it.
        const bool left = each.certain ? space.take(rule) : AddressSpace(space).take(rule);
        if (!left)
            continue;
        if (rule.method == HbaMethod::Reject) {
            rejecting.push_back(each);
            if (!out.reject)
                out.reject = each.rule;
            continue;
        }
        LoginWay way{.rule = each.rule, .certain = each.certain};
        for (const Met &before : rejecting) {
            if (!mayMeet(m_rules.rules[before.rule], rule))
                continue;
            way.rejectedBy.push_back(before.rule);
            way.certain = way.certain && before.certain;
        }
        out.ways.push_back(std::move(way));
    }
    return out;
}

LoginWaysPtr LoginRules::waysOf(const HbaClient &who) const
{
    std::vector<Met> met = rulesFor(who);
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto known = m_known.find(met); known != m_known.end())
            return known->second;
    }
    auto ways = std::make_shared<const LoginWays>(judge(met));
    const std::scoped_lock lock(m_mutex);
    if (m_known.size() >= MaxKnown)
        m_known.clear();
    m_known.emplace(std::move(met), ways);
    return ways;
}

} // namespace pgaccess
