// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgaccess {

enum class PassLineProblem {
    TooFewFields, ///< Fewer than the five of host:port:database:user:password.
    NulByte,      ///< libpq would glue the line to the next one; here it is left out.
};

/// A line of a pass file, by its four naming fields, escapes taken out; nothing stands for "*". The
/// password stays where it is: in the bytes that were parsed.
struct PassLine
{
    int line = 0; ///< From 1.
    std::optional<std::string> host;
    std::optional<std::string> port;
    std::optional<std::string> database;
    std::optional<std::string> user;
    bool hasPassword = false;

    bool operator==(const PassLine &) const = default;
};

struct BadPassLine
{
    int line = 0;
    PassLineProblem problem = PassLineProblem::TooFewFields;

    bool operator==(const BadPassLine &) const = default;
};

struct PassLines
{
    std::vector<PassLine> lines;
    std::vector<BadPassLine> problems;
    bool complete = true; ///< False if the file has more bytes or lines than the limits allow.
};

/// The lines of a pass file, comments left out. Holds no password.
PassLines parsePassLines(std::string_view bytes);

/// What a connection is called in a pass file. A socket folder is its own name, except libpq's
/// default one, which is "localhost".
struct PassKey
{
    std::string_view host;
    std::string_view port;
    std::string_view database;
    std::string_view user;
};

/// Where in the bytes a password is: still escaped, up to the end of its line.
struct PassPlace
{
    int line = 0;
    std::size_t offset = 0;
    std::size_t length = 0;
};

/// The first line that matches, as libpq chooses it; also where it holds the wrong password. Like
/// libpq it lets an unescaped colon of a line stand for a colon of the name ("::1").
std::optional<PassPlace> findPassLine(std::string_view bytes, const PassKey &key);

/// Takes the escapes out of a password in place, and gives its length; it ends at the first
/// unescaped colon.
std::size_t unescapePassword(char *bytes, std::size_t length);

} // namespace pgaccess
