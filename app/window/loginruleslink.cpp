// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/loginruleslink.h"

#include "databases/databasedetail.h"
#include "databases/databasespage.h"
#include "roles/rolespage.h"
#include "window/loginrulesreader.h"
#include "window/serverlist.h"

namespace app {

using namespace std::chrono_literals;

namespace {

constexpr auto Pace = 30s; ///< Between two readings; a reload in this program is not waited for.

} // namespace

LoginRulesLink::LoginRulesLink(ServerList &servers, const Panels &panels, QObject *parent)
    : QObject(parent)
    , m_servers(servers)
    , m_panels(panels)
{
    connect(&servers, &ServerList::changeFinished, this, [this](const auto &outcome) {
        if (outcome.reload)
            m_lastAsked.invalidate();
    });
}

void LoginRulesLink::showServer(const QString &id)
{
    m_server = id;
    m_reader = nullptr;
    m_lastAsked.invalidate();
    show({});
}

void LoginRulesLink::readIfDue()
{
    const ServerLink *link = m_servers.link(m_server);
    LoginRulesReader *now = link ? link->loginRules() : nullptr;
    if (!now)
        return;
    const bool other = std::exchange(m_reader, now) != now; // connected anew
    if (!other && m_lastAsked.isValid() && m_lastAsked.durationElapsed() < Pace)
        return;
    connect(now, &LoginRulesReader::rulesKnown, this, &LoginRulesLink::take, Qt::UniqueConnection);
    m_lastAsked.start();
    now->read();
}

// An answer on its way outlives its reader, and then has no sender.
void LoginRulesLink::take(const ui::KnownRulesPtr &rules)
{
    if (m_reader && sender() == m_reader && rules != m_shown)
        show(rules);
}

void LoginRulesLink::show(const ui::KnownRulesPtr &rules)
{
    m_shown = rules;
    m_panels.roles.showRules(rules);
    m_panels.databases.detail().showRules(rules);
}

} // namespace app
