// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbarule.h"
#include "access/hba/identfile.h"
#include "postgres/rows.h"

namespace pgaccess {

/// The rules that the answer to access/hba_rules shows. The path is that of the main file, where
/// it is known.
HbaRules hbaRulesOfView(const pg::Rows &rows, const std::string &path, int version);

/// The same of access/ident_mappings.
IdentRules identRulesOfView(const pg::Rows &rows, const std::string &path, int version);

/// Lets the server have the last word on each line: takes over its errors, also where we find
/// none, and what it remarks on lines that it loads.
void takeOpinions(const pg::Rows &rows, HbaRules &rules);

} // namespace pgaccess
