// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/statement.h"

namespace pgaccess {

// What foreign text may cost us, besides the limits for all files.
constexpr std::size_t MaxVariables = 4096;
constexpr std::size_t MaxStatements = 1024;
constexpr std::size_t MaxYamlBytes = 512 * 1024; ///< yaml-cpp may read but 1 MB a second.

/// Why a file gave nothing, or not all.
enum class SourceProblem {
    None,
    TooLarge,
    TooDeep,
    TooManyNodes,
    NotUtf8,
    Syntax,      ///< Not of the kind that its name says; the line says where.
    NothingHere, ///< Read, but no PostgreSQL is named in it.
};

/// What a reader found in the bytes of one file.
struct SourceFile
{
    std::vector<Statement> statements;
    SourceProblem problem = SourceProblem::None;
    int problemLine = 0; ///< From 1, for Syntax, where known.
};

/// A result that says nothing but why; or NothingHere if there are no statements.
SourceFile failedSource(SourceProblem problem, int line = 0);

/// Checks what every reader of text asks for: size, and UTF-8 without NUL.
SourceProblem checkText(std::string_view bytes, std::size_t limit);

} // namespace pgaccess
