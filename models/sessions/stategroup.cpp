// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/stategroup.h"

namespace sessions {

using namespace Qt::StringLiterals;

namespace {

bool isOlder(quint32 xid, quint32 than)
{
    return qint32(xid - than) < 0;
}

} // namespace

bool isWaitingForLock(const Session &session)
{
    return session.waitEventType == "Lock"_L1;
}

bool isInTransaction(const Session &session)
{
    return session.state == SessionState::IdleInTransaction ||
           session.state == SessionState::IdleInTransactionAborted;
}

bool isParallelWorker(const Session &session)
{
    return session.backendType == "parallel worker"_L1;
}

bool isIn(const Session &session, StateGroup group)
{
    switch (group) {
    case StateGroup::All:
        return true;
    case StateGroup::Active:
        return session.state == SessionState::Active ||
               session.state == SessionState::FastPathFunction;
    case StateGroup::Idle:
        return session.state == SessionState::Idle;
    case StateGroup::IdleInTransaction:
        return isInTransaction(session);
    case StateGroup::Waiting:
        return isWaitingForLock(session);
    case StateGroup::Background:
        return !session.isHidden() && !session.isClient() && !isParallelWorker(session);
    case StateGroup::Aborted:
        return session.state == SessionState::IdleInTransactionAborted;
    case StateGroup::Hidden:
        return session.isHidden();
    case StateGroup::Starting:
        return session.state == SessionState::Starting;
    case StateGroup::Disabled:
        return session.state == SessionState::Disabled;
    }
    return false;
}

std::optional<quint32> oldestXmin(const Snapshot &snapshot)
{
    std::optional<quint32> oldest;
    for (const Session &session : snapshot.sessions) {
        if (!session.own && session.backendXmin &&
            (!oldest || isOlder(*session.backendXmin, *oldest)))
            oldest = session.backendXmin;
    }
    return oldest;
}

QString grantForHidden(const Snapshot &snapshot)
{
    if (snapshot.hiddenSessions == 0)
        return {};
    QString role = snapshot.server.role;
    return u"GRANT pg_read_all_stats TO \"%1\";"_s.arg(role.replace(u'"', u"\"\""_s));
}

} // namespace sessions
