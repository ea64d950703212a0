// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/rule.h"

namespace actions {

using namespace Qt::StringLiterals;
using snapshot::Session;
using snapshot::SessionState;

namespace {

bool isAny(const QString &wanted, const QString &value)
{
    return wanted.isEmpty() || wanted == value;
}

bool isCandidate(const Rule &rule, const Session &session)
{
    const bool kindFits =
        session.isClient() || (rule.walsenders && session.backendType == "walsender"_L1);
    return kindFits && !session.isHidden() && session.backendStart &&
           (rule.states.isEmpty() || rule.states.contains(session.state)) &&
           isAny(rule.role, session.role) && isAny(rule.database, session.database) &&
           isAny(rule.application, session.application) && isAny(rule.client, session.client);
}

} // namespace

std::optional<base::Duration> ageOf(Rule::Age age, const Session &session, base::Timestamp takenAt)
{
    switch (age) {
    case Rule::Age::State:
        return ageAt(session.stateChange, takenAt);
    case Rule::Age::Transaction:
        return ageAt(session.xactStart, takenAt);
    case Rule::Age::Statement:
        if (session.state != SessionState::Active &&
            session.state != SessionState::FastPathFunction)
            return {};
        return ageAt(session.queryStart, takenAt);
    case Rule::Age::Session:
        return ageAt(session.backendStart, takenAt);
    }
    return {};
}

Guard guardOf(const Rule &rule)
{
    switch (rule.age) {
    case Rule::Age::State:
        return Guard::State;
    case Rule::Age::Transaction:
        return Guard::Transaction;
    case Rule::Age::Statement:
        return Guard::Statement;
    case Rule::Age::Session:
        return Guard::None;
    }
    return Guard::None;
}

RuleMatch evaluate(const Rule &rule, const snapshot::Snapshot &snapshot,
                   const Circumstances &circumstances)
{
    RuleMatch match;
    std::vector<std::pair<base::Duration, const Session *>> hits;
    for (const Session &session : snapshot.sessions) {
        match.hidden += session.isHidden() && !session.own ? 1 : 0;
        if (!isCandidate(rule, session) || whyNot(rule.kind, session, circumstances))
            continue;
        const auto age = ageOf(rule.age, session, snapshot.takenAt);
        if (age && *age > rule.longerThan)
            hits.emplace_back(*age, &session);
    }
    std::ranges::stable_sort(hits, std::ranges::greater{},
                             [](const auto &hit) { return hit.first; });
    match.matched = int(hits.size());
    hits.resize(std::min(hits.size(), size_t(std::max(0, rule.cap))));
    for (const auto &hit : hits)
        match.targets.push_back({*hit.second, snapshot.takenAt});
    return match;
}

} // namespace actions
