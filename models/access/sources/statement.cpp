// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/statement.h"

#include "access/sources/sourcetext.h"

#include <algorithm>
#include <array>

namespace pgaccess {

namespace {

constexpr std::size_t MaxNotes = 64;         // a statement with more is not worth reading
constexpr std::size_t MaxOptionBytes = 4096; // host names, sslmode …: longer ones are no such thing

template <typename T>
void addOnce(std::vector<T> &list, T value)
{
    if (list.size() < MaxNotes && std::ranges::find(list, value) == list.end())
        list.push_back(std::move(value));
}

/// The options that files do name and that are not taken. Others are not named: what looks like an
/// option may be half of a password.
bool isKnownForeign(std::string_view option)
{
    static constexpr auto known = std::to_array<std::string_view>(
        {"passfile",       "service",          "servicefile",      "sslcert",
         "sslkey",         "sslrootcert",      "sslcrl",           "sslcrldir",
         "sslpassword",    "krbsrvname",       "replication",      "requirepeer",
         "sslcompression", "sslcertmode",      "gsslib",           "gssdelegation",
         "schema",         "connection_limit", "pool_timeout",     "pgbouncer",
         "sslaccept",      "currentSchema",    "search_path",      "targetServerType",
         "sslfactory",     "loginTimeout",     "socketTimeout",    "prepareThreshold",
         "stringtype",     "pooling",          "charset",          "serverVersion",
         "tcpKeepAlive",   "sslidentity",      "statement_timeout"});
    return std::ranges::find(known, option) != known.end();
}

} // namespace

std::string Statement::option(const std::string &name) const
{
    const auto found = options.find(name);
    return found == options.end() ? std::string() : found->second;
}

std::string unresolvedMarker(std::string_view name)
{
    return MarkerStart + std::string(name) + MarkerEnd;
}

bool takeMarkers(Statement &statement, std::string_view text)
{
    const std::size_t first = text.find(MarkerStart);
    for (std::size_t at = first; at != std::string_view::npos; at = text.find(MarkerStart, at)) {
        const std::size_t end = std::min(text.find(MarkerEnd, at), text.size());
        const std::string_view name = text.substr(at + 1, end - at - 1);
        if (name.size() < 256 && isCleanText(name))
            addOnce(statement.unresolved, std::string(name));
        at = end;
    }
    return first != std::string_view::npos;
}

void setOption(Statement &statement, std::string_view option, std::string_view value)
{
    const std::string name(option);
    const auto bad = [&] { addNote(statement, {NoteId::BadOption, name.substr(0, 64)}); };
    if (!isPlainOption(option) && !(option == "sslrootcert" && value == "system"))
        return addNote(statement, {NoteId::IgnoredOption, isKnownForeign(name) ? name : ""});
    if (takeMarkers(statement, value))
        return;
    if (value.size() > MaxOptionBytes || !isCleanText(value))
        return bad();
    if (option == "port") {
        for (const std::string_view each : splitText(value, ',')) {
            if (!each.empty() && !portNumber(each))
                return bad();
        }
    }
    if (!value.empty())
        statement.options[name] = value;
}

void setPassword(Statement &statement, std::string_view password)
{
    if (takeMarkers(statement, password))
        return;
    if (password.find('\0') != std::string_view::npos || password.size() > MaxOptionBytes)
        return addNote(statement, {NoteId::BadOption, "password"});
    statement.password = SecretText(password);
    statement.hasPassword = true;
}

void addNote(Statement &statement, Note note)
{
    addOnce(statement.notes, std::move(note));
}

void addLine(Statement &statement, int line)
{
    if (statement.line == 0)
        statement.line = line;
    else if (line != 0 && line != statement.line)
        addOnce(statement.otherLines, line);
}

bool isPlainOption(std::string_view option)
{
    static constexpr auto plain = std::to_array<std::string_view>({"host",
                                                                   "hostaddr",
                                                                   "port",
                                                                   "dbname",
                                                                   "user",
                                                                   "sslmode",
                                                                   "sslnegotiation",
                                                                   "sslsni",
                                                                   "channel_binding",
                                                                   "gssencmode",
                                                                   "require_auth",
                                                                   "ssl_min_protocol_version",
                                                                   "ssl_max_protocol_version",
                                                                   "connect_timeout",
                                                                   "application_name",
                                                                   "options",
                                                                   "target_session_attrs",
                                                                   "load_balance_hosts",
                                                                   "keepalives",
                                                                   "keepalives_idle",
                                                                   "keepalives_interval",
                                                                   "keepalives_count",
                                                                   "tcp_user_timeout",
                                                                   "client_encoding"});
    return std::ranges::find(plain, option) != plain.end();
}

std::string_view sourceWord(SourceKind kind)
{
    static constexpr auto words = std::to_array<std::string_view>(
        {"dotenv", "compose", "alembic", "django", "rails", "prisma", "spring", "service_file",
         "pass_file", "environment", "pgadmin", "dbeaver", "kubernetes", "error_text"});
    return words[std::size_t(kind)];
}

} // namespace pgaccess
