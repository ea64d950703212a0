// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/verdictlinks.h"

#include "access/accesspage.h"
#include "access/rulesview.h"
#include "window/changerunner.h"
#include "window/fixchange.h"
#include "window/mainwindow.h"
#include "window/ruleslink.h"
#include "window/serverlist.h"

namespace app {

using namespace Qt::StringLiterals;
using ui::AccessPage;
using ui::FixOffer;
using ui::JudgedAttempt;

VerdictLinks::VerdictLinks(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    connect(&m_parts.servers, &ServerList::changed, this, &VerdictLinks::offer);
    connect(&m_parts.page, &AccessPage::evidenceChanged, this, [this] {
        m_offered = false;
        offer();
    });
    connect(&m_parts.page, &AccessPage::fixRequested, this, &VerdictLinks::fix);
    connect(&m_parts.page, &AccessPage::rulesQuestioned, this, &VerdictLinks::askRules);
    offer();
}

// Only when it is something else: a person may be about to press one of the buttons.
void VerdictLinks::offer()
{
    QStringList live;
    for (const ui::ServerRow &row : m_parts.servers.rows()) {
        if (row.status.state == base::ServerState::Live)
            live.append(row.id);
    }
    if (m_offered && live == m_live)
        return;
    m_offered = true;
    m_live = live;
    m_parts.page.setOffers(
        {.fix = [this](const auto &judged, const auto &fix) { return offerOf(judged, fix); },
         .rules =
             [this](const auto &judged) {
                 return !m_parts.page.evidence().hba.isEmpty() || !serverOf(judged).isEmpty();
             }});
}

QString VerdictLinks::serverOf(const JudgedAttempt &judged) const
{
    return liveServerOf(m_parts.servers, judged.attempt.observation, m_parts.servers.current());
}

// A change may also be run where it is not certain that it is the same server: its dialog says so.
FixOffer VerdictLinks::offerOf(const JudgedAttempt &judged, const pgaccess::Fix &fix) const
{
    if (fix.kind == pgaccess::FixKind::EndSessions)
        return serverOf(judged).isEmpty() ? FixOffer::None : FixOffer::Lead;
    return !m_live.isEmpty() && changeForm(fix) ? FixOffer::Run : FixOffer::None;
}

void VerdictLinks::fix(const pgaccess::Fix &fix, const base::Secret &password)
{
    const auto judged = m_parts.page.selectedAttempt();
    if (!judged)
        return;
    if (fix.kind != pgaccess::FixKind::EndSessions)
        return m_parts.changes.fix(fix, judged->attempt.observation, password);
    m_parts.window.selectServer(serverOf(*judged));
    m_parts.window.selectPanel(u"activity"_s);
}

// The rules in force say more than a file.
void VerdictLinks::askRules(const pgaccess::HbaClient &client)
{
    const auto judged = m_parts.page.selectedAttempt();
    const QString server = judged ? serverOf(*judged) : QString();
    if (server.isEmpty()) {
        m_parts.rules.openFile(m_parts.page.evidence().hba);
    } else {
        m_parts.rules.closeFile();
        if (server != m_parts.rulesLink.server())
            m_parts.rulesLink.showServer(server);
    }
    m_parts.page.showSegment(u"rules"_s);
    m_parts.rules.ask(client);
}

} // namespace app
