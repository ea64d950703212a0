// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/diagnosis.h"
#include "access/ladder/attempt.h"
#include "access/ladder/evidencefiles.h"
#include "access/sources/candidates.h"

namespace ui {

/// One way in that can be tried, from files or a saved profile.
struct AccessCandidate
{
    int number = 0; ///< Its own as long as the page stands.
    pgaccess::Candidate candidate;
    QString profile; ///< The id of the saved connection that it is; empty for one from files.
    QString name;    ///< As lists call it. Foreign.
    bool wanted = true;

    /// True if there is any sense in trying it from this machine.
    bool canBeTried() const
    {
        const bool reachable = candidate.reach == pgaccess::Reach::Unknown ||
                               candidate.reach == pgaccess::Reach::Published;
        return reachable && candidate.isComplete();
    }
};

/// An attempt, and what it means; without an error the diagnosis means nothing.
struct JudgedAttempt
{
    pgaccess::Attempt attempt;
    pgaccess::Diagnosis diagnosis;

    bool operator==(const JudgedAttempt &) const = default;
};

/// What is to be tried, and what may be looked at to judge it.
struct AccessCheckOrder
{
    QList<AccessCandidate> candidates;
    pgaccess::EvidenceFiles files;
    QString admin; ///< The id of a saved connection; empty for none.
};

} // namespace ui
