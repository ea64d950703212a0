// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/serversjson.h"

#include "access/parselimits.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace pgaccess {

namespace {

namespace dom = simdjson::dom;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

IgnoreReason reasonFor(std::string_view key)
{
    const std::string name = lowered(key);
    const auto has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
    if (has("exec") || has("command"))
        return IgnoreReason::RunsCommand;
    if (has("sql"))
        return IgnoreReason::RunsSql;
    if (has("tunnel"))
        return IgnoreReason::Tunnel;
    if (has("passfile") || has("sslcert") || has("sslkey") || has("sslrootcert") || has("sslcrl"))
        return IgnoreReason::NamesFile;
    if (has("password"))
        return IgnoreReason::HoldsSecret;
    if (has("service"))
        return IgnoreReason::OtherSource;
    return IgnoreReason::NotUsed;
}

/// Counts the values of a document, as far as the limit. The parser has capped the depth.
std::size_t countNodes(const dom::element &element, std::size_t limit)
{
    std::size_t count = 1;
    dom::array array;
    dom::object object;
    if (element.get(array) == simdjson::SUCCESS) {
        for (const dom::element child : array) {
            if (count > limit)
                break;
            count += countNodes(child, limit - count);
        }
    } else if (element.get(object) == simdjson::SUCCESS) {
        for (const dom::key_value_pair field : object) {
            if (count > limit)
                break;
            count += countNodes(field.value, limit - count);
        }
    }
    return count;
}

bool takeText(const dom::element &value, std::string &out)
{
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS || text.find('\0') != std::string_view::npos)
        return false;
    out = text;
    return true;
}

bool takePort(const dom::element &value, std::optional<int> &out)
{
    int64_t number = 0;
    if (value.get(number) != simdjson::SUCCESS || number < 1 || number > 65535)
        return false;
    out = int(number);
    return true;
}

/// Collects the keys of one server.
class ServerReader final
{
public:
    explicit ServerReader(PgAdminServer &server)
        : m_server(server)
    {
    }

    void read(const dom::object &object)
    {
        for (const dom::key_value_pair field : object)
            readField(field.key, field.value);
    }

private:
    using Text = std::string PgAdminServer::*;

    static Text memberFor(std::string_view key)
    {
        static constexpr std::array<std::pair<std::string_view, Text>, 7> members{{
            {"Name", &PgAdminServer::name},
            {"Group", &PgAdminServer::group},
            {"Host", &PgAdminServer::host},
            {"MaintenanceDB", &PgAdminServer::database},
            {"Username", &PgAdminServer::user},
            {"SSLMode", &PgAdminServer::sslMode},
            {"BgColor", &PgAdminServer::colour},
        }};
        const auto *const found = std::ranges::find(members, key, [](auto &m) { return m.first; });
        return found == members.end() ? nullptr : found->second;
    }

    void readField(std::string_view key, const dom::element &value)
    {
        dom::object parameters;
        if (!m_keys.insert(std::string(key)).second)
            ignore(key, IgnoreReason::Duplicate);
        if (key == "ConnectionParameters" && value.get(parameters) == simdjson::SUCCESS)
            readParameters(parameters);
        else if (const Text member = memberFor(key))
            check(key, takeText(value, m_server.*member));
        else if (key == "Port")
            check(key, takePort(value, m_server.port));
        else
            ignore(key, reasonFor(key));
    }

    /// Newer exports keep libpq's options in an object of their own.
    void readParameters(const dom::object &object)
    {
        for (const dom::key_value_pair field : object) {
            if (field.key == "sslmode")
                check(field.key, takeText(field.value, m_server.sslMode));
            else
                ignore(field.key, reasonFor(field.key));
        }
    }

    void check(std::string_view key, bool taken)
    {
        if (!taken)
            ignore(key, IgnoreReason::Malformed);
    }

    void ignore(std::string_view key, IgnoreReason reason)
    {
        m_server.ignored.push_back({.key = std::string(key), .reason = reason});
    }

    PgAdminServer &m_server;
    std::set<std::string> m_keys;
};

/// The line on which each server's object begins, in the order of the file. simdjson's document
/// does not keep positions, so strings and brackets are counted here; the text is known to be valid
/// JSON.
std::vector<int> serverLines(std::string_view text)
{
    std::vector<int> lines;
    int line = 1;
    int depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        line += c == '\n';
        if (inString && c == '\\')
            ++i;
        else if (c == '"')
            inString = !inString;
        else if (!inString && (c == '{' || c == '[') && ++depth == 3)
            lines.push_back(line);
        else if (!inString && (c == '}' || c == ']'))
            --depth;
    }
    return lines;
}

ServersProblem problemFor(simdjson::error_code error)
{
    if (error == simdjson::DEPTH_ERROR)
        return ServersProblem::TooDeep;
    if (error == simdjson::CAPACITY)
        return ServersProblem::TooLarge;
    if (error == simdjson::UTF8_ERROR)
        return ServersProblem::NotUtf8;
    return ServersProblem::NotJson;
}

/// Reads all servers of one "Servers" object.
void readServers(const dom::object &list, std::vector<PgAdminServer> &out)
{
    for (const dom::key_value_pair field : list) {
        dom::object object;
        if (field.value.get(object) != simdjson::SUCCESS)
            continue;
        PgAdminServer server{.key = std::string(field.key)};
        ServerReader(server).read(object);
        out.push_back(std::move(server));
    }
}

} // namespace

PgAdminServers parsePgAdminServers(std::string_view bytes)
{
    PgAdminServers out;
    if (bytes.size() > MaxFileBytes)
        return {.problem = ServersProblem::TooLarge};
    dom::parser parser(MaxFileBytes);
    dom::element document;
    dom::object list;
    if (parser.allocate(std::max<std::size_t>(bytes.size(), 64), MaxDepth) != simdjson::SUCCESS)
        return {.problem = ServersProblem::TooLarge};
    if (const auto error = parser.parse(simdjson::padded_string(bytes)).get(document))
        return {.problem = problemFor(error)};
    if (countNodes(document, MaxNodes) > MaxNodes)
        return {.problem = ServersProblem::TooManyNodes};
    if (document["Servers"].get(list) != simdjson::SUCCESS)
        return {.problem = ServersProblem::NotServers};
    readServers(list, out.servers);
    const std::vector<int> lines = serverLines(bytes);
    for (std::size_t i = 0; i < out.servers.size() && lines.size() == out.servers.size(); ++i)
        out.servers[i].line = lines[i];
    return out;
}

} // namespace pgaccess
