// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbamatch.h"

#include <algorithm>

namespace pgaccess {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c;
}

bool sameName(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// One client before one rule after the other.
class Matcher final
{
public:
    Matcher(const HbaClient &client, int version, const HbaRegexes &regexes)
        : m_client(client)
        , m_version(version)
        , m_regexes(regexes)
    {
    }

    HbaReason look(const HbaRule &rule)
    {
        if (!rule.error.empty())
            return HbaReason::Broken;
        return firstOf({kind(rule), address(rule), database(rule), user(rule)});
    }

    HbaReason lookAtNames(const HbaRule &rule) const
    {
        if (!rule.error.empty())
            return HbaReason::Broken;
        return firstOf({database(rule), user(rule)});
    }

private:
    // What fails counts more than what is not known.
    static HbaReason firstOf(std::initializer_list<HbaReason> reasons)
    {
        HbaReason doubt = HbaReason::Matches;
        for (const HbaReason reason : reasons) {
            if (isUnknown(reason))
                doubt = doubt == HbaReason::Matches ? reason : doubt;
            else if (reason != HbaReason::Matches)
                return reason;
        }
        return doubt;
    }

    HbaReason kind(const HbaRule &rule) const
    {
        if (rule.isLocal())
            return m_client.local ? HbaReason::Matches : HbaReason::SocketOnly;
        if (m_client.local)
            return HbaReason::NetworkOnly;
        switch (rule.kind) {
        case HbaKind::HostSsl:
            return m_client.tls ? HbaReason::Matches : HbaReason::TlsNeeded;
        case HbaKind::HostNoSsl:
            return m_client.tls ? HbaReason::TlsUnwanted : HbaReason::Matches;
        case HbaKind::HostGssEnc:
            return m_client.gss ? HbaReason::Matches : HbaReason::GssNeeded;
        case HbaKind::HostNoGssEnc:
            return m_client.gss ? HbaReason::GssUnwanted : HbaReason::Matches;
        default:
            return HbaReason::Matches;
        }
    }

    HbaReason address(const HbaRule &rule)
    {
        if (rule.isLocal() || m_client.local || rule.address.kind == HbaAddress::Kind::All)
            return HbaReason::Matches;
        if (!m_client.address)
            return HbaReason::OtherAddress;
        switch (rule.address.kind) {
        case HbaAddress::Kind::Network:
            if (rule.address.network.address.isV6 != m_client.address->isV6)
                return HbaReason::OtherFamily;
            return rule.address.network.contains(*m_client.address) ? HbaReason::Matches
                                                                    : HbaReason::OtherAddress;
        case HbaAddress::Kind::HostName:
            return hostName(rule.address.host);
        default:
            return serverAddress(rule.address.kind == HbaAddress::Kind::SameNet);
        }
    }

    HbaReason hostName(const std::string &wanted)
    {
        if (!m_asked) {
            m_asked = true;
            if (m_client.resolve)
                m_name = m_client.resolve(*m_client.address);
        }
        if (!m_name)
            return HbaReason::HostNameUnknown;
        const std::string_view name = m_name->name;
        const bool suffix = wanted.starts_with('.') && name.size() >= wanted.size();
        const bool same =
            sameName(wanted, suffix ? name.substr(name.size() - wanted.size()) : name);
        return same && !name.empty() && m_name->confirmed ? HbaReason::Matches
                                                          : HbaReason::OtherHostName;
    }

    HbaReason serverAddress(bool wholeNetwork) const
    {
        if (!m_client.serverNetworks)
            return HbaReason::ServerAddressesUnknown;
        const bool found = std::ranges::any_of(*m_client.serverNetworks, [&](const IpNetwork &net) {
            return wholeNetwork ? net.contains(*m_client.address)
                                : net.address == *m_client.address;
        });
        return found ? HbaReason::Matches : HbaReason::NotServerAddress;
    }

    bool isMember(std::string_view role) const
    {
        return m_client.userExists && (role == m_client.user || m_client.memberOf.contains(role));
    }

    // What a word that is no keyword says.
    HbaReason name(const AuthToken &token, const std::string &wanted, HbaReason otherwise) const
    {
        if (!isHbaRegex(token, m_version))
            return token.text == wanted ? HbaReason::Matches : otherwise;
        const std::optional<bool> matches = regexMatches(token, wanted);
        if (!matches)
            return HbaReason::RegexUnknown;
        return *matches ? HbaReason::Matches : otherwise;
    }

    std::optional<bool> regexMatches(const AuthToken &token, const std::string &wanted) const
    {
        if (const auto known = m_regexes.find(token.text); known != m_regexes.end()) {
            const auto [tried, isNew] = m_tried.try_emplace({&known->second, &wanted});
            if (isNew)
                tried->second = known->second.matches(wanted);
            return tried->second;
        }
        const auto regex = HbaRegex::compile(std::string_view(token.text).substr(1));
        return regex ? regex->matches(wanted) : std::optional(false);
    }

    HbaReason databaseWord(const AuthToken &token) const
    {
        const bool word = token.isKeyword("replication");
        if (m_client.replication == HbaClient::Replication::Physical)
            return word ? HbaReason::Matches : HbaReason::PhysicalReplication;
        if (word)
            return HbaReason::ReplicationOnly;
        if (token.isKeyword("all"))
            return HbaReason::Matches;
        if (token.isKeyword("sameuser"))
            return m_client.database == m_client.user ? HbaReason::Matches : HbaReason::NotSameUser;
        if (token.isKeyword("samerole") || token.isKeyword("samegroup"))
            return isMember(m_client.database) ? HbaReason::Matches : HbaReason::NotSameRole;
        return name(token, m_client.database, HbaReason::OtherDatabase);
    }

    HbaReason userWord(const AuthToken &token) const
    {
        if (!token.quoted && token.text.starts_with('+')) {
            return isMember(std::string_view(token.text).substr(1)) ? HbaReason::Matches
                                                                    : HbaReason::NotMember;
        }
        if (token.isKeyword("all"))
            return HbaReason::Matches;
        return name(token, m_client.user, HbaReason::OtherUser);
    }

    template <typename Look>
    static HbaReason any(const AuthField &field, HbaReason nothing, const Look &look)
    {
        HbaReason best = nothing;
        for (const AuthToken &token : field) {
            const HbaReason reason = look(token);
            if (reason == HbaReason::Matches)
                return reason;
            if (isUnknown(reason) || (best == nothing && !isUnknown(best)))
                best = reason;
        }
        return best;
    }

    HbaReason database(const HbaRule &rule) const
    {
        return any(rule.databases, HbaReason::OtherDatabase,
                   [this](const AuthToken &token) { return databaseWord(token); });
    }

    HbaReason user(const HbaRule &rule) const
    {
        return any(rule.users, HbaReason::OtherUser,
                   [this](const AuthToken &token) { return userWord(token); });
    }

    const HbaClient &m_client;
    int m_version;
    const HbaRegexes &m_regexes;
    /// By the expression, and one of the client's names.
    mutable std::map<std::pair<const HbaRegex *, const std::string *>, std::optional<bool>> m_tried;
    bool m_asked = false;
    std::optional<ClientHostName> m_name;
};

} // namespace

bool isUnknown(HbaReason reason)
{
    return reason >= HbaReason::HostNameUnknown;
}

HbaRegexes regexesOf(const HbaRules &rules)
{
    HbaRegexes regexes;
    const auto collect = [&](const AuthField &field) {
        for (const AuthToken &token : field) {
            if (!isHbaRegex(token, rules.version) || regexes.contains(token.text))
                continue;
            if (auto regex = HbaRegex::compile(std::string_view(token.text).substr(1)))
                regexes.emplace(token.text, std::move(*regex));
        }
    };
    for (const HbaRule &rule : rules.rules) {
        collect(rule.databases);
        collect(rule.users);
    }
    return regexes;
}

std::vector<HbaReason> matchHbaNames(const HbaRules &rules, std::span<const std::uint32_t> which,
                                     const HbaClient &client, const HbaRegexes &regexes)
{
    Matcher matcher(client, rules.version, regexes);
    std::vector<HbaReason> reasons;
    reasons.reserve(which.size());
    for (const std::uint32_t rule : which)
        reasons.push_back(matcher.lookAtNames(rules.rules[rule]));
    return reasons;
}

HbaOutcome matchHba(const HbaRules &rules, const HbaClient &client)
{
    HbaOutcome out;
    out.considered.reserve(rules.rules.size());
    const HbaRegexes none;
    Matcher matcher(client, rules.version, none);
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
        const HbaReason reason = matcher.look(rules.rules[i]);
        out.considered.push_back(reason);
        if (out.rule)
            continue;
        if (reason == HbaReason::Matches)
            out.rule = i;
        else if (isUnknown(reason))
            out.certain = false;
    }
    if (rules.isRejected()) {
        out.result = HbaResult::FileRejected;
        out.rule.reset();
        out.certain = true;
    } else if (out.rule) {
        const bool reject = rules.rules[*out.rule].method == HbaMethod::Reject;
        out.result = reject ? HbaResult::Reject : HbaResult::Match;
    }
    return out;
}

} // namespace pgaccess
