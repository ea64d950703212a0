// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"
#include "access/sources/variables.h"

namespace pgaccess {

/// Reads Rails' database.yml. What stands in "<% … %>" is Ruby and is never run: of ENV["NAME"] and
/// ENV.fetch("NAME", "default") the name and the default are understood, all else is unresolved.
SourceFile readRails(std::string_view bytes, const Variables &around = {});

} // namespace pgaccess
