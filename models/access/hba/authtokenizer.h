// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pgaccess {

// What rule files may cost us. Larger than for other foreign files, because servers with a hundred
// thousand rules exist.
constexpr std::size_t MaxAuthBytes = 16 * 1024 * 1024; // of all files together, repetitions counted
constexpr std::size_t MaxAuthLines = 200'000;
constexpr std::size_t MaxAuthTokens = 2'000'000;
constexpr int MaxAuthFiles = 10'000;
constexpr int MaxAuthDepth = 10; // the server's own limit since 16; older ones have none

/// A word of a rule. An initial quote takes away the meaning of keywords, of "+" and of "@".
struct AuthToken
{
    std::string text;
    bool quoted = false;

    /// True for an unquoted word of this text.
    bool isKeyword(std::string_view keyword) const { return !quoted && text == keyword; }

    bool operator==(const AuthToken &) const = default;
};

/// A field of a rule: words joined by commas, files named by "@" already put in their place.
using AuthField = std::vector<AuthToken>;

/// A line with something on it. With an error there may be no fields.
struct AuthLine
{
    int file = 0; ///< Index into AuthLines::files.
    int line = 0; ///< From 1; the first one of a line that goes on after a backslash.
    std::vector<AuthField> fields;
    std::string error; ///< In the words of the server.
};

/// Why a file could not be read.
struct AuthFileProblem
{
    bool missing = false;
    std::string text; ///< As strerror() says it.
};

/// How to read files, so that those of a server and those of a disk are alike. Paths are those of
/// the machine that the rules are for.
struct AuthFileAccess
{
    using Text = std::expected<std::string, AuthFileProblem>;
    using Names = std::expected<std::vector<std::string>, AuthFileProblem>;

    std::function<Text(const std::string &path)> read;
    std::function<Names(const std::string &folder)> list; ///< The names of the files in a folder.
};

struct AuthLines
{
    std::vector<std::string> files; ///< The first one is the one that was asked for.
    std::vector<AuthLine> lines;
    bool complete = true; ///< False if there is more than the limits allow.
};

/// Reads pg_hba.conf or pg_ident.conf into words as a server of this major version does, from 13 to
/// 18: quotes, comments, continuation lines (14), "@" files, include, include_if_exists and
/// include_dir (16). An error keeps its place among the lines.
AuthLines tokenizeAuthFile(const std::string &path, const AuthFileAccess &access, int version);

/// The same for a text that is at hand, such as one being edited.
AuthLines tokenizeAuthText(const std::string &path, std::string_view text,
                           const AuthFileAccess &access, int version);

} // namespace pgaccess
