// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "sessions/stategroup.h"

#include <QStringList>

namespace sessions {

/// What a word of the filter line is about.
enum class FilterField {
    Text, ///< No field: any of them.
    State,
    Role,
    Database,
    Application,
    Client,
    Wait,
    Type,
    Pid,
    Query, ///< Its text with ":", its age with "<" or ">".
    Age,   ///< Time in the present state.
    Transaction,
    Idle, ///< Time in the state "idle".
};

enum class FilterOperator { Contains, Equals, Less, LessOrEqual, Greater, GreaterOrEqual };

/// One condition: `-role:app,web` is negated, on Role, with two alternatives.
struct FilterTerm
{
    FilterField field = FilterField::Text;
    FilterOperator comparison = FilterOperator::Contains;
    bool negated = false;
    QStringList texts;
    std::vector<StateGroup> states;
    std::vector<int> pids;
    Duration duration{};

    bool operator==(const FilterTerm &) const = default;
};

/// What is wrong with the filter line, and where.
struct FilterMistake
{
    enum Kind {
        UnknownField,
        UnknownState,
        NotADuration,
        NotAPid,
        MissingValue,
        OpenQuote,
        NeedsComparison, ///< An age after ":".
        CannotCompare,   ///< A text after "<" or ">".
    };
    Kind kind = UnknownField;
    qsizetype position = 0;
    qsizetype length = 0;
    QString word; ///< The part that is wrong.

    bool operator==(const FilterMistake &) const = default;
};

/// A filter line, understood: `picker state:idle role:app -type:walsender age>5m "two words"`.
/// A session has to match every term. Terms with a mistake are left out.
struct Filter
{
    std::vector<FilterTerm> terms;
    std::vector<FilterMistake> mistakes;

    bool operator==(const Filter &) const = default;
};

Filter parseFilter(QStringView line);

/// True if the session matches all terms. What is unknown about a session matches no term, and
/// every negated one.
bool matches(const Filter &filter, const Session &session, Timestamp now);

/// The names of fields that a filter line may use, and the states.
QStringList filterFieldNames();
QStringList filterStateNames();

} // namespace sessions
