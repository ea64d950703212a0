// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbarule.h"

#include "access/hba/hbaoptions.h"
#include "access/hba/hbaregex.h"

#include <algorithm>

namespace pgaccess {

namespace {

constexpr std::array<std::string_view, 6> KindNames = {"local",     "host",       "hostssl",
                                                       "hostnossl", "hostgssenc", "hostnogssenc"};
constexpr std::array<std::string_view, 15> MethodNames = {
    "trust", "reject", "ident", "peer", "password", "md5", "scram-sha-256", "gss",
    "sspi",  "pam",    "ldap",  "cert", "radius",   "bsd", "oauth"};

std::string inQuotes(std::string_view text)
{
    return '"' + std::string(text) + '"';
}

/// Turns the fields of a line into a rule, one after the other, up to the first error.
class RuleReader final
{
public:
    RuleReader(AuthLine &line, int version)
        : m_fields(line.fields)
        , m_version(version)
    {
        m_rule.file = line.file;
        m_rule.line = line.line;
        m_rule.error = std::move(line.error);
    }

    HbaRule read()
    {
        if (!m_rule.error.empty())
            return std::move(m_rule);
        m_rule.error = readAll();
        return std::move(m_rule);
    }

private:
    AuthField *next() { return m_at < m_fields.size() ? &m_fields[m_at++] : nullptr; }

    std::string readAll()
    {
        std::string error = readKind();
        if (error.empty())
            error = readNames(m_rule.databases, "database");
        if (error.empty())
            error = readNames(m_rule.users, "role");
        if (error.empty() && !m_rule.isLocal())
            error = readAddress();
        if (error.empty())
            error = readMethod();
        return error.empty() ? readOptions() : error;
    }

    std::string readKind()
    {
        const AuthField *field = next();
        if (!field)
            return "end-of-line before connection type"; // never in a file: each line has a word
        if (field->size() > 1)
            return "multiple values specified for connection type";
        const auto found = std::ranges::find(KindNames, field->front().text);
        if (found == KindNames.end())
            return "invalid connection type " + inQuotes(field->front().text);
        m_rule.kind = HbaKind(found - KindNames.begin());
        return {};
    }

    std::string readNames(AuthField &names, std::string_view what)
    {
        AuthField *field = next();
        if (!field)
            return "end-of-line before " + std::string(what) + " specification";
        for (const AuthToken &token : *field) {
            if (!isHbaRegex(token, m_version))
                continue;
            if (const auto regex = HbaRegex::compile(token.text.substr(1)); !regex)
                return regex.error();
        }
        names = std::move(*field);
        return {};
    }

    std::string readAddress()
    {
        const AuthField *field = next();
        if (!field)
            return "end-of-line before IP address specification";
        if (field->size() > 1)
            return "multiple values specified for host address";
        const AuthToken &token = field->front();
        using Kind = HbaAddress::Kind;
        constexpr std::array keywords = {std::pair("all", Kind::All),
                                         std::pair("samehost", Kind::SameHost),
                                         std::pair("samenet", Kind::SameNet)};
        for (const auto &[word, kind] : keywords) {
            if (token.isKeyword(word)) {
                m_rule.address.kind = kind;
                return {};
            }
        }
        return readNetwork(token.text);
    }

    std::string readNetwork(const std::string &text)
    {
        const std::size_t slash = text.find('/');
        const auto address = parseIpAddress(text.substr(0, slash));
        HbaAddress &out = m_rule.address;
        if (!address) {
            out.kind = HbaAddress::Kind::HostName;
            out.host = text;
            if (slash != std::string::npos)
                return "specifying both host name and CIDR mask is invalid: " + inQuotes(text);
            return {};
        }
        out.kind = HbaAddress::Kind::Network;
        out.network.address = *address;
        if (slash == std::string::npos)
            return readMask();
        const auto bits = parsePrefix(text.substr(slash + 1), address->isV6);
        if (!bits)
            return "invalid CIDR mask in address " + inQuotes(text);
        out.network.mask = prefixMask(address->isV6, *bits);
        return {};
    }

    std::string readMask()
    {
        const AuthField *field = next();
        if (!field)
            return "end-of-line before netmask specification";
        if (field->size() > 1)
            return "multiple values specified for netmask";
        const std::string &text = field->front().text;
        const auto mask = parseIpAddress(text);
        if (!mask)
            return "invalid IP mask " + inQuotes(text) + ": Name or service not known";
        if (mask->isV6 != m_rule.address.network.address.isV6)
            return "IP address and mask do not match";
        m_rule.address.network.mask = *mask;
        return {};
    }

    std::string readMethod()
    {
        const AuthField *field = next();
        if (!field)
            return "end-of-line before authentication method";
        if (field->size() > 1)
            return "multiple values specified for authentication type";
        const std::string &text = field->front().text;
        const auto found = std::ranges::find(MethodNames, text);
        const auto method = HbaMethod(found - MethodNames.begin());
        if (found == MethodNames.end() || (method == HbaMethod::OAuth && m_version < 18))
            return "invalid authentication method " + inQuotes(text);
        // The usual builds for Linux have neither.
        if (method == HbaMethod::Sspi || method == HbaMethod::Bsd)
            return "invalid authentication method " + inQuotes(text) +
                   ": not supported by this build";
        m_rule.method = method;
        if (m_rule.isLocal() && method == HbaMethod::Ident)
            m_rule.method = HbaMethod::Peer;
        return checkPlace();
    }

    std::string checkPlace() const
    {
        if (m_rule.isLocal() && m_rule.method == HbaMethod::Gss)
            return "gssapi authentication is not supported on local sockets";
        if (!m_rule.isLocal() && m_rule.method == HbaMethod::Peer)
            return "peer authentication is only supported on local sockets";
        if (m_rule.kind != HbaKind::HostSsl && m_rule.method == HbaMethod::Cert)
            return "cert authentication is only supported on hostssl connections";
        return {};
    }

    std::string readOptions()
    {
        HbaOptionReader reader(m_rule, m_version);
        while (const AuthField *field = next()) {
            for (const AuthToken &token : *field) {
                std::string error = reader.read(token.text);
                if (!error.empty())
                    return error;
            }
        }
        return reader.finish();
    }

    std::vector<AuthField> &m_fields;
    std::size_t m_at = 0;
    int m_version;
    HbaRule m_rule;
};

} // namespace

std::string_view kindName(HbaKind kind)
{
    return KindNames[std::size_t(kind)];
}

std::string_view methodName(HbaMethod method)
{
    return MethodNames[std::size_t(method)];
}

std::string HbaAddress::text() const
{
    switch (kind) {
    case Kind::All:
        return "all";
    case Kind::SameHost:
        return "samehost";
    case Kind::SameNet:
        return "samenet";
    case Kind::HostName:
        return host;
    case Kind::Network:
        break;
    }
    if (const auto bits = prefixLength(network.mask))
        return network.address.text() + '/' + std::to_string(*bits);
    return network.address.text() + ' ' + network.mask.text();
}

const std::string *HbaRule::option(std::string_view name) const
{
    // The last one counts, as in the server.
    const auto found = std::ranges::find(options.rbegin(), options.rend(), name, &HbaOption::name);
    return found == options.rend() ? nullptr : &found->value;
}

bool HbaRules::isRejected() const
{
    return !problem.empty() ||
           std::ranges::any_of(rules, [](const HbaRule &rule) { return !rule.error.empty(); });
}

HbaRules parseHbaLines(AuthLines lines, int version)
{
    HbaRules out{.version = version, .files = std::move(lines.files), .complete = lines.complete};
    if (lines.lines.size() == 1 && lines.lines.front().line == 0) {
        out.problem = lines.lines.front().error;
        return out;
    }
    out.rules.reserve(lines.lines.size());
    for (AuthLine &line : lines.lines)
        out.rules.push_back(RuleReader(line, version).read());
    if (out.rules.empty() && out.complete) {
        const std::string &path = out.files.empty() ? std::string() : out.files.front();
        out.problem = "configuration file " + inQuotes(path) + " contains no entries";
    }
    return out;
}

HbaRules parseHbaFile(const std::string &path, const AuthFileAccess &access, int version)
{
    return parseHbaLines(tokenizeAuthFile(path, access, version), version);
}

HbaRules parseHbaText(const std::string &path, std::string_view text, const AuthFileAccess &access,
                      int version)
{
    return parseHbaLines(tokenizeAuthText(path, text, access, version), version);
}

} // namespace pgaccess
