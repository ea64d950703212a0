// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/authlog.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

namespace pgaccess {

namespace {

using View = std::string_view;

constexpr std::size_t MaxBytes = 32 * 1024 * 1024;
constexpr std::size_t MaxEntries = 10'000;
constexpr std::size_t MaxField = 8 * 1024;
constexpr std::size_t MaxColumns = 40;
constexpr std::size_t MaxReady = 1000;
constexpr std::size_t MaxPrefix = 512;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

int toNumber(View digits)
{
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

// Connection matched file "/data/pg_hba.conf" line 128: "host all all all scram-sha-256", or, up to
// 15, Connection matched pg_hba.conf line 128: "…".
void takeRule(AuthLogEntry &entry)
{
    const View detail = entry.detail;
    const std::size_t start = detail.find("Connection matched ");
    const std::size_t line = start == View::npos ? View::npos : detail.find(" line ", start);
    if (line == View::npos)
        return;
    const View file = detail.substr(start + 19, line - start - 19);
    if (file.starts_with("file \"") && file.size() > 7)
        entry.ruleFile = file.substr(6, file.size() - 7);
    entry.ruleLine = toNumber(detail.substr(line + 6));
    const std::size_t open = detail.find(": \"", line);
    const std::size_t close = detail.rfind('"');
    if (open != View::npos && close > open + 3)
        entry.ruleText = detail.substr(open + 3, close - open - 3);
}

class Collector
{
public:
    void add(AuthLogEntry entry)
    {
        if (m_entries.size() >= MaxEntries)
            m_entries.erase(m_entries.begin(), m_entries.begin() + MaxEntries / 10);
        if (const auto before = m_before.find(entry.pid); before != m_before.end())
            entry.before = before->second;
        const auto from = m_from.find(entry.pid);
        if (entry.address.empty() && from != m_from.end())
            entry.address = from->second;
        m_entries.push_back(std::move(entry));
    }
    void note(long pid, View message, const std::string &time)
    {
        if (m_before.size() > 1000)
            m_before.clear();
        if (m_from.size() > 1000)
            m_from.clear();
        m_before[pid] = std::string(message.substr(0, MaxField));
        constexpr View From = "connection received: host=";
        if (message.starts_with(From))
            m_from[pid] = message.substr(From.size(), message.find(' ', From.size()) - From.size());
        if (message.starts_with("database system is ready to accept") && !time.empty() &&
            m_readyAt.size() < MaxReady)
            m_readyAt.push_back(time);
    }
    AuthLogEntry *last() { return m_entries.empty() ? nullptr : &m_entries.back(); }
    ServerLog finished()
    {
        for (AuthLogEntry &entry : m_entries)
            takeRule(entry);
        return {.refused = std::move(m_entries), .readyAt = std::move(m_readyAt)};
    }

private:
    std::vector<AuthLogEntry> m_entries;
    std::map<long, std::string> m_before;
    std::map<long, std::string> m_from; // where the client of a process came from
    std::vector<std::string> m_readyAt;
};

View nextLine(View &rest)
{
    const std::size_t end = rest.find('\n');
    View line = rest.substr(0, end);
    rest.remove_prefix(end == View::npos ? rest.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

// "heimdex-db  | " before each line, as docker compose logs prints it.
View withoutContainer(View line)
{
    const auto isName = [](char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_' || c == '.';
    };
    std::size_t at = 0;
    while (at < line.size() && at < 128 && isName(line[at]))
        ++at;
    const std::size_t name = at;
    while (at < line.size() && line[at] == ' ')
        ++at;
    if (name == 0 || at == name || !line.substr(at).starts_with("| "))
        return line;
    return line.substr(at + 2);
}

// "2025-11-10 18:08:11.499 UTC", at the start of a prefix.
std::string timeOf(View prefix)
{
    const bool date = prefix.size() >= 19 && isDigit(prefix[0]) && prefix[4] == '-' &&
                      prefix[7] == '-' && prefix[13] == ':';
    if (!date)
        return {};
    std::size_t end = 19;
    while (end < prefix.size() && (isDigit(prefix[end]) || prefix[end] == '.'))
        ++end;
    const std::size_t zone = prefix.find(' ', end + 1);
    return std::string(prefix.substr(0, zone == View::npos ? end : zone));
}

// The number in the first pair of brackets, or the first lonely number of the prefix.
long pidOf(View prefix)
{
    for (std::size_t at = prefix.find('['); at != View::npos; at = prefix.find('[', at + 1)) {
        const std::size_t end = prefix.find_first_not_of("0123456789", at + 1);
        if (end != View::npos && end > at + 1 && (prefix[end] == ']' || prefix[end] == '-'))
            return toNumber(prefix.substr(at + 1));
    }
    return 0;
}

// The word "anna@shop" of a prefix.
void takeNames(View prefix, AuthLogEntry &entry)
{
    const std::size_t at = prefix.rfind('@');
    if (at == View::npos || prefix.size() > MaxPrefix)
        return;
    const std::size_t start = prefix.rfind(' ', at) + 1; // npos + 1 is 0
    entry.user = prefix.substr(start, at - start);
    entry.database = prefix.substr(at + 1, prefix.find(' ', at) - at - 1);
}

struct Label
{
    View prefix;
    View severity;
    View text;
};

std::optional<Label> labelOf(View line)
{
    constexpr std::array<View, 5> Severities = {"FATAL", "LOG", "DETAIL", "HINT", "CONTEXT"};
    const std::size_t colon = line.find(":  ");
    if (colon == View::npos)
        return {};
    for (const View severity : Severities) {
        if (line.substr(0, colon).ends_with(severity))
            return Label{line.substr(0, colon - severity.size()), severity, line.substr(colon + 3)};
    }
    return {};
}

ServerLog parseText(View rest)
{
    Collector out;
    std::string *continued = nullptr;
    while (!rest.empty()) {
        const View line = withoutContainer(nextLine(rest));
        if (line.starts_with('\t')) {
            if (continued && continued->size() < MaxField)
                continued->append("\n").append(line.substr(1, MaxField));
            continue;
        }
        continued = nullptr;
        const auto label = labelOf(line);
        if (!label)
            continue;
        const long pid = pidOf(label->prefix);
        if (label->severity == "FATAL") {
            AuthLogEntry entry{.time = timeOf(label->prefix),
                               .pid = pid,
                               .message = std::string(label->text.substr(0, MaxField))};
            takeNames(label->prefix, entry);
            out.add(std::move(entry));
            continued = &out.last()->message;
        } else if (label->severity == "LOG") {
            out.note(pid, label->text, timeOf(label->prefix));
        } else if (AuthLogEntry *last = out.last();
                   last && last->pid == pid && label->severity == "DETAIL") {
            last->detail = label->text.substr(0, MaxField);
            continued = &last->detail;
        }
    }
    return out.finished();
}

// One record of csvlog; quoted fields may hold line ends.
std::vector<std::string> nextRecord(View &rest)
{
    std::vector<std::string> fields(1);
    bool quoted = false;
    std::size_t at = 0;
    for (; at < rest.size(); ++at) {
        const char c = rest[at];
        if (c == '"' && quoted && at + 1 < rest.size() && rest[at + 1] == '"')
            fields.back() += rest[++at];
        else if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted && fields.size() < MaxColumns)
            fields.emplace_back();
        else if (c == '\n' && !quoted)
            break;
        else if (fields.back().size() < MaxField)
            fields.back() += c;
    }
    rest.remove_prefix(std::min(rest.size(), at + 1));
    return fields;
}

// "127.0.0.1:5432", "[local]", "::1:5432"
std::string withoutPort(View place)
{
    return std::string(place.substr(0, place.rfind(':')));
}

// https://www.postgresql.org/docs/17/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-CSVLOG
ServerLog parseCsv(View rest)
{
    Collector out;
    while (!rest.empty()) {
        const std::vector<std::string> fields = nextRecord(rest);
        if (fields.size() < 15)
            continue;
        const long pid = toNumber(fields[3]);
        if (fields[11] == "LOG")
            out.note(pid, fields[13], fields[0]);
        if (fields[11] == "FATAL")
            out.add({.time = fields[0],
                     .pid = pid,
                     .sqlState = fields[12],
                     .message = fields[13],
                     .detail = fields[14],
                     .user = fields[1],
                     .database = fields[2],
                     .address = withoutPort(fields[4])});
    }
    return out.finished();
}

std::string textOf(const simdjson::dom::element &object, const char *key)
{
    View text;
    return object[key].get(text) == simdjson::SUCCESS ? std::string(text.substr(0, MaxField))
                                                      : std::string();
}

ServerLog parseJson(View rest)
{
    Collector out;
    simdjson::dom::parser parser(1024 * 1024);
    while (!rest.empty()) {
        const View line = withoutContainer(nextLine(rest));
        simdjson::dom::element object;
        if (parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS)
            continue;
        std::int64_t pid = 0;
        if (object["pid"].get(pid) != simdjson::SUCCESS)
            pid = 0;
        const std::string severity = textOf(object, "error_severity");
        if (severity == "LOG")
            out.note(long(pid), textOf(object, "message"), textOf(object, "timestamp"));
        if (severity == "FATAL")
            out.add({.time = textOf(object, "timestamp"),
                     .pid = long(pid),
                     .sqlState = textOf(object, "state_code"),
                     .message = textOf(object, "message"),
                     .detail = textOf(object, "detail"),
                     .user = textOf(object, "user"),
                     .database = textOf(object, "dbname"),
                     .address = textOf(object, "remote_host")});
    }
    return out.finished();
}

// Up to the message a record of csvlog stands on one line: the time alone in its field, a number in
// the fourth.
bool looksLikeCsv(View line)
{
    if (line.size() < 24 || !isDigit(line[0]) || line[4] != '-' || line.find(',') > 40 ||
        std::ranges::count(line, ',') < 12)
        return false;
    View rest = line;
    const std::vector<std::string> fields = nextRecord(rest);
    return fields.size() > 12 && fields[0].find('[') == View::npos && !fields[3].empty() &&
           std::ranges::all_of(fields[3], isDigit);
}

// Of a log whose beginning is cut off, the first lines may be the rest of a record.
constexpr std::size_t MaxBroken = 256 * 1024;

enum class Format { Unknown, Text, Csv, Json };

// With the part that is of this format.
std::pair<Format, View> formatOf(View bytes)
{
    for (View rest = bytes; !rest.empty() && bytes.size() - rest.size() < MaxBroken;) {
        const View from = rest;
        const View line = withoutContainer(nextLine(rest));
        if (line.starts_with("{\""))
            return {Format::Json, from};
        if (looksLikeCsv(line))
            return {Format::Csv, from};
        if (labelOf(line))
            return {Format::Text, bytes};
    }
    return {Format::Unknown, bytes};
}

} // namespace

ServerLog parseServerLog(View bytes)
{
    if (bytes.size() > MaxBytes) {
        bytes.remove_prefix(bytes.size() - MaxBytes);
        nextLine(bytes); // cut in two
    }
    const auto [format, text] = formatOf(bytes);
    if (format == Format::Json)
        return parseJson(text);
    return format == Format::Csv ? parseCsv(text) : parseText(text);
}

std::vector<AuthLogEntry> parseAuthLog(View bytes)
{
    return parseServerLog(bytes).refused;
}

bool looksLikeServerLog(View bytes)
{
    const auto [format, text] = formatOf(bytes);
    if (format != Format::Json)
        return format != Format::Unknown;
    return text.substr(0, text.find('\n')).find("\"error_severity\"") != View::npos;
}

} // namespace pgaccess
