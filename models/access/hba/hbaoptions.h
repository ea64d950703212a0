// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbarule.h"

namespace pgaccess {

/// What stands for a secret in an option.
constexpr std::string_view MaskedSecret = "********";

/// Reads the options behind the method of a rule, and holds them against the method. Each function
/// gives the server's error, or an empty text. Not everything can be known here: names of RADIUS
/// servers are not resolved, and which OAuth validators a server permits is its own setting.
class HbaOptionReader final
{
public:
    HbaOptionReader(HbaRule &rule, int version);

    /// One word, such as "map=people".
    std::string read(const std::string &word);

    /// After the last one: what the method demands.
    std::string finish() const;

private:
    std::string check(const std::string &name, const std::string &value);
    std::string checkMap() const;
    std::string checkClientCert(const std::string &value) const;
    std::string checkClientName(const std::string &value) const;
    std::string checkLdap(const std::string &name, const std::string &value);
    std::string checkRadius(const std::string &name, const std::string &value);
    std::string demandLdap() const;
    std::string demandRadius() const;
    std::string demandOAuth() const;
    std::string only(std::initializer_list<HbaMethod> methods, std::string_view option,
                     std::string_view words) const;
    bool has(std::string_view option) const;

    HbaRule &m_rule;
    int m_version;
    // How many each RADIUS list holds.
    std::size_t m_radiusServers = 0;
    std::size_t m_radiusSecrets = 0;
    std::size_t m_radiusPorts = 0;
    std::size_t m_radiusIdentifiers = 0;
    bool m_ldapBase = false; // ldapbasedn, or in a URL
    bool m_skipsMap = false;
};

} // namespace pgaccess
