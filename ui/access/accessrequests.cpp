// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesspage.h"

#include "access/attemptmodel.h"
#include "access/candidatemodel.h"
#include "access/ladder/rulefacts.h"
#include "access/laddercard.h"
#include "access/passworddialog.h"

// What the page does about the attempt that is selected, by itself or by others.

namespace ui {

void AccessPage::requestFix(const pgaccess::Fix &fix)
{
    const AccessCandidate *candidate = selectedCandidate();
    emit fixRequested(fix, candidate ? passwordOf(*candidate) : base::Secret());
}

void AccessPage::askPassword()
{
    const AccessCandidate *candidate = selectedCandidate();
    if (!candidate)
        return;
    auto *dialog = new PasswordDialog(pgaccess::profileFor(candidate->candidate), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOnce();
    connect(dialog, &PasswordDialog::passwordGiven, this,
            [this, number = candidate->number](const auto &typed) { takePassword(number, typed); });
    dialog->open();
}

void AccessPage::takePassword(int candidate, const base::Secret &password)
{
    const auto found = std::ranges::find(m_found, candidate, &AccessCandidate::number);
    if (found == m_found.end() || m_ladder->isRunning())
        return;
    found->candidate.password = password;
    found->candidate.hasPassword = true;
    showCandidates();
    AccessCheckOrder wanted = order();
    wanted.candidates = {*found}; // of the others nothing is new
    m_attempts->beginAgain(*found);
    m_again = candidate;
    launch(wanted);
}

void AccessPage::requestRules()
{
    const auto judged = m_ladder->selected();
    if (const auto client = judged ? pgaccess::clientOf(judged->attempt.observation) : std::nullopt)
        emit rulesQuestioned(*client);
}

void AccessPage::emitWay(bool save)
{
    const auto judged = m_ladder->selected();
    const AccessCandidate *found = selectedCandidate();
    if (!found)
        return;
    const AccessCandidate candidate = *found; // the list changes as the server comes into it
    const pg::ConnectionSpec spec = specOf(*judged, candidate);
    if (save)
        emit saveWanted(candidate, spec);
    else
        emit connectWanted(candidate, spec);
}

} // namespace ui
