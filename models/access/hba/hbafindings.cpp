// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbafindings.h"

#include "access/hba/hbacover.h"
#include "access/hba/hbaregex.h"

#include <algorithm>

namespace pgaccess {

namespace {

constexpr std::array<std::string_view, 10> FindingNames = {
    "syntax",       "unreachable",  "trust",          "password_clear_text", "md5",
    "ipv6_missing", "ipv4_missing", "superuser_open", "world_open",          "ident_any_user"};
constexpr std::array<std::string_view, 3> SeverityNames = {"info", "warning", "critical"};

bool names(const AuthField &field, std::string_view keyword)
{
    return std::ranges::any_of(field, [&](const auto &token) { return token.isKeyword(keyword); });
}

bool isWholeFamily(const HbaAddress &address)
{
    return address.kind == HbaAddress::Kind::Network && prefixLength(address.network.mask) == 0;
}

HbaReach reachOf(const HbaRule &rule)
{
    if (rule.isLocal())
        return HbaReach::Socket;
    if (rule.address.kind == HbaAddress::Kind::All || isWholeFamily(rule.address))
        return HbaReach::World;
    if (rule.address.kind == HbaAddress::Kind::HostName && rule.address.host == "localhost")
        return HbaReach::Loopback;
    const bool loopback = rule.address.kind == HbaAddress::Kind::Network &&
                          rule.address.network.address.isLoopback() &&
                          prefixLength(rule.address.network.mask).value_or(0) >= 8;
    const bool here = loopback || rule.address.kind == HbaAddress::Kind::SameHost;
    return here ? HbaReach::Loopback : HbaReach::Network;
}

bool isRemote(HbaReach reach)
{
    return reach == HbaReach::Network || reach == HbaReach::World;
}

/// Looks at one rule after the other.
class RuleChecker final
{
public:
    RuleChecker(const HbaRules &rules, const std::set<std::string> &superusers)
        : m_superusers(superusers)
        , m_version(rules.version)
        , m_cover(rules.version, rules.rules.size())
    {
    }

    void check(const HbaRule &rule, int index)
    {
        m_rule = &rule;
        m_reach = reachOf(rule);
        if (!rule.error.empty()) {
            report(HbaFindingId::Syntax, HbaSeverity::Critical).text = rule.error;
            return;
        }
        if (!rule.notice.empty()) { // such as hostssl while TLS is off: it decides nothing
            report(HbaFindingId::Unreachable, HbaSeverity::Warning).text = rule.notice;
            return;
        }
        const std::vector<int> by = m_cover.coveredBy(rule);
        if (!by.empty())
            report(HbaFindingId::Unreachable, HbaSeverity::Warning).coveredBy = by;
        else
            checkEffect(rule);
        m_cover.add(rule, index);
    }

    std::vector<HbaFinding> take() { return std::move(m_out); }

private:
    HbaFinding &report(HbaFindingId id, HbaSeverity severity)
    {
        const bool encrypted =
            m_rule->kind == HbaKind::HostSsl || m_rule->kind == HbaKind::HostGssEnc;
        m_out.push_back({.id = id,
                         .severity = severity,
                         .file = m_rule->file,
                         .line = m_rule->line,
                         .reach = m_reach,
                         .encrypted = encrypted});
        return m_out.back();
    }

    void checkEffect(const HbaRule &rule)
    {
        if (rule.method == HbaMethod::Reject)
            return;
        const std::string superuser = openSuperuser(rule);
        if (rule.method == HbaMethod::Trust) {
            const bool grave = isRemote(m_reach) || !superuser.empty();
            report(HbaFindingId::Trust, grave ? HbaSeverity::Critical : HbaSeverity::Warning)
                .superuser = !superuser.empty();
            m_out.back().text = superuser;
        }
        checkPassword(rule);
        checkOpen(rule, superuser);
    }

    // Those that get the password itself from the client.
    void checkPassword(const HbaRule &rule)
    {
        using enum HbaMethod;
        constexpr std::array clear = {Password, Ldap, Radius, Pam};
        if (rule.method == Md5)
            report(HbaFindingId::Md5, HbaSeverity::Warning);
        if (!std::ranges::contains(clear, rule.method))
            return;
        const bool encrypted = rule.kind == HbaKind::HostSsl || rule.kind == HbaKind::HostGssEnc;
        const bool exposed = isRemote(m_reach) && !encrypted;
        const auto here = rule.method == Password ? HbaSeverity::Warning : HbaSeverity::Info;
        report(HbaFindingId::PasswordClearText, exposed ? HbaSeverity::Critical : here);
    }

    void checkOpen(const HbaRule &rule, const std::string &superuser)
    {
        if (m_reach == HbaReach::World)
            report(HbaFindingId::WorldOpen, HbaSeverity::Warning).superuser = !superuser.empty();
        if (superuser.empty() || !isRemote(m_reach))
            return;
        // Into one's own network with a rule for everybody is the usual case.
        const bool byName = !names(rule.users, "all");
        const bool grave = byName || m_reach == HbaReach::World;
        report(HbaFindingId::SuperuserOpen, grave ? HbaSeverity::Warning : HbaSeverity::Info)
            .superuser = true;
        m_out.back().text = superuser;
    }

    // A superuser whom this line lets in, if no line above it has dealt with him.
    std::string openSuperuser(const HbaRule &rule) const
    {
        for (const std::string &name : m_superusers) {
            if (!mayBe(rule, name))
                continue;
            HbaRule his = rule;
            his.users = {{.text = name, .quoted = true}};
            if (m_cover.coveredBy(his).empty())
                return name;
        }
        return {};
    }

    bool mayBe(const HbaRule &rule, const std::string &name) const
    {
        return std::ranges::any_of(rule.users, [&](const AuthToken &token) {
            if (token.isKeyword("all"))
                return true;
            if (!isHbaRegex(token, m_version))
                return token.text == name;
            const auto regex = HbaRegex::compile(std::string_view(token.text).substr(1));
            return regex && regex->matches(name).value_or(false);
        });
    }

    const std::set<std::string> &m_superusers;
    int m_version;
    HbaCover m_cover;
    const HbaRule *m_rule = nullptr;
    HbaReach m_reach = HbaReach::Socket;
    std::vector<HbaFinding> m_out;
};

/// Which family of addresses has rules and which has none.
class FamilyChecker final
{
public:
    void look(const HbaRule &rule)
    {
        if (!rule.error.empty() || rule.isLocal() || rule.method == HbaMethod::Reject)
            return;
        if (std::ranges::all_of(rule.databases, isReplication))
            return; // a standby is known by its address
        for (const bool v6 : {false, true}) {
            if (takesLoopback(rule.address, v6))
                note(m_loopback[v6], rule, v6);
            if (rule.address.kind == HbaAddress::Kind::All ||
                (isWholeFamily(rule.address) && rule.address.network.address.isV6 == v6))
                note(m_world[v6], rule, v6);
        }
    }

    std::vector<HbaFinding> take() const
    {
        std::vector<HbaFinding> out;
        for (const bool missingV6 : {true, false}) {
            const HbaRule *world = lacking(m_world, missingV6);
            const HbaRule *loopback = lacking(m_loopback, missingV6);
            if (world && world != loopback)
                out.push_back(finding(*world, missingV6, true));
            else if (loopback)
                out.push_back(finding(*loopback, missingV6, world != nullptr));
        }
        return out;
    }

private:
    using Both = std::array<const HbaRule *, 2>; // the first rule for IPv4, for IPv6

    static bool isReplication(const AuthToken &token) { return token.isKeyword("replication"); }

    static bool takesLoopback(const HbaAddress &address, bool v6)
    {
        if (address.kind != HbaAddress::Kind::Network)
            return true; // or may
        IpAddress loopback{.isV6 = v6};
        loopback.bytes[0] = v6 ? 0 : 127;
        loopback.bytes[v6 ? 15 : 3] = 1;
        return address.network.contains(loopback);
    }

    static void note(const HbaRule *&place, const HbaRule &rule, bool)
    {
        place = place ? place : &rule;
    }

    static const HbaRule *lacking(const Both &both, bool missingV6)
    {
        return both[missingV6] ? nullptr : both[!missingV6];
    }

    static HbaFinding finding(const HbaRule &rule, bool missingV6, bool anyAddress)
    {
        HbaRule other = rule;
        IpAddress &address = other.address.network.address;
        address = {.isV6 = missingV6};
        other.address.network.mask = prefixMask(missingV6, 0);
        if (!anyAddress) {
            address.bytes[0] = missingV6 ? 0 : 127;
            address.bytes[missingV6 ? 15 : 3] = 1;
            other.address.network.mask = prefixMask(missingV6, missingV6 ? 128 : 32);
        }
        return {.id = missingV6 ? HbaFindingId::Ipv6Missing : HbaFindingId::Ipv4Missing,
                .severity = HbaSeverity::Warning,
                .file = rule.file,
                .line = rule.line,
                .reach = anyAddress ? HbaReach::World : HbaReach::Loopback,
                .anyAddress = anyAddress,
                .suggestion = hbaRuleText(other)};
    }

    Both m_loopback{};
    Both m_world{};
};

// Not every expression that takes any name, but those that people write.
bool takesAnyName(const AuthToken &token)
{
    if (!token.text.starts_with('/'))
        return false;
    std::string_view core = std::string_view(token.text).substr(1);
    bool anchored = true;
    if (core.starts_with('^'))
        core.remove_prefix(1);
    else
        anchored = false;
    if (core.ends_with('$'))
        core.remove_suffix(1);
    else
        anchored = false;
    while (core.starts_with('(') && core.ends_with(')'))
        core = core.substr(1, core.size() - 2);
    constexpr std::array any = {".*", ".+", ".*?", "[^@]*", "[^@]+", "\\S+", "\\S*"};
    return std::ranges::contains(any, core) || (core.empty() && !anchored) ||
           (core == "." && !anchored);
}

std::set<std::string> usedMaps(const HbaRules &rules)
{
    std::set<std::string> maps;
    for (const HbaRule &rule : rules.rules) {
        const std::string *map = rule.error.empty() ? rule.option("map") : nullptr;
        if (map)
            maps.insert(*map);
    }
    return maps;
}

IdentGain gainOf(const IdentRule &rule, int version)
{
    const bool anyRole =
        version >= 16 && (rule.databaseUser.isKeyword("all") || takesAnyName(rule.databaseUser));
    if (anyRole)
        return IdentGain::AnyRole;
    return rule.databaseUser.text.contains("\\1") ? IdentGain::SameName : IdentGain::OneRole;
}

void checkIdent(const IdentRules &ident, const HbaRules &rules, std::vector<HbaFinding> &out)
{
    if (!ident.problem.empty()) {
        out.push_back({.severity = HbaSeverity::Warning, .inIdent = true, .text = ident.problem});
        return;
    }
    const std::set<std::string> used = usedMaps(rules);
    for (const IdentRule &rule : ident.rules) {
        HbaFinding finding{.inIdent = true, .file = rule.file, .line = rule.line};
        if (!rule.error.empty()) {
            finding.severity = HbaSeverity::Critical;
            finding.text = rule.error;
            out.push_back(finding);
            continue;
        }
        if (!takesAnyName(rule.systemUser))
            continue;
        finding.id = HbaFindingId::IdentAnyUser;
        finding.gain = gainOf(rule, ident.version);
        finding.text = rule.databaseUser.text;
        const auto gravity =
            finding.gain == IdentGain::SameName ? HbaSeverity::Warning : HbaSeverity::Critical;
        finding.severity = used.contains(rule.map) ? gravity : HbaSeverity::Info;
        out.push_back(finding);
    }
}

std::string fieldText(const AuthField &field)
{
    std::string text;
    for (const AuthToken &token : field) {
        text += text.empty() ? "" : ",";
        const bool plain =
            !token.quoted && token.text.find_first_of(" \t\r,#\"") == std::string::npos;
        if (plain && !token.text.empty()) {
            text += token.text;
            continue;
        }
        // With an initial quote "+" and keywords would mean something else.
        const bool members = !token.quoted && token.text.starts_with('+');
        text += members ? "+\"" : "\"";
        for (const char c : std::string_view(token.text).substr(members ? 1 : 0))
            text += c == '"' ? std::string("\"\"") : std::string(1, c);
        text += '"';
    }
    return text;
}

} // namespace

std::string_view findingName(HbaFindingId id)
{
    return FindingNames[std::size_t(id)];
}

std::string_view severityName(HbaSeverity severity)
{
    return SeverityNames[std::size_t(severity)];
}

std::vector<HbaFinding> checkHba(const HbaRules &rules, const IdentRules *ident,
                                 const std::set<std::string> &superusers)
{
    RuleChecker checker(rules, superusers);
    FamilyChecker families;
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
        checker.check(rules.rules[i], int(i));
        families.look(rules.rules[i]);
    }
    std::vector<HbaFinding> out = checker.take();
    std::ranges::move(families.take(), std::back_inserter(out));
    std::ranges::stable_sort(out, {}, [](const auto &f) { return std::pair(f.file, f.line); });
    if (!rules.problem.empty()) {
        out.insert(out.begin(), {.severity = HbaSeverity::Critical, .text = rules.problem});
    }
    if (ident)
        checkIdent(*ident, rules, out);
    return out;
}

std::string hbaRuleText(const HbaRule &rule)
{
    std::string text(kindName(rule.kind));
    text += ' ' + fieldText(rule.databases) + ' ' + fieldText(rule.users);
    if (!rule.isLocal())
        text += ' ' + rule.address.text();
    text += ' ' + std::string(methodName(rule.method));
    for (const HbaOption &option : rule.options) {
        AuthToken word{.text = option.name + '=' + option.value};
        text += ' ' + fieldText({word});
    }
    return text;
}

} // namespace pgaccess
