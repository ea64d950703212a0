// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/severity.h"

namespace sessions {

namespace {

bool isLonger(const std::optional<Timestamp> &since, Timestamp now, Duration threshold)
{
    return since && now - *since > threshold;
}

Severity ofActive(const Session &session, Column column, Timestamp now,
                  const Thresholds &thresholds)
{
    const std::optional<Timestamp> since = startOf(session, column);
    if (isWaitingForLock(session) && isLonger(session.queryStart, now, thresholds.lockWait))
        return since ? Severity::Warning : Severity::None;
    return isLonger(since, now, thresholds.active) ? Severity::Warning : Severity::None;
}

} // namespace

Severity severity(const Session &session, Column column, Timestamp now,
                  const Thresholds &thresholds)
{
    if (!session.isClient() || !isAge(column))
        return Severity::None;
    if (isIn(session, StateGroup::Active))
        return ofActive(session, column, now, thresholds);
    if (isInTransaction(session) && column != QueryAgeColumn)
        return isLonger(session.stateChange, now, thresholds.idleInTransaction) ? Severity::Critical
                                                                                : Severity::None;
    if (session.state == SessionState::Idle && column == StateAgeColumn)
        return isLonger(session.stateChange, now, thresholds.idle) ? Severity::Warning
                                                                   : Severity::None;
    return Severity::None;
}

Severity severity(const Session &session, Timestamp now, const Thresholds &thresholds)
{
    return std::max({severity(session, TransactionAgeColumn, now, thresholds),
                     severity(session, QueryAgeColumn, now, thresholds),
                     severity(session, StateAgeColumn, now, thresholds)});
}

} // namespace sessions
