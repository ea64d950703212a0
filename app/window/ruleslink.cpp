// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/ruleslink.h"

#include "access/profile.h"
#include "access/rulesview.h"
#include "window/changerunner.h"
#include "window/fixchange.h"
#include "window/rulesreader.h"
#include "window/serverlist.h"

namespace app {

using namespace Qt::StringLiterals;

RulesLink::RulesLink(ServerList &servers, ChangeRunner &changes, ui::RulesView &view,
                     QObject *parent)
    : QObject(parent)
    , m_servers(servers)
    , m_changes(changes)
    , m_view(view)
{
    connect(&view, &ui::RulesView::rulesWanted, this, &RulesLink::read);
    connect(&view, &ui::RulesView::reloadRequested, this, &RulesLink::reload);
    connect(&servers, &ServerList::snapshotTaken, this, &RulesLink::takeSnapshot);
    connect(&servers, &ServerList::changeFinished, &view, [&view](const auto &outcome) {
        if (outcome.reload && outcome.reload->moved)
            view.readAgain();
    });
}

void RulesLink::showServer(const QString &id)
{
    m_server = id;
    m_reader = nullptr;
    m_waiting = false;
    const auto profile = m_servers.profile(id);
    m_view.setServer(profile ? pgaccess::displayName(*profile) : QString());
}

RulesReader *RulesLink::reader()
{
    m_reader = m_servers.link(m_server)->rules();
    connect(m_reader, &RulesReader::rulesRead, this, &RulesLink::takeRules, Qt::UniqueConnection);
    connect(m_reader, &RulesReader::failed, this, &RulesLink::takeProblem, Qt::UniqueConnection);
    return m_reader;
}

void RulesLink::read()
{
    m_waiting = !isConnected();
    if (m_waiting)
        m_view.showProblem(notConnected());
    else
        reader()->read();
}

// Shown, asked for and written down as every change is.
void RulesLink::reload()
{
    const auto form = changeForm({.kind = pgaccess::FixKind::ReloadSettings,
                                  .text = u"SELECT pg_catalog.pg_reload_conf();"_s,
                                  .sql = true,
                                  .right = pgaccess::FixRight::Superuser});
    if (form && isConnected())
        m_changes.request(m_server, form);
    else
        m_view.showProblem(notConnected());
}

void RulesLink::takeSnapshot(const QString &id)
{
    if (m_waiting && id == m_server && isConnected())
        read();
}

bool RulesLink::isConnected() const
{
    const ServerLink *link = m_servers.link(m_server);
    return link && link->rules() && link->snapshot();
}

void RulesLink::takeRules(const pgaccess::RuleSourcePtr &rules, const pgaccess::RuleWorld &world)
{
    if (m_reader && sender() == m_reader)
        m_view.showServerRules(rules, world);
}

void RulesLink::takeProblem(const base::Error &error)
{
    if (m_reader && sender() == m_reader)
        m_view.showProblem(error);
}

base::Error RulesLink::notConnected() const
{
    return {.kind = base::ErrorKind::ConnectionLost,
            .message = tr("There is no connection to the server yet.")};
}

} // namespace app
