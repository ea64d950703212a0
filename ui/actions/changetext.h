// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/change.h"
#include "widgets/severity.h"

#include <QCoreApplication>

namespace ui {

/// What changes and their outcomes are called. Show all of it as plain text.
class ChangeText final
{
    Q_DECLARE_TR_FUNCTIONS(ui::ChangeText)

public:
    /// Why a change is not offered here.
    static QString obstacle(actions::Obstacle obstacle);

    /// What has to be mended before it can be run; empty for None.
    static QString problem(actions::TextProblem problem);

    /// What is to be said beside a password of so many characters.
    static QString passwordHint(qsizetype length);

    /// Whether a failure undoes everything.
    static QString transaction(const actions::Change &change);

    /// "✓ ALTER ROLE "app" LOGIN"
    static QString statement(const QString &sql, actions::StatementEnding ending);

    /// "↶ DROP ROLE "app"", with the reason where it failed.
    static QString undo(const actions::UndoOutcome &undo);

    static QString outcome(const actions::ChangeOutcome &outcome);
    static Severity severity(const actions::ChangeOutcome &outcome);

    /// What to do next; empty where nothing is left to do.
    static QString advice(const actions::ChangeOutcome &outcome, actions::ChangeRight right);

    /// What the server or its files say, line by line; empty if nothing.
    static QString words(const actions::ChangeOutcome &outcome);

private:
    static QString refused(const actions::ChangeOutcome &outcome);
    static QString halfWay(const actions::ChangeOutcome &outcome);
    static QString connected(const actions::ChangeOutcome &outcome);
    static QString noEffect(const actions::ChangeOutcome &outcome);
    static QString missingRight(const actions::ChangeOutcome &outcome, actions::ChangeRight right);
};

} // namespace ui
