// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/errortext.h"

#include "access/parselimits.h"

#include <algorithm>

namespace pgaccess {

namespace {

// As libpq 14 and newer write it; a message about one address, up to the next one.
constexpr std::string_view ByNetwork = "connection to server at \"";
constexpr std::string_view BySocket = "connection to server on socket \"";
constexpr std::string_view Start = "connection to server ";
constexpr std::size_t MaxMessage = 4000;
constexpr int MostMessages = 2000;

std::string_view between(std::string_view text, std::string_view start, char end)
{
    const std::size_t from = text.find(start);
    if (from == text.npos)
        return {};
    const std::string_view rest = text.substr(from + start.size());
    return rest.substr(0, std::min(rest.find(end), rest.size()));
}

std::size_t nextMessage(std::string_view text, std::size_t from)
{
    std::size_t at = text.find(Start, from);
    while (at != text.npos && !text.substr(at).starts_with(ByNetwork) &&
           !text.substr(at).starts_with(BySocket))
        at = text.find(Start, at + 1);
    return at;
}

// "/run/postgresql/.s.PGSQL.5432"
void takeSocket(Statement &statement, std::string_view path)
{
    const std::size_t name = path.rfind("/.s.PGSQL.");
    setOption(statement, "host", path.substr(0, std::min(name, path.size())));
    if (name != path.npos)
        setOption(statement, "port", path.substr(name + 10));
}

Statement readMessage(std::string_view message, int line)
{
    Statement out{.kind = SourceKind::ErrorText, .line = line};
    if (message.starts_with(BySocket)) {
        takeSocket(out, between(message, BySocket, '"'));
    } else {
        setOption(out, "host", between(message, ByNetwork, '"'));
        const std::string_view port = between(message, "port ", ' ');
        setOption(out, "port", port.substr(0, port.find_first_not_of("0123456789")));
    }
    for (const std::string_view word : {"user \"", "role \""}) {
        if (const std::string_view user = between(message, word, '"'); !user.empty())
            setOption(out, "user", user);
    }
    if (const std::string_view name = between(message, "database \"", '"'); !name.empty())
        setOption(out, "dbname", name);
    return out;
}

// True if they can be about the same attempt; then the first one learns what the second one says.
bool join(Statement &known, const Statement &other)
{
    const auto differs = [&](const char *option) {
        const std::string a = known.option(option), b = other.option(option);
        return a != b && !a.empty() && !b.empty();
    };
    if (differs("host") || differs("port") || differs("user") || differs("dbname"))
        return false;
    for (const auto &[option, value] : other.options)
        known.options.emplace(option, value);
    addLine(known, other.line);
    return true;
}

} // namespace

bool holdsErrorText(std::string_view bytes)
{
    return nextMessage(bytes, 0) != bytes.npos;
}

SourceFile readErrorText(std::string_view bytes)
{
    SourceFile out{.problem = checkText(bytes, MaxFileBytes)};
    if (out.problem != SourceProblem::None)
        return out;
    int line = 1, messages = 0;
    std::size_t counted = 0;
    for (std::size_t at = nextMessage(bytes, 0); at != bytes.npos && ++messages < MostMessages;) {
        const std::size_t next = nextMessage(bytes, at + 1);
        line += int(std::ranges::count(bytes.substr(counted, at - counted), '\n'));
        counted = at;
        const std::size_t length =
            std::min(next == bytes.npos ? bytes.size() : next, at + MaxMessage) - at;
        const Statement message = readMessage(bytes.substr(at, length), line);
        const bool known = std::ranges::any_of(
            out.statements, [&message](Statement &each) { return join(each, message); });
        if (!known && out.statements.size() < MaxStatements)
            out.statements.push_back(message);
        at = next;
    }
    return out;
}

} // namespace pgaccess
