// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/action.h"

namespace actions {

using namespace Qt::StringLiterals;
using snapshot::SessionState;

namespace {

std::optional<Obstacle> whyNotCancel(const snapshot::Session &session)
{
    switch (session.state) {
    case SessionState::Active:
    case SessionState::FastPathFunction:
        break;
    case SessionState::Hidden:
        return {}; // it may run something; the confirmation says that nobody can tell
    case SessionState::Disabled:
        return Obstacle::NotTracked;
    case SessionState::IdleInTransaction:
    case SessionState::IdleInTransactionAborted:
        return Obstacle::IdleInTransaction;
    case SessionState::Background:
    case SessionState::Starting:
    case SessionState::Idle:
        return Obstacle::NothingRuns;
    }
    if (session.backendStart && !session.queryStart)
        return Obstacle::NotTracked;
    return {};
}

} // namespace

QLatin1StringView kindText(Kind kind)
{
    switch (kind) {
    case Kind::Cancel:
        return "cancel"_L1;
    case Kind::Terminate:
        return "terminate"_L1;
    case Kind::RollbackPrepared:
        return "rollback_prepared"_L1;
    }
    return {};
}

std::optional<base::Duration> ageAt(std::optional<base::Timestamp> since, base::Timestamp takenAt)
{
    if (!since)
        return {};
    return std::max(base::Duration::zero(), base::Duration(takenAt - *since));
}

std::optional<Obstacle> whyNotAtAll(const Circumstances &circumstances)
{
    if (!circumstances.live)
        return Obstacle::Recording;
    if (circumstances.readOnlyProfile)
        return Obstacle::ReadOnlyProfile;
    if (circumstances.server.pooled)
        return Obstacle::Pooled;
    if (!circumstances.server.problem.isEmpty())
        return Obstacle::Unverified;
    return {};
}

std::optional<Obstacle> whyNot(Kind kind, const snapshot::Session &session,
                               const Circumstances &circumstances)
{
    if (const auto obstacle = whyNotAtAll(circumstances))
        return obstacle;
    if (session.own)
        return Obstacle::OwnConnection;
    if (isAuxiliary(session.backendType))
        return Obstacle::AuxiliaryProcess;
    return kind == Kind::Cancel ? whyNotCancel(session) : std::nullopt;
}

std::optional<Obstacle> whyNot(Kind kind, const Target &target, const Circumstances &circumstances)
{
    if (!target.prepared)
        return whyNot(kind, target.session, circumstances);
    if (const auto obstacle = whyNotAtAll(circumstances))
        return obstacle;
    return circumstances.server.standby ? std::optional(Obstacle::Standby) : std::nullopt;
}

bool isAuxiliary(const QString &backendType)
{
    static constexpr QLatin1StringView names[] = {
        "archiver"_L1, "background writer"_L1, "checkpointer"_L1,  "io worker"_L1, "logger"_L1,
        "startup"_L1,  "walreceiver"_L1,       "walsummarizer"_L1, "walwriter"_L1,
    };
    return std::ranges::find(names, backendType) != std::end(names);
}

} // namespace actions
