// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/deadlockdetail.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace locks {

namespace {

constexpr std::size_t MaxProcesses = 200;
constexpr std::size_t MaxStatement = 64 * 1024;
constexpr std::size_t MaxObject = 256;
constexpr std::size_t MaxLine = 4096; // a line about a wait; no version writes a longer one
constexpr std::size_t None = std::string_view::npos;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

// A whole number in a text.
struct Number
{
    int value = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::optional<Number> numberAt(std::string_view text, std::size_t begin)
{
    std::size_t end = begin;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    Number number{.begin = begin, .end = end};
    const auto read = std::from_chars(text.data() + begin, text.data() + end, number.value);
    if (end == begin || read.ec != std::errc() || number.value <= 0)
        return {};
    return number;
}

std::optional<Number> firstNumber(std::string_view text)
{
    const auto digit = std::ranges::find_if(text, isDigit);
    return digit == text.end() ? std::nullopt : numberAt(text, std::size_t(digit - text.begin()));
}

std::optional<Number> lastNumber(std::string_view text)
{
    std::size_t end = text.size();
    while (end > 0 && !isDigit(text[end - 1]))
        --end;
    std::size_t begin = end;
    while (begin > 0 && isDigit(text[begin - 1]))
        --begin;
    return begin == end ? std::nullopt : numberAt(text, begin);
}

// The last place before which this number stands as a word of its own.
std::optional<Number> lastOccurrence(std::string_view text, int value)
{
    std::string_view rest = text;
    while (const auto number = lastNumber(rest)) {
        if (number->value == value)
            return number;
        rest = rest.substr(0, number->begin);
    }
    return {};
}

struct Mode
{
    std::string_view name;
    std::size_t begin = 0;
    std::size_t end() const { return begin + name.size(); }
};

// The first lock mode that stands as a word. The names are never translated.
std::optional<Mode> modeIn(std::string_view text)
{
    static constexpr std::array<std::string_view, 8> modes{
        "AccessShareLock", "RowShareLock",          "RowExclusiveLock", "ShareUpdateExclusiveLock",
        "ShareLock",       "ShareRowExclusiveLock", "ExclusiveLock",    "AccessExclusiveLock"};
    for (std::size_t at = text.find("Lock"); at != None; at = text.find("Lock", at + 1)) {
        const std::size_t end = at + 4;
        std::size_t begin = at;
        while (begin > 0 && isLetter(text[begin - 1]))
            --begin;
        const std::string_view word = text.substr(begin, end - begin);
        const bool whole = end == text.size() || !isLetter(text[end]);
        if (whole && std::ranges::find(modes, word) != modes.end())
            return Mode{word, begin};
    }
    return {};
}

// The object stands after the mode up to a semicolon, or, in some languages, before it.
std::string_view objectOf(std::string_view line, const Number &pid, const Mode &mode,
                          const Number &blocker)
{
    std::string_view after = line.substr(mode.end(), blocker.begin - mode.end());
    std::size_t cut = None;
    for (const std::string_view mark : {";", "\xEF\xBC\x9B", "\xEF\xBC\x8C", "\xE3\x80\x81"}) {
        const std::size_t found = after.rfind(mark);
        if (found != None && (cut == None || found > cut))
            cut = found;
    }
    after = trimmed(after.substr(0, cut));
    if (after.starts_with("on "))
        after = trimmed(after.substr(3));
    if (std::ranges::none_of(after, isDigit)) // every object has a number
        after = trimmed(line.substr(pid.end, mode.begin - pid.end));
    return after.substr(0, MaxObject);
}

struct WaitLine
{
    Mode mode;
    Number blocker;
};

// What is the same in all languages: the mode, and the blocker as the last number.
std::optional<WaitLine> waitLine(std::string_view line)
{
    if (line.size() > MaxLine)
        return {};
    const auto mode = modeIn(line);
    const auto blocker = lastNumber(line);
    if (!mode || !blocker || blocker->begin < mode->end())
        return {};
    return WaitLine{*mode, *blocker};
}

LoggedWait waitOf(std::string_view line, const WaitLine &parts, const Number &pid)
{
    return {.pid = pid.value,
            .mode = std::string(parts.mode.name),
            .object = std::string(objectOf(line, pid, parts.mode, parts.blocker)),
            .blocker = parts.blocker.value,
            .statement = {}};
}

// The lines of the circle. The first begins somewhere in its line; which number is its process is
// known when the circle closes.
std::vector<LoggedWait> readCircle(std::span<const std::string_view> lines)
{
    std::vector<LoggedWait> rest;
    const auto first = lines.empty() ? std::nullopt : waitLine(lines.front());
    if (!first)
        return {};
    int expected = first->blocker.value;
    for (const std::string_view line :
         lines.subspan(1).first(std::min(lines.size() - 1, MaxProcesses))) {
        const auto parts = waitLine(line);
        const auto pid = firstNumber(line);
        if (!parts || !pid || pid->value != expected || pid->end > parts->mode.begin)
            return {};
        rest.push_back(waitOf(line, *parts, *pid));
        expected = parts->blocker.value;
        const std::string_view before = lines.front().substr(0, first->mode.begin);
        if (const auto begin = lastOccurrence(before, expected)) {
            rest.insert(rest.begin(), waitOf(lines.front(), *first, *begin));
            return rest;
        }
    }
    return {};
}

// What stands around the pid in "Process 7: UPDATE …".
struct Heading
{
    std::string_view before;
    std::string_view after;
};

std::optional<Heading> headingIn(std::string_view line, int pid)
{
    const auto number = firstNumber(line);
    if (!number || number->value != pid)
        return {};
    std::size_t end = number->end;
    while (end < line.size() && isBlank(line[end]))
        ++end;
    constexpr std::string_view wide = "\xEF\xBC\x9A"; // the colon of Chinese and Japanese
    const std::string_view rest = line.substr(end);
    const std::size_t colon = rest.starts_with(':') ? 1 : rest.starts_with(wide) ? wide.size() : 0;
    if (colon == 0)
        return {};
    return Heading{line.substr(0, number->begin),
                   line.substr(number->end, end + colon - number->end)};
}

// One after the other in the order of the circle, all with the same heading; a line without one
// belongs to the statement before.
void readStatements(std::span<const std::string_view> lines, std::vector<LoggedWait> &waits)
{
    const auto heading = lines.empty() ? std::nullopt : headingIn(lines.front(), waits.front().pid);
    if (!heading)
        return;
    std::size_t next = 0;
    for (const std::string_view line : lines) {
        const std::string begin = next < waits.size() ? std::string(heading->before) +
                                                            std::to_string(waits[next].pid) +
                                                            std::string(heading->after)
                                                      : std::string();
        if (!begin.empty() && line.starts_with(begin)) {
            waits[next++].statement = trimmed(line.substr(begin.size())).substr(0, MaxStatement);
        } else if (std::string &statement = waits[next - 1].statement;
                   statement.size() + line.size() < MaxStatement) {
            statement += '\n';
            statement += line;
        }
    }
}

} // namespace

std::optional<LoggedDeadlock> readDeadlockDetail(std::span<const std::string_view> lines)
{
    LoggedDeadlock report{.time = {}, .victim = 0, .waits = readCircle(lines)};
    if (report.waits.empty())
        return {};
    readStatements(lines.subspan(report.waits.size()), report.waits);
    report.victim = report.waits.front().pid;
    return report;
}

bool namesLockMode(std::string_view line)
{
    return line.size() <= MaxLine && modeIn(line);
}

std::string_view timeIn(std::string_view text)
{
    static constexpr std::string_view pattern = "dddd-dd-dd dd:dd:dd";
    const auto fits = [](char c, char wanted) { return wanted == 'd' ? isDigit(c) : c == wanted; };
    for (std::size_t at = 0; at + pattern.size() <= text.size(); ++at) {
        std::string_view rest = text.substr(at);
        if (!std::ranges::equal(rest.substr(0, pattern.size()), pattern, fits))
            continue;
        std::size_t end = pattern.size();
        while (end < rest.size() && (isDigit(rest[end]) || rest[end] == '.'))
            ++end;
        std::size_t zone = end < rest.size() && rest[end] == ' ' ? end + 1 : end;
        while (zone < rest.size() && (isLetter(rest[zone]) || isDigit(rest[zone]) ||
                                      rest[zone] == '+' || rest[zone] == '-'))
            ++zone;
        return trimmed(rest.substr(0, zone));
    }
    return {};
}

} // namespace locks
