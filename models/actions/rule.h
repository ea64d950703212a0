// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/confirmation.h"

#include <QList>

namespace actions {

/// Chooses sessions by what they are and do: "idle longer than 30 minutes, role app". Chooses
/// client backends only (and walsenders where asked), never a connection of this program, and never
/// one whose state this role may not see.
struct Rule
{
    /// Which age must be longer.
    enum class Age {
        State,       ///< In this state, since state_change.
        Transaction, ///< Since xact_start.
        Statement,   ///< Since query_start; only while it runs.
        Session,     ///< Since backend_start.
    };

    Kind kind = Kind::Terminate;
    QList<snapshot::SessionState> states{snapshot::SessionState::Idle}; ///< Empty: any.
    Age age = Age::State;
    base::Duration longerThan = std::chrono::minutes{30};
    QString role; ///< This and the next three: exactly this one; empty means any.
    QString database;
    QString application;
    QString client;
    bool walsenders = false;
    int cap = 200; ///< At most so many, the oldest first.

    bool operator==(const Rule &) const = default;
};

/// What a rule hits in one snapshot.
struct RuleMatch
{
    std::vector<Target> targets; ///< The oldest first; at most the cap.
    int matched = 0;             ///< How many there are without the cap.
    int hidden = 0;              ///< Sessions nobody can judge, as this role may not see them.

    bool operator==(const RuleMatch &) const = default;
    bool isCapped() const { return matched > int(targets.size()); }
};

RuleMatch evaluate(const Rule &rule, const snapshot::Snapshot &snapshot,
                   const Circumstances &circumstances);

/// What must still hold when the rule's targets are acted on.
Guard guardOf(const Rule &rule);

/// The age that the rule looks at; nothing if the session has none.
std::optional<base::Duration> ageOf(Rule::Age age, const snapshot::Session &session,
                                    base::Timestamp takenAt);

} // namespace actions
