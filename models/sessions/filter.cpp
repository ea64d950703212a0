// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/filter.h"

#include "sessions/column.h"

namespace sessions {

using namespace Qt::StringLiterals;

namespace {

bool contains(const QString &text, const QString &part)
{
    return text.contains(part, Qt::CaseInsensitive);
}

bool isText(const QString &value, const FilterTerm &term)
{
    return std::ranges::any_of(term.texts, [&](const QString &text) {
        return term.comparison == FilterOperator::Equals
                   ? value.compare(text, Qt::CaseInsensitive) == 0
                   : contains(value, text);
    });
}

// Addresses and wait events are named from their beginning: "10.2." must not match 110.2.0.1, nor
// "lock" an LWLock.
bool startsText(const QString &value, const FilterTerm &term)
{
    return std::ranges::any_of(term.texts, [&](const QString &text) {
        return term.comparison == FilterOperator::Equals
                   ? value.compare(text, Qt::CaseInsensitive) == 0
                   : value.startsWith(text, Qt::CaseInsensitive);
    });
}

bool isAnywhere(const Session &session, const QString &text)
{
    return contains(session.database, text) || contains(session.role, text) ||
           contains(session.application, text) || contains(session.client, text) ||
           contains(session.backendType, text) || contains(session.query, text) ||
           contains(textOf(session, WaitColumn), text) ||
           QString::number(session.pid).contains(text) ||
           snapshot::stateText(session.state).contains(text, Qt::CaseInsensitive);
}

bool isDuration(const std::optional<Timestamp> &since, const FilterTerm &term, Timestamp now)
{
    if (!since)
        return false;
    const Duration age = now - *since;
    switch (term.comparison) {
    case FilterOperator::Less:
        return age < term.duration;
    case FilterOperator::LessOrEqual:
        return age <= term.duration;
    case FilterOperator::Greater:
        return age > term.duration;
    case FilterOperator::GreaterOrEqual:
        return age >= term.duration;
    default:
        return false;
    }
}

bool matchesTerm(const FilterTerm &term, const Session &session, Timestamp now)
{
    switch (term.field) {
    case FilterField::Text:
        return isAnywhere(session, term.texts.constFirst());
    case FilterField::State:
        return std::ranges::any_of(term.states,
                                   [&](StateGroup group) { return isIn(session, group); });
    case FilterField::Role:
        return isText(session.role, term);
    case FilterField::Database:
        return isText(session.database, term);
    case FilterField::Application:
        return isText(session.application, term);
    case FilterField::Client:
        return startsText(session.client, term);
    case FilterField::Wait:
        return startsText(session.waitEventType, term) || startsText(session.waitEvent, term);
    case FilterField::Type:
        return isText(session.backendType, term);
    case FilterField::Pid:
        return std::ranges::contains(term.pids, session.pid);
    case FilterField::Query:
        return term.texts.isEmpty() ? isDuration(startOf(session, QueryAgeColumn), term, now)
                                    : isText(session.query, term);
    case FilterField::Age:
        return isDuration(session.stateChange, term, now);
    case FilterField::Transaction:
        return isDuration(session.xactStart, term, now);
    case FilterField::Idle:
        return session.state == SessionState::Idle && isDuration(session.stateChange, term, now);
    }
    return false;
}

} // namespace

bool matches(const Filter &filter, const Session &session, Timestamp now)
{
    return std::ranges::all_of(filter.terms, [&](const FilterTerm &term) {
        return matchesTerm(term, session, now) != term.negated;
    });
}

} // namespace sessions
