// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "snapshot/snapshot.h"

namespace snapshot {

using namespace Qt::StringLiterals;

QLatin1StringView stateText(SessionState state)
{
    switch (state) {
    case SessionState::Hidden:
    case SessionState::Background:
        return {};
    case SessionState::Starting:
        return "starting"_L1;
    case SessionState::Active:
        return "active"_L1;
    case SessionState::Idle:
        return "idle"_L1;
    case SessionState::IdleInTransaction:
        return "idle in transaction"_L1;
    case SessionState::IdleInTransactionAborted:
        return "idle in transaction (aborted)"_L1;
    case SessionState::FastPathFunction:
        return "fastpath function call"_L1;
    case SessionState::Disabled:
        return "disabled"_L1;
    }
    return {};
}

QLatin1StringView lockModeText(LockMode mode)
{
    static constexpr QLatin1StringView names[] = {
        ""_L1,
        "AccessShareLock"_L1,
        "RowShareLock"_L1,
        "RowExclusiveLock"_L1,
        "ShareUpdateExclusiveLock"_L1,
        "ShareLock"_L1,
        "ShareRowExclusiveLock"_L1,
        "ExclusiveLock"_L1,
        "AccessExclusiveLock"_L1,
        "SIReadLock"_L1,
    };
    return names[size_t(mode)];
}

} // namespace snapshot
