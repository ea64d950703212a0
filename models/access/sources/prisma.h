// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"
#include "access/sources/variables.h"

namespace pgaccess {

/// Reads the datasource blocks of a Prisma schema; env("NAME") is looked up in what is given.
SourceFile readPrisma(std::string_view bytes, const Variables &around = {});

} // namespace pgaccess
