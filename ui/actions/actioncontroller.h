// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/confirmation.h"
#include "locks/impact.h"

#include <QDialog>
#include <QObject>
#include <QPointer>

namespace ui {

class RuleDialog;

/// Between a wish ("terminate these") and a plan: opens the dialogs, and gives the plan that was
/// confirmed. One dialog at a time. A plan names its server; it is for nobody else.
class ActionController final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over this widget's window.
    explicit ActionController(QWidget *owner);

    /// Which server is shown now. Another one closes a dialog that is open: its question was about
    /// sessions that are no longer looked at.
    void setPlace(const actions::Place &place);

    /// For the list of a rule that is being made.
    void setSnapshot(const snapshot::SnapshotPtr &snapshot);

    /// For what a confirmation says of those who wait; without one it says nothing of them.
    void setSituation(const locks::SituationPtr &situation) { m_situation = situation; }

public slots:
    void request(actions::Kind kind, const std::vector<actions::Target> &targets);
    /// As the latest snapshot shows it.
    void requestRollback(const snapshot::PreparedTransaction &prepared);
    void requestByRule();

signals:
    void planConfirmed(const actions::Plan &plan);

private:
    void confirm(const actions::Confirmation &confirmation, QWidget *over);
    void confirmRule(const actions::Confirmation &confirmation);
    bool isAsking() const;

    QWidget *m_owner;
    actions::Place m_place;
    snapshot::SnapshotPtr m_snapshot;
    locks::SituationPtr m_situation;
    QPointer<QDialog> m_dialog;
    QPointer<RuleDialog> m_ruleDialog;
    quint64 m_lastPlan = 0;
};

} // namespace ui
