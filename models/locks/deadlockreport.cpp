// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/deadlockreport.h"

#include "locks/deadlockdetail.h"

#include <simdjson.h>

#include <array>
#include <charconv>
#include <cstddef>

namespace locks {

namespace {

constexpr std::size_t MaxLog = 1024 * 1024;
constexpr std::size_t MaxReports = 1000;
constexpr std::size_t MaxDetailLines = 5000;
constexpr std::string_view DeadlockState = "40P01";

// Takes the next line off the text, without its end.
std::string_view takeLine(std::string_view &text)
{
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty() && lines.size() < MaxDetailLines)
        lines.push_back(takeLine(text));
    return lines;
}

// A report with what the columns beside it say.
void addReport(std::vector<LoggedDeadlock> &reports, std::string_view detail, std::string_view time,
               int pid)
{
    auto report = readDeadlockDetail(linesOf(detail));
    if (!report)
        return;
    report->time = time;
    if (pid > 0)
        report->victim = pid;
    reports.push_back(std::move(*report));
}

// Lines that go on begin with a tab.
std::vector<LoggedDeadlock> parsePlain(std::string_view log)
{
    std::vector<LoggedDeadlock> reports;
    std::vector<std::string_view> lines;
    const auto finish = [&] {
        if (lines.size() < 2)
            return;
        if (auto report = readDeadlockDetail(lines)) {
            report->time = timeIn(lines.front());
            reports.push_back(std::move(*report));
        }
    };
    while (!log.empty() && reports.size() < MaxReports) {
        const std::string_view line = takeLine(log);
        if (line.starts_with('\t')) {
            if (!lines.empty() && lines.size() < MaxDetailLines)
                lines.push_back(line.substr(1));
            continue;
        }
        finish();
        lines.clear();
        if (namesLockMode(line))
            lines.push_back(line);
    }
    finish();
    return reports;
}

// The columns of csvlog that matter, the same in all versions
// (https://www.postgresql.org/docs/17/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-CSVLOG).
enum CsvColumn : std::size_t { Time = 0, Pid = 3, SqlState = 12, Detail = 14, ColumnCount = 15 };

using CsvRecord = std::array<std::string, ColumnCount>;

// Takes a cell off the text; false where its closing quote is missing.
bool takeCell(std::string_view &text, std::string *cell)
{
    if (!text.starts_with('"')) {
        const std::string_view plain = text.substr(0, text.find_first_of(",\n"));
        if (cell)
            *cell = plain;
        text.remove_prefix(plain.size());
        return true;
    }
    text.remove_prefix(1);
    while (true) {
        const std::size_t quote = text.find('"');
        if (quote == std::string_view::npos)
            return false;
        const bool doubled = text.substr(quote + 1).starts_with('"');
        if (cell)
            cell->append(text.substr(0, quote + (doubled ? 1 : 0)));
        text.remove_prefix(quote + (doubled ? 2 : 1));
        if (!doubled)
            return true;
    }
}

// Takes a record off the text, its end included; false where it is not complete.
bool takeRecord(std::string_view &text, CsvRecord &record)
{
    for (std::size_t column = 0;; ++column) {
        if (!takeCell(text, column < ColumnCount ? &record[column] : nullptr))
            return false;
        if (!text.starts_with(','))
            break;
        text.remove_prefix(1);
    }
    takeLine(text);
    return true;
}

std::vector<LoggedDeadlock> parseCsv(std::string_view log)
{
    std::vector<LoggedDeadlock> reports;
    int incomplete = 0;
    while (!log.empty() && reports.size() < MaxReports) {
        // The first line may be the rest of a record.
        if (timeIn(log.substr(0, 19)).empty()) {
            takeLine(log);
            continue;
        }
        std::string_view rest = log;
        CsvRecord record;
        if (!takeRecord(rest, record)) {
            if (++incomplete >
                8) // the last record, or a text that only looked like the start of one
                break;
            takeLine(log);
            continue;
        }
        log = rest;
        if (record[SqlState] != DeadlockState)
            continue;
        int pid = 0;
        const std::string &number = record[Pid];
        std::from_chars(number.data(), number.data() + number.size(), pid);
        addReport(reports, record[Detail], record[Time], pid);
    }
    return reports;
}

std::string_view textOf(const simdjson::dom::element &record, std::string_view key)
{
    std::string_view text;
    return record[key].get(text) == simdjson::SUCCESS ? text : std::string_view();
}

// One object in each line.
std::vector<LoggedDeadlock> parseJson(std::string_view log)
{
    std::vector<LoggedDeadlock> reports;
    simdjson::dom::parser parser(MaxLog);
    while (!log.empty() && reports.size() < MaxReports) {
        const std::string_view line = takeLine(log);
        if (line.find(DeadlockState) == std::string_view::npos)
            continue;
        simdjson::dom::element record;
        if (parser.parse(line.data(), line.size()).get(record) != simdjson::SUCCESS ||
            !record.is_object() || textOf(record, "state_code") != DeadlockState)
            continue;
        std::int64_t pid = 0;
        if (record["pid"].get(pid) != simdjson::SUCCESS || pid < 0 || pid > INT32_MAX)
            pid = 0;
        addReport(reports, textOf(record, "detail"), textOf(record, "timestamp"), int(pid));
    }
    return reports;
}

} // namespace

std::vector<LoggedDeadlock> parseDeadlocks(std::string_view log, LogFormat format)
{
    log = log.substr(log.size() - std::min(log.size(), MaxLog));
    switch (format) {
    case LogFormat::Plain:
        return parsePlain(log);
    case LogFormat::Csv:
        return parseCsv(log);
    case LogFormat::Json:
        return parseJson(log);
    }
    return {};
}

} // namespace locks
