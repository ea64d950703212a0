// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgaccess {

/// Why a setting of a foreign file is not taken over.
enum class IgnoreReason {
    RunsCommand, ///< Would start a program.
    RunsSql,     ///< Would run statements on the server.
    NamesFile,   ///< Would read a file of this machine, such as a key.
    HoldsSecret, ///< A password in a file that is not the place for one.
    Tunnel,      ///< Would connect somewhere else first.
    OtherSource, ///< Would take settings from elsewhere: a service, LDAP.
    Duplicate,   ///< Stands twice; the last one counts.
    Malformed,   ///< Not of the type or range that it should be.
    NotUsed,     ///< Has no meaning here.
};

struct IgnoredKey
{
    std::string key; ///< Never with its value, which may be a secret.
    IgnoreReason reason = IgnoreReason::NotUsed;
    int line = 0; ///< Where known; else 0.

    bool operator==(const IgnoredKey &) const = default;
};

/// One server of pgAdmin's export, only with what may be taken over from a foreign file.
struct PgAdminServer
{
    std::string key; ///< Its number in the file.
    int line = 0;
    std::string name;
    std::string group;
    std::string host;
    std::string database;
    std::string user;
    std::string sslMode;
    std::string colour; ///< As "#rrggbb".
    std::optional<int> port;
    std::vector<IgnoredKey> ignored;

    bool operator==(const PgAdminServer &) const = default;
};

enum class ServersProblem {
    None,
    TooLarge,
    TooDeep,
    TooManyNodes,
    NotUtf8,
    NotJson,
    NotServers, ///< JSON, but not an object with "Servers" in it.
};

struct PgAdminServers
{
    std::vector<PgAdminServer> servers;
    ServersProblem problem = ServersProblem::None;
};

/// Reads what pgAdmin 4 exports (servers.json). Takes name, group, host, port, database, user,
/// sslmode and colour; every other key is listed as ignored. Follows and runs nothing.
PgAdminServers parsePgAdminServers(std::string_view bytes);

} // namespace pgaccess
