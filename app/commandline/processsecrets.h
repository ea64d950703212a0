// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/variables.h"
#include "base/secret.h"

namespace app {

/// The PG* variables as they are set, to be shown and tried. Call it before they are taken out.
pgaccess::Variables postgresEnvironment();

/// Takes every PG* variable out of the environment, so that a forgotten PGOPTIONS or PGSSLMODE
/// changes nothing here, and gives back the value of PGPASSWORD, wiped where it stood. Call it
/// first in main().
base::Secret takePostgresEnvironment();

/// Overwrites the passwords in connection strings among the arguments, so that a list of processes
/// does not show them. Call it when the arguments have been read.
void maskArguments(int argc, char **argv);

/// Keeps this process out of core dumps (S2 of the threat model); debug builds stay as they are.
void forbidCoreDumps();

} // namespace app
