// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/candidates.h"
#include "access/sources/sourcewalk.h"

namespace pgaccess {

/// How sources are read.
struct SourceOptions
{
    WalkLimits limits;
    qint64 maxBytes = 16 * 1024 * 1024; ///< Of all files together.
    /// Read the files that compose files name as "env_file": only with a person's consent, and only
    /// below the folder of the compose file. Those that are read anyway need none.
    bool readEnvFiles = false;
    Variables environment; ///< PG* variables that were set when the program started.
};

/// Reads files and folders and says what they know of connections to PostgreSQL. Executes nothing,
/// asks no network, follows nothing without consent. Takes as long as reading the files; made for a
/// thread of its own.
Candidates collectSources(const QStringList &paths, const SourceOptions &options = {});

} // namespace pgaccess
