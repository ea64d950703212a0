// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/confirmation.h"
#include "actions/outcome.h"

#include <QWidget>

class QPushButton;

namespace ui {

class MessageBar;

/// Says inside a page what became of a plan, target by target as it becomes known, with the
/// server's own words and what to do next. Hidden until a plan begins.
class OutcomeBar final : public QWidget
{
    Q_OBJECT

public:
    explicit OutcomeBar(QWidget *parent = nullptr);

    /// A plan was sent; what the bar said of an earlier one goes.
    void begin(const actions::Plan &plan);

    /// One target's outcome. One of another plan is left out.
    void add(const actions::Outcome &outcome);

    void dismiss();

private:
    void refresh();
    void showOne(const actions::Outcome &outcome);
    void showMany();
    QString summary() const;
    void copyGrant();

    actions::Plan m_plan;
    std::vector<actions::Outcome> m_outcomes;
    QString m_grant;
    MessageBar *m_bar;
    QPushButton *m_copy;
    QPushButton *m_dismiss;
};

} // namespace ui
