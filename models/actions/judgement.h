// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/confirmation.h"
#include "actions/outcome.h"
#include "postgres/connection.h"

namespace actions {

/// What a pid is at a later moment, as far as this role may see it.
struct Sighting
{
    int pid = 0;
    std::optional<base::Timestamp> backendStart;
    std::optional<base::Timestamp> queryStart;
    std::optional<base::Timestamp> xactStart;
    std::optional<base::Timestamp> stateChange;
    QString state; ///< Empty if hidden or none.
    snapshot::Oid roleOid = 0;
    snapshot::Oid databaseOid = 0;
    QString application;

    bool operator==(const Sighting &) const = default;
};

/// Decodes the rows of lookStatement(), by pid.
QHash<int, Sighting> sightings(const pg::Rows &rows);

/// Why this connection may not act on this target; nothing if it may.
std::optional<Obstacle> obstacleOf(const pg::ConnectionFacts &facts, const Target &target);

/// Why the signalling statement found nothing, judged by what the pid is now.
Reason whyNothingDone(const Plan &plan, const Target &target, const std::optional<Sighting> &now);

/// How a signal that was sent stands: gone, still there, or (for a cancel whose statement this role
/// may not see) unknown.
Ending standing(Kind kind, const Target &target, const std::optional<Sighting> &now);

/// The ending of a statement that the server refused, without the missing right.
Ending endingOf(const base::Error &error);

/// The right that is missing after SQLSTATE 42501.
MissingRight missingRight(const Target &target, bool superuserOwned, int serverVersion);

} // namespace actions
