// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgaccess {

enum class ServiceProblem {
    NoEqualsSign,   ///< Neither a section nor option=value.
    UnclosedName,   ///< A "[" without its "]".
    OutsideSection, ///< A setting before the first section.
    NulByte,
    LineTooLong,   ///< libpq reads no line longer than 1021 bytes.
    LdapLine,      ///< Would be looked up on the network by libpq; never followed here.
    NestedService, ///< "service" or "servicefile" inside a service.
    DuplicateName, ///< A second section of one name: libpq never reads it.
};

struct BadServiceLine
{
    int line = 0; ///< From 1.
    ServiceProblem problem = ServiceProblem::NoEqualsSign;

    bool operator==(const BadServiceLine &) const = default;
};

/// One option. The value of a password stays where it is, in the bytes that were parsed.
struct ServiceSetting
{
    int line = 0;
    std::string option;
    std::string value; ///< Empty for a password.
    std::size_t offset = 0;
    std::size_t length = 0;

    bool operator==(const ServiceSetting &) const = default;
};

/// One [section] of a service file, with what is wrong in it.
struct Service
{
    int line = 0;
    std::string name; ///< Empty if it is not closed by "]"; libpq never reads such a section.
    std::vector<ServiceSetting> settings; ///< As libpq takes them: the first of an option counts.
    std::vector<BadServiceLine> problems;

    bool operator==(const Service &) const = default;
};

struct Services
{
    std::vector<Service> services;
    std::vector<BadServiceLine> problems; ///< Outside of any section.
    bool complete = true; ///< False if the file has more bytes or lines than the limits allow.
};

/// Reads a connection service file (https://www.postgresql.org/docs/17/libpq-pgservice.html) as
/// libpq does: no quotes, no blanks around "=", blanks at the end of a line cut off. Reads no other
/// file and asks no network, whatever it says.
Services parseServices(std::string_view bytes);

/// True for the options whose value is a password.
bool isPasswordOption(std::string_view option);

/// The section of that name, or null.
const Service *findService(const Services &services, std::string_view name);

} // namespace pgaccess
