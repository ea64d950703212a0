// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbafindings.h"
#include "access/hba/hbamatch.h"

#include <QJsonObject>
#include <QStringList>

namespace app {

/// The rules and what was found about them.
struct HbaReport
{
    pgaccess::HbaRules rules;
    pgaccess::IdentRules ident;
    bool exact = true; ///< False if only a view of a server showed them.
    std::set<std::string> superusers;
    QStringList assumed; ///< Of a file alone: "server_version", "superusers".
    std::vector<pgaccess::HbaFinding> findings;
};

/// The document "pgvigil.hba/1".
QJsonObject hbaToJson(const HbaReport &report);

/// The document "pgvigil.hba-match/1".
QJsonObject hbaMatchToJson(const HbaReport &report, const pgaccess::HbaClient &client,
                           const pgaccess::HbaOutcome &outcome);

} // namespace app
