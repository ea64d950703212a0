// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/column.h"

namespace sessions {

using namespace Qt::StringLiterals;
using snapshot::Session;
using snapshot::SessionState;

std::optional<base::Timestamp> startOf(const Session &session, Column column)
{
    switch (column) {
    case TransactionAgeColumn:
        return session.xactStart;
    case QueryAgeColumn:
        return session.state == SessionState::Active ||
                       session.state == SessionState::FastPathFunction
                   ? session.queryStart
                   : std::nullopt;
    case StateAgeColumn:
        return session.stateChange;
    default:
        return {};
    }
}

QString textOf(const Session &session, Column column)
{
    switch (column) {
    case DatabaseColumn:
        return session.database;
    case RoleColumn:
        return session.role;
    case ApplicationColumn:
        return session.isClient() || session.backendType.isEmpty() ? session.application
                                                                   : session.backendType;
    case ClientColumn:
        return session.client;
    case BackendTypeColumn:
        return session.backendType;
    case StateColumn:
        return snapshot::stateText(session.state);
    case WaitColumn:
        return session.waitEventType.isEmpty()
                   ? QString()
                   : QString(session.waitEventType + ": "_L1 + session.waitEvent);
    case QueryColumn:
        return session.query;
    default:
        return {};
    }
}

} // namespace sessions
