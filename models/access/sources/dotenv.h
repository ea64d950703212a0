// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"
#include "access/sources/variables.h"

namespace pgaccess {

struct DotEnv
{
    Variables variables; ///< Each name once: the last line that sets it counts.
    std::vector<int> badLines;
    SourceProblem problem = SourceProblem::None;
};

/// Reads a .env file: "export", quotes of three kinds (also over several lines), comments behind a
/// value, variables with defaults. Runs nothing, asks no environment.
DotEnv parseDotEnv(std::string_view bytes);

/// The connections that a .env file names.
SourceFile readDotEnv(std::string_view bytes);

} // namespace pgaccess
