// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/sourcefile.h"

#include "access/sources/sourcetext.h"

namespace pgaccess {

SourceFile failedSource(SourceProblem problem, int line)
{
    SourceFile out;
    out.problem = problem;
    out.problemLine = line;
    return out;
}

SourceProblem checkText(std::string_view bytes, std::size_t limit)
{
    if (bytes.size() > limit)
        return SourceProblem::TooLarge;
    return isCleanText(bytes) ? SourceProblem::None : SourceProblem::NotUtf8;
}

} // namespace pgaccess
