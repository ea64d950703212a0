// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/confirmation.h"
#include "actions/outcome.h"
#include "widgets/severity.h"

#include <QCoreApplication>

namespace ui {

/// What actions, their dangers and their outcomes are called: whole sentences that say what happens
/// and what to do next. Text of the server or of users is made visible; show all of it as plain
/// text.
class ActionText final
{
    Q_DECLARE_TR_FUNCTIONS(ui::ActionText)

public:
    /// Why the action is not offered, for a tool tip or beside a disabled button.
    static QString obstacle(actions::Obstacle obstacle);

    static QString warning(actions::Warning warning);
    static Severity severity(actions::Warning warning);

    /// "Terminate session 4711 of app": for a button, with "&" escaped.
    static QString button(const actions::Confirmation &confirmation);

    /// "Terminate 3 sessions on orders?"
    static QString question(const actions::Confirmation &confirmation);

    /// What happens then, in one sentence.
    static QString consequence(const actions::Confirmation &confirmation);

    /// "0.21 s"
    static QString seconds(base::Duration duration);

    /// "idle in transaction for 04:12"
    static QString stateWithAge(const actions::Target &target);

    /// "Session 4711 is gone after 0.21 s."
    static QString outcome(const actions::Outcome &outcome);

    /// What to do next; empty where nothing is left to do.
    static QString advice(const actions::Outcome &outcome);
    static Severity severity(const actions::Outcome &outcome);

private:
    static QString graveWarning(actions::Warning warning);
    static QString notFound(const actions::Outcome &outcome);
    static QString refused(const actions::Outcome &outcome);
    static QString afterSignal(const actions::Outcome &outcome);
    static QString grantAdvice(const actions::Outcome &outcome);
};

} // namespace ui
