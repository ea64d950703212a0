// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"
#include "access/sources/sourcetext.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

/// Ends the fuzzer if a statement holds what no statement may hold.
inline void checkStatements(const pgaccess::SourceFile &file, std::string_view bytes)
{
    const auto lines = int(std::count(bytes.begin(), bytes.end(), '\n')) + 1;
    if (file.statements.size() > pgaccess::MaxStatements && bytes.size() < 1024)
        std::abort();
    for (const pgaccess::Statement &each : file.statements) {
        if (each.line < 0 || each.line > lines)
            std::abort();
        for (const auto &[name, value] : each.options) {
            const bool system = name == "sslrootcert" && value == "system";
            if ((!pgaccess::isPlainOption(name) && !system) || value.empty() ||
                !pgaccess::isCleanText(value) || value.find('\1') != value.npos)
                std::abort();
        }
        for (const pgaccess::Note &note : each.notes) {
            if (!pgaccess::isCleanText(note.subject))
                std::abort();
        }
        if (!each.hasPassword && !each.password.empty())
            std::abort();
    }
}
