// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"
#include "access/sources/variables.h"

namespace pgaccess {

// The files that are also imported as profiles, as statements about connections.

/// A pg_service.conf.
SourceFile readServices(std::string_view bytes);

/// The lines of a pass file that name a host and a user. Who may read the file is not asked here.
SourceFile readPassLines(std::string_view bytes);

/// pgAdmin's servers.json; it holds no passwords.
SourceFile readPgAdmin(std::string_view bytes);

/// The PG* variables that were set when the program started.
SourceFile readEnvironment(const Variables &environment);

} // namespace pgaccess
