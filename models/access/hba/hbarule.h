// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/authtokenizer.h"
#include "access/hba/ipaddress.h"

#include <utility>

namespace pgaccess {

enum class HbaKind { Local, Host, HostSsl, HostNoSsl, HostGssEnc, HostNoGssEnc };

enum class HbaMethod {
    Trust,
    Reject,
    Ident,
    Peer,
    Password,
    Md5,
    Scram,
    Gss,
    Sspi,
    Pam,
    Ldap,
    Cert,
    Radius,
    Bsd,
    OAuth,
};

/// As they stand in the file.
std::string_view kindName(HbaKind kind);
std::string_view methodName(HbaMethod method);

/// Which client addresses a rule is for.
struct HbaAddress
{
    enum class Kind { All, SameHost, SameNet, Network, HostName };

    Kind kind = Kind::All;
    IpNetwork network; ///< For Network.
    std::string host;  ///< For HostName; with a dot in front it is a suffix.

    /// "all", "10.1.2.0/24", "10.0.0.0 255.0.255.0", a name.
    std::string text() const;

    bool operator==(const HbaAddress &) const = default;
};

struct HbaOption
{
    std::string name;
    std::string value; ///< Secrets are replaced by asterisks as they are read.

    bool operator==(const HbaOption &) const = default;
};

/// One line of pg_hba.conf. With an error it holds what was read before it.
struct HbaRule
{
    int file = 0; ///< Index into HbaRules::files.
    int line = 0;
    HbaKind kind = HbaKind::Local;
    HbaMethod method = HbaMethod::Reject;
    AuthField databases;
    AuthField users;
    HbaAddress address; ///< Means nothing for Local.
    std::vector<HbaOption> options;
    std::string error;  ///< In the words of the server; empty if the line is right.
    std::string notice; ///< What the server says of a line that it loads nevertheless.

    bool isLocal() const { return kind == HbaKind::Local; }
    const std::string *option(std::string_view name) const;

    bool operator==(const HbaRule &) const = default;
};

/// The rules of a server, in the order in which it tries them.
struct HbaRules
{
    int version = 18; ///< The major version that they were read for.
    std::vector<std::string> files;
    std::vector<HbaRule> rules;
    std::string problem;  ///< What is wrong with the whole: unreadable, or without a rule.
    bool complete = true; ///< False if there are more rules than the limits allow.

    /// True if a server would not load this file: one error, or no rule at all, and the rules
    /// before stay in force (or the server does not start).
    bool isRejected() const;

    bool operator==(const HbaRules &) const = default;
};

/// Reads pg_hba.conf as a server of this major version (13 to 18) does.
HbaRules parseHbaFile(const std::string &path, const AuthFileAccess &access, int version);

/// The same for a text that is at hand.
HbaRules parseHbaText(const std::string &path, std::string_view text, const AuthFileAccess &access,
                      int version);

/// Makes rules of lines that are already in words.
HbaRules parseHbaLines(AuthLines lines, int version);

} // namespace pgaccess
