// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "sessions/column.h"
#include "sessions/stategroup.h"

namespace sessions {

enum class Severity { None, Warning, Critical };

/// From when on a session is worth a look. Longer than, not as long as.
struct Thresholds
{
    Duration idle = std::chrono::minutes(30);
    Duration active = std::chrono::minutes(5);
    Duration idleInTransaction = std::chrono::minutes(1);
    Duration lockWait = std::chrono::minutes(1); ///< Of a statement that waits for a lock.

    bool operator==(const Thresholds &) const = default;
};

/// How bad the value of one column is. Only client backends are judged: a walsender is active for
/// months, and that is fine.
Severity severity(const Session &session, Column column, Timestamp now,
                  const Thresholds &thresholds);

/// The worst of all columns.
Severity severity(const Session &session, Timestamp now, const Thresholds &thresholds);

} // namespace sessions
