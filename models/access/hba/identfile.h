// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/authtokenizer.h"

namespace pgaccess {

/// One line of pg_ident.conf: who the system or the certificate says it is may be which role.
struct IdentRule
{
    int file = 0; ///< Index into IdentRules::files.
    int line = 0;
    std::string map;
    AuthToken systemUser;
    AuthToken databaseUser;
    std::string error; ///< In the words of the server; empty if the line is right.

    bool operator==(const IdentRule &) const = default;
};

struct IdentRules
{
    int version = 18;
    std::vector<std::string> files;
    std::vector<IdentRule> rules;
    std::string problem; ///< Why the file could not be read.
    bool complete = true;

    bool operator==(const IdentRules &) const = default;
};

/// Reads pg_ident.conf as a server of this major version (13 to 18) does.
IdentRules parseIdentFile(const std::string &path, const AuthFileAccess &access, int version);
IdentRules parseIdentText(const std::string &path, std::string_view text,
                          const AuthFileAccess &access, int version);
IdentRules parseIdentLines(AuthLines lines, int version);

} // namespace pgaccess
