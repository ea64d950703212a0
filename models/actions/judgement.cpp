// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/judgement.h"

namespace actions {

using namespace Qt::StringLiterals;

namespace {

bool isSameSession(const Target &target, const Sighting &now)
{
    const snapshot::Session &session = target.session;
    if (target.isIdentitySafe())
        return now.backendStart == session.backendStart;
    return now.roleOid == session.roleOid && now.databaseOid == session.databaseOid &&
           now.application == session.application;
}

bool runs(const Sighting &now)
{
    return now.state == "active"_L1 || now.state == "fastpath function call"_L1;
}

} // namespace

QHash<int, Sighting> sightings(const pg::Rows &rows)
{
    const int pid = rows.column("pid");
    const int backendStart = rows.column("backend_start");
    const int queryStart = rows.column("query_start");
    const int xactStart = rows.column("xact_start");
    const int stateChange = rows.column("state_change");
    const int state = rows.column("state");
    const int role = rows.column("usesysid");
    const int database = rows.column("datid");
    const int application = rows.column("application_name");
    QHash<int, Sighting> found;
    for (int row = 0; row < rows.rowCount(); ++row) {
        const Sighting sighting{.pid = rows.int4(row, pid),
                                .backendStart = rows.timestamp(row, backendStart),
                                .queryStart = rows.timestamp(row, queryStart),
                                .xactStart = rows.timestamp(row, xactStart),
                                .stateChange = rows.timestamp(row, stateChange),
                                .state = rows.text(row, state),
                                .roleOid = rows.oid(row, role),
                                .databaseOid = rows.oid(row, database),
                                .application = rows.text(row, application)};
        found.insert(sighting.pid, sighting);
    }
    return found;
}

std::optional<Obstacle> obstacleOf(const pg::ConnectionFacts &facts, const Target &target)
{
    if (facts.pooled)
        return Obstacle::Pooled;
    if (!facts.verified)
        return Obstacle::Unverified;
    return target.session.pid == facts.backendPid ? std::optional(Obstacle::OwnConnection)
                                                  : std::nullopt;
}

Reason whyNothingDone(const Plan &plan, const Target &target, const std::optional<Sighting> &now)
{
    const snapshot::Session &session = target.session;
    if (!now)
        return Reason::Gone;
    if (target.isIdentitySafe() && !now->backendStart)
        return Reason::NoLongerVisible;
    if (!isSameSession(target, *now))
        return Reason::OtherSession;
    if (plan.kind == Kind::Cancel)
        return runs(*now) && now->queryStart != session.queryStart ? Reason::OtherStatement
                                                                   : Reason::NothingRuns;
    return Reason::StateChanged;
}

Ending standing(Kind kind, const Target &target, const std::optional<Sighting> &now)
{
    if (!now || !isSameSession(target, *now))
        return Ending::SignalledAndGone;
    if (kind == Kind::Terminate)
        return Ending::SignalledStillThere;
    if (!target.isIdentitySafe())
        return Ending::Unknown;
    const bool sameStatement = runs(*now) && now->queryStart == target.session.queryStart;
    return sameStatement ? Ending::SignalledStillThere : Ending::SignalledAndGone;
}

Ending endingOf(const base::Error &error)
{
    if (error.kind != base::ErrorKind::Server)
        return Ending::Unknown; // it may have been sent
    if (error.sqlState == "42501"_L1)
        return Ending::NotPermitted;
    const bool interrupted = error.isClass("57"_L1) || error.isClass("08"_L1);
    return interrupted ? Ending::Unknown : Ending::Refused;
}

MissingRight missingRight(const Target &target, bool superuserOwned, int serverVersion)
{
    if (serverVersion >= 180000 && target.session.backendType == "autovacuum worker"_L1)
        return MissingRight::SignalAutovacuumWorker;
    return superuserOwned ? MissingRight::Superuser : MissingRight::SignalBackend;
}

} // namespace actions
