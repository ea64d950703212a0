// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/actioncontroller.h"

#include "actions/confirmdialog.h"
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
        confirm(actions::makeConfirmation(kind, targets, m_place));
}

void ActionController::requestByRule()
{
    if (isAsking())
        return;
    m_ruleDialog = new RuleDialog(m_place, m_owner->window());
    m_ruleDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_ruleDialog->setSnapshot(m_snapshot);
    connect(m_ruleDialog, &RuleDialog::chosen, this, &ActionController::confirm);
    m_ruleDialog->open();
}

void ActionController::confirm(const actions::Confirmation &confirmation)
{
    auto *dialog = new ConfirmDialog(confirmation, ++m_lastPlan, m_owner->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConfirmDialog::confirmed, this, &ActionController::planConfirmed);
    m_dialog = dialog;
    dialog->open();
}

bool ActionController::isAsking() const
{
    return (m_dialog && m_dialog->isVisible()) || (m_ruleDialog && m_ruleDialog->isVisible());
}

} // namespace ui
