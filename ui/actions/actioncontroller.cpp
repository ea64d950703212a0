// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/actioncontroller.h"

#include "actions/confirmdialog.h"
#include "actions/relieftext.h"
#include "actions/ruledialog.h"

namespace ui {

ActionController::ActionController(QWidget *owner)
    : QObject(owner)
    , m_owner(owner)
{
}

void ActionController::setPlace(const actions::Place &place)
{
    const bool another = place.serverId != m_place.serverId;
    m_place = place;
    if (!another)
        return;
    m_snapshot.reset();
    m_situation.reset();
    if (m_dialog)
        m_dialog->reject();
    if (m_ruleDialog)
        m_ruleDialog->reject();
}

void ActionController::setSnapshot(const snapshot::SnapshotPtr &snapshot)
{
    m_snapshot = snapshot;
    if (m_ruleDialog)
        m_ruleDialog->setSnapshot(snapshot);
}

void ActionController::request(actions::Kind kind, const std::vector<actions::Target> &targets)
{
    if (!targets.empty() && !isAsking())
        confirm(actions::makeConfirmation(kind, targets, m_place), m_owner->window());
}

void ActionController::requestRollback(const snapshot::PreparedTransaction &prepared)
{
    if (!m_snapshot)
        return;
    actions::Target target{.takenAt = m_snapshot->takenAt};
    target.prepared = prepared;
    request(actions::Kind::RollbackPrepared, {target});
}

void ActionController::requestByRule()
{
    if (isAsking())
        return;
    m_ruleDialog = new RuleDialog(m_place, m_owner->window());
    m_ruleDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_ruleDialog->setSnapshot(m_snapshot);
    connect(m_ruleDialog, &RuleDialog::chosen, this, &ActionController::confirmRule);
    m_ruleDialog->open();
}

// Over the rule, which stays open when the answer is no.
void ActionController::confirmRule(const actions::Confirmation &confirmation)
{
    confirm(confirmation, m_ruleDialog);
    connect(m_dialog, &QDialog::accepted, m_ruleDialog, &QDialog::accept);
}

void ActionController::confirm(const actions::Confirmation &confirmation, QWidget *over)
{
    auto *dialog = new ConfirmDialog(confirmation, ++m_lastPlan, over);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (m_situation)
        dialog->setRelief(ReliefText::preview(confirmation, *m_situation));
    connect(dialog, &ConfirmDialog::confirmed, this, &ActionController::planConfirmed);
    m_dialog = dialog;
    dialog->open();
}

bool ActionController::isAsking() const
{
    return (m_dialog && m_dialog->isVisible()) || (m_ruleDialog && m_ruleDialog->isVisible());
}

} // namespace ui
