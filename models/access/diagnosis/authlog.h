// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pgaccess {

/// A refused login as a server logged it.
struct AuthLogEntry
{
    std::string time; ///< As logged; empty if the line does not begin with one.
    long pid = 0;
    std::string sqlState; ///< Only in the csv and json formats.
    std::string message;
    std::string detail;
    std::string before; ///< What the same process logged just before: why a name did not match.
    std::string ruleFile;
    int ruleLine = 0; ///< The line of pg_hba.conf that matched; 0 if the log does not say it.
    std::string ruleText;
    // Where the format or the prefix says it; else only the message does.
    std::string user;
    std::string database;
    std::string address; ///< Where the client came from, without its port.

    bool operator==(const AuthLogEntry &) const = default;
};

/// What a server's log says of logins.
struct ServerLog
{
    std::vector<AuthLogEntry> refused;
    std::vector<std::string> readyAt; ///< When the server began to take connections.

    bool operator==(const ServerLog &) const = default;
};

/// The FATAL entries of a server's log in their order, of any of its three formats (stderr with
/// whatever prefix, csvlog, jsonlog), also behind the prefix of a container's log. Of a large text
/// the end is read. Plain C++, takes time in proportion to the text, never fails: what it does not
/// understand it leaves out.
ServerLog parseServerLog(std::string_view bytes);
std::vector<AuthLogEntry> parseAuthLog(std::string_view bytes);

/// True if a text begins as the log of a PostgreSQL server does, in any of these formats.
bool looksLikeServerLog(std::string_view bytes);

} // namespace pgaccess
