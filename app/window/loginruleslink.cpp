// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/loginruleslink.h"

#include "databases/databasedetail.h"
#include "databases/databasespage.h"
#include "roles/rolespage.h"
#include "window/loginrulesreader.h"
#include "window/serverlist.h"

namespace app {

LoginRulesLink::LoginRulesLink(ServerList &servers, const Panels &panels, QObject *parent)
    : QObject(parent)
    , m_servers(servers)
    , m_panels(panels)
{
    connect(&servers, &ServerList::changeFinished, this, [this](const auto &outcome) {
        if (outcome.reload)
            read();
    });
}

void LoginRulesLink::showServer(const QString &id)
{
    m_server = id;
    m_reader = nullptr;
    m_inventoryOf = {};
    show({});
}

// The same inventory comes again when the sizes of the databases are known.
void LoginRulesLink::readWith(const inventory::InventoryPtr &inventory)
{
    const ServerLink *link = m_servers.link(m_server);
    const bool other = link && link->loginRules() != m_reader; // connected anew
    if (other || std::exchange(m_inventoryOf, inventory->takenAt) != inventory->takenAt)
        read();
}

void LoginRulesLink::read()
{
    const ServerLink *link = m_servers.link(m_server);
    LoginRulesReader *now = link ? link->loginRules() : nullptr;
    if (!now)
        return;
    m_reader = now;
    connect(now, &LoginRulesReader::rulesKnown, this, &LoginRulesLink::take, Qt::UniqueConnection);
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
