// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/hbaoptions.h"

#include <algorithm>
#include <cstdlib>

namespace pgaccess {

namespace {

std::string inQuotes(std::string_view text)
{
    return '"' + std::string(text) + '"';
}

bool isSpace(char c)
{
    return std::string_view(" \t\n\r\f\v").contains(c);
}

/// A list as settings write them: words or "quoted ones", joined by commas. Nothing if it is wrong.
std::optional<std::vector<std::string>> splitList(std::string_view text)
{
    std::vector<std::string> words;
    std::size_t at = 0;
    const auto skip = [&] {
        while (at < text.size() && isSpace(text[at]))
            ++at;
    };
    skip();
    if (at == text.size())
        return words;
    while (true) {
        std::string word;
        if (at < text.size() && text[at] == '"') {
            for (++at;; ++at) {
                if (at >= text.size())
                    return {};
                if (text[at] == '"' && (at + 1 >= text.size() || text[at + 1] != '"'))
                    break;
                at += text[at] == '"';
                word += text[at];
            }
            ++at;
        } else {
            while (at < text.size() && text[at] != ',' && !isSpace(text[at]))
                word += text[at++];
            if (word.empty())
                return {};
        }
        words.push_back(std::move(word));
        skip();
        if (at == text.size())
            return words;
        if (text[at++] != ',')
            return {};
        skip();
    }
}

bool isPort(const std::string &text)
{
    return std::atoi(text.c_str()) != 0; // as the server looks at it
}

} // namespace

HbaOptionReader::HbaOptionReader(HbaRule &rule, int version)
    : m_rule(rule)
    , m_version(version)
{
}

std::string HbaOptionReader::read(const std::string &word)
{
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos)
        return "authentication option not in name=value format: " + word;
    const std::string name = word.substr(0, equals), value = word.substr(equals + 1);
    std::string error = check(name, value);
    if (!error.empty())
        return error;
    const bool secret = name == "ldapbindpasswd" || name == "radiussecrets";
    m_rule.options.push_back({name, secret ? std::string(MaskedSecret) : value});
    return {};
}

std::string HbaOptionReader::only(std::initializer_list<HbaMethod> methods, std::string_view option,
                                  std::string_view words) const
{
    if (std::ranges::contains(methods, m_rule.method))
        return {};
    return "authentication option " + inQuotes(option) +
           " is only valid for authentication methods " + std::string(words);
}

bool HbaOptionReader::has(std::string_view option) const
{
    return m_rule.option(option) != nullptr;
}

std::string HbaOptionReader::check(const std::string &name, const std::string &value)
{
    if (name == "map")
        return checkMap();
    if (name == "clientcert")
        return checkClientCert(value);
    if (name == "clientname" && m_version >= 14)
        return checkClientName(value);
    if (name == "pamservice" || name == "pam_use_hostname")
        return only({HbaMethod::Pam}, name, "pam");
    if (name.starts_with("ldap"))
        return checkLdap(name, value);
    if (name == "krb_realm" || name == "include_realm")
        return only({HbaMethod::Gss, HbaMethod::Sspi}, name, "gssapi and sspi");
    if (name == "compat_realm" || name == "upn_username")
        return only({HbaMethod::Sspi}, name, "sspi");
    if (name.starts_with("radius"))
        return checkRadius(name, value);
    constexpr std::array oauth = {"issuer", "scope", "validator", "delegate_ident_mapping"};
    if (m_version >= 18 && std::ranges::contains(oauth, name)) {
        m_skipsMap = name == oauth.back() ? value == "1" : m_skipsMap;
        return only({HbaMethod::OAuth}, name, "oauth");
    }
    return "unrecognized authentication option name: " + inQuotes(name);
}

std::string HbaOptionReader::checkMap() const
{
    using enum HbaMethod;
    if (m_version >= 18)
        return only({Ident, Peer, Gss, Sspi, Cert, OAuth}, "map",
                    "ident, peer, gssapi, sspi, cert, and oauth");
    return only({Ident, Peer, Gss, Sspi, Cert}, "map", "ident, peer, gssapi, sspi, and cert");
}

std::string HbaOptionReader::checkClientCert(const std::string &value) const
{
    const bool isCert = m_rule.method == HbaMethod::Cert;
    if (m_rule.kind != HbaKind::HostSsl)
        return "clientcert can only be configured for \"hostssl\" rows";
    if (value == "verify-full" || (m_version < 14 && value == "1"))
        return {};
    if (m_version < 14 && (value == "0" || value == "no-verify")) {
        return isCert ? "clientcert cannot be set to \"no-verify\" when using \"cert\" "
                        "authentication"
                      : "";
    }
    if (value != "verify-ca")
        return "invalid value for clientcert: " + inQuotes(value);
    return isCert && m_version >= 14 ? "clientcert can only be set to \"verify-full\" when using "
                                       "\"cert\" authentication"
                                     : "";
}

std::string HbaOptionReader::checkClientName(const std::string &value) const
{
    if (m_rule.kind != HbaKind::HostSsl)
        return "clientname can only be configured for \"hostssl\" rows";
    return value == "CN" || value == "DN" ? "" : "invalid value for clientname: " + inQuotes(value);
}

std::string HbaOptionReader::checkLdap(const std::string &name, const std::string &value)
{
    constexpr std::array names = {
        "ldapurl",          "ldaptls",    "ldapscheme",     "ldapserver",
        "ldapport",         "ldapbinddn", "ldapbindpasswd", "ldapsearchattribute",
        "ldapsearchfilter", "ldapbasedn", "ldapprefix",     "ldapsuffix"};
    if (!std::ranges::contains(names, name))
        return "unrecognized authentication option name: " + inQuotes(name);
    std::string error = only({HbaMethod::Ldap}, name, "ldap");
    if (!error.empty())
        return error;
    if (name == "ldapport" && !isPort(value))
        return "invalid LDAP port number: " + inQuotes(value);
    m_ldapBase = m_ldapBase || name == "ldapbasedn";
    if (name == "ldapurl") {
        const std::string scheme = value.substr(0, value.find("://"));
        if (scheme == "ldapi")
            return "unsupported LDAP URL scheme: ldapi";
        if (scheme == value || (scheme != "ldap" && scheme != "ldaps"))
            return "could not parse LDAP URL " + inQuotes(value);
        m_ldapBase = true; // an empty one counts
    }
    return {};
}

std::string HbaOptionReader::checkRadius(const std::string &name, const std::string &value)
{
    struct Known
    {
        std::string_view name, word;
        std::size_t HbaOptionReader::*count;
    };
    const std::array known = {
        Known{"radiusservers", "server", &HbaOptionReader::m_radiusServers},
        Known{"radiusports", "port", &HbaOptionReader::m_radiusPorts},
        Known{"radiussecrets", "secret", &HbaOptionReader::m_radiusSecrets},
        Known{"radiusidentifiers", "identifiers", &HbaOptionReader::m_radiusIdentifiers}};
    const auto found = std::ranges::find(known, name, &Known::name);
    if (found == known.end())
        return "unrecognized authentication option name: " + inQuotes(name);
    std::string error = only({HbaMethod::Radius}, name, "radius");
    if (!error.empty())
        return error;
    const auto words = splitList(value);
    const bool secret = name == "radiussecrets";
    if (!words)
        return "could not parse RADIUS " + std::string(found->word) + " list " +
               inQuotes(secret ? MaskedSecret : value);
    if (name == "radiusports" && !std::ranges::all_of(*words, isPort))
        return "invalid RADIUS port number: " + inQuotes(value);
    this->*found->count = words->size();
    return {};
}

std::string HbaOptionReader::finish() const
{
    switch (m_rule.method) {
    case HbaMethod::Ldap:
        return demandLdap();
    case HbaMethod::Radius:
        return demandRadius();
    case HbaMethod::OAuth:
        return demandOAuth();
    default:
        return {};
    }
}

std::string HbaOptionReader::demandLdap() const
{
    constexpr std::array search = {"ldapbinddn", "ldapbindpasswd", "ldapsearchattribute",
                                   "ldapsearchfilter"};
    if (has("ldapprefix") || has("ldapsuffix")) {
        if (!m_ldapBase && !std::ranges::any_of(search, [this](auto name) { return has(name); }))
            return {};
        return m_version >= 18
                   ? "cannot mix options for simple bind and search+bind modes"
                   : "cannot use ldapbasedn, ldapbinddn, ldapbindpasswd, ldapsearchattribute, "
                     "ldapsearchfilter, or ldapurl together with ldapprefix";
    }
    if (!m_ldapBase)
        return "authentication method \"ldap\" requires argument \"ldapbasedn\", \"ldapprefix\", "
               "or \"ldapsuffix\" to be set";
    if (has("ldapsearchattribute") && has("ldapsearchfilter"))
        return "cannot use ldapsearchattribute together with ldapsearchfilter";
    return {};
}

std::string HbaOptionReader::demandRadius() const
{
    for (const auto &[name, count] : {std::pair("radiusservers", m_radiusServers),
                                      std::pair("radiussecrets", m_radiusSecrets)}) {
        if (count == 0)
            return "authentication method \"radius\" requires argument " + inQuotes(name) +
                   " to be set";
    }
    for (const auto &[name, count] :
         {std::pair("secrets", m_radiusSecrets), std::pair("ports", m_radiusPorts),
          std::pair("identifiers", m_radiusIdentifiers)}) {
        if (count > 1 && count != m_radiusServers) {
            return std::string("the number of RADIUS ") + name + " (" + std::to_string(count) +
                   ") must be 1 or the same as the number of RADIUS servers (" +
                   std::to_string(m_radiusServers) + ')';
        }
    }
    return {};
}

std::string HbaOptionReader::demandOAuth() const
{
    for (const auto *name : {"scope", "issuer"}) {
        if (!has(name))
            return "authentication method \"oauth\" requires argument " + inQuotes(name) +
                   " to be set";
    }
    if (m_skipsMap && has("map"))
        return "map cannot be used in combination with delegate_ident_mapping";
    return {};
}

} // namespace pgaccess
