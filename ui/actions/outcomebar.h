// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/confirmation.h"
#include "actions/outcome.h"
#include "locks/drain.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QPushButton;

namespace ui {

class MessageBar;

/// Says what became of a plan, target by target as it becomes known, with the server's own words
/// and what to do next, and how those who waited get free. Hidden until a plan begins. Floats above
/// the bottom of its parent, so that no row moves. What went well goes by itself after ten seconds,
/// unless somebody is at it; the rest stays until it is dismissed.
class OutcomeBar final : public QWidget
{
    Q_OBJECT

public:
    explicit OutcomeBar(QWidget *over = nullptr);

    /// A plan was sent; what the bar said of an earlier one goes.
    void begin(const actions::Plan &plan);

    /// One target's outcome. One of another plan is left out.
    void add(const actions::Outcome &outcome);

    /// Who waits for whom now: the bar says how those who waited for the targets get free.
    void setSituation(const locks::SituationPtr &situation);

    void dismiss();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    void appear();
    void place();
    void fade();
    bool isSuccess() const;
    QString drainSentence() const;
    void showOne(const actions::Outcome &outcome);
    void showMany();
    QString summary() const;

    actions::Plan m_plan;
    std::vector<actions::Outcome> m_outcomes;
    QString m_grant;
    MessageBar *m_bar;
    QPushButton *m_copy;
    QPushButton *m_dismiss;
    QTimer m_fade{this};
    locks::SituationPtr m_situation;
    locks::Drain m_drain;
    QElapsedTimer m_sent;
    QTimer m_settle{this};
};

} // namespace ui
