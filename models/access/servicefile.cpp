// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/servicefile.h"

#include "access/parselimits.h"

#include <algorithm>
#include <set>

namespace pgaccess {

namespace {

constexpr std::size_t MaxLibpqLine = 1021; // its buffer of 1024 less the line end, the NUL and one
constexpr std::string_view Blanks = " \t\v\f\r";

std::string_view trimmed(std::string_view line)
{
    const std::size_t first = line.find_first_not_of(Blanks);
    if (first == std::string_view::npos)
        return {};
    return line.substr(first, line.find_last_not_of(Blanks) - first + 1);
}

/// Reads line after line into sections.
class Reader final
{
public:
    explicit Reader(const char *start)
        : m_start(start)
    {
    }

    void read(std::string_view raw)
    {
        ++m_number;
        const std::string_view line = trimmed(raw);
        if (raw.size() > MaxLibpqLine)
            report(ServiceProblem::LineTooLong);
        else if (raw.find('\0') != std::string_view::npos)
            report(ServiceProblem::NulByte);
        else if (line.empty() || line.front() == '#')
            return;
        else if (line.front() == '[')
            openSection(line);
        else
            readSetting(line);
    }

    Services take() { return std::move(m_out); }
    std::size_t lineCount() const { return std::size_t(m_number); }

private:
    void report(ServiceProblem problem)
    {
        auto &list = m_out.services.empty() ? m_out.problems : m_out.services.back().problems;
        list.push_back({m_number, problem});
    }

    void openSection(std::string_view line)
    {
        const std::size_t end = line.find(']');
        const bool closed = end != std::string_view::npos;
        const std::string name(closed ? line.substr(1, end - 1) : std::string_view());
        m_out.services.push_back({.line = m_number, .name = name});
        m_options.clear();
        if (!closed)
            report(ServiceProblem::UnclosedName);
        else if (!m_names.insert(name).second)
            report(ServiceProblem::DuplicateName);
    }

    void readSetting(std::string_view line)
    {
        const std::size_t equals = line.find('=');
        if (m_out.services.empty())
            report(ServiceProblem::OutsideSection);
        else if (line.starts_with("ldap"))
            report(ServiceProblem::LdapLine);
        else if (equals == std::string_view::npos || equals == 0)
            report(ServiceProblem::NoEqualsSign);
        else
            addSetting(line.substr(0, equals), line.substr(equals + 1));
    }

    void addSetting(std::string_view option, std::string_view value)
    {
        if (option == "service" || option == "servicefile")
            report(ServiceProblem::NestedService);
        else if (m_options.insert(std::string(option)).second)
            m_out.services.back().settings.push_back(
                {.line = m_number,
                 .option = std::string(option),
                 .value = std::string(isPasswordOption(option) ? std::string_view() : value),
                 .offset = std::size_t(value.data() - m_start),
                 .length = value.size()});
    }

    const char *m_start;
    Services m_out;
    std::set<std::string> m_names;
    std::set<std::string> m_options; // of the section that is open
    int m_number = 0;
};

} // namespace

Services parseServices(std::string_view bytes)
{
    const bool cut = bytes.size() > MaxFileBytes;
    const char *const start = bytes.data();
    bytes = bytes.substr(0, MaxFileBytes);
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.remove_prefix(3);
    Reader reader(start);
    while (!bytes.empty() && reader.lineCount() < MaxNodes) {
        const std::size_t end = std::min(bytes.find('\n'), bytes.size());
        reader.read(bytes.substr(0, end));
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
    Services out = reader.take();
    out.complete = !cut && bytes.empty();
    return out;
}

bool isPasswordOption(std::string_view option)
{
    return option == "password" || option == "sslpassword";
}

const Service *findService(const Services &services, std::string_view name)
{
    const auto found = std::ranges::find(services.services, name, &Service::name);
    return found == services.services.end() ? nullptr : &*found;
}

} // namespace pgaccess
