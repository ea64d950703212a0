// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/evidence.h"
#include "access/diagnosis/observation.h"
#include "access/hba/hbamatch.h"
#include "access/hba/identfile.h"

namespace pgaccess {

/// The roles that one is a member of, where that is known.
using Memberships = std::set<std::string, std::less<>>;

/// The client of an attempt as rules see it; nothing where the address that the server sees cannot
/// be told from here.
std::optional<HbaClient> clientOf(const Observation &observation);

/// What these rules say to the attempt, and what they would say with the other encryption. Unknown
/// where the address that the server sees cannot be told from here, where a rule before the one
/// that decides cannot be judged, or where a server would not load the file.
RuleFacts ruleFactsOf(const HbaRules &rules, const Observation &observation,
                      const Memberships &memberOf = {});

/// The right lines of pg_ident.conf in words.
QList<MapLine> mapLinesOf(const IdentRules &rules);

/// A rule as one line, its options left out.
QString ruleText(const HbaRule &rule);

} // namespace pgaccess
