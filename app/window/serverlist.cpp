// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/serverlist.h"

namespace app {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// How often servers are asked that nobody looks at.
constexpr auto BackgroundInterval = 10s;

bool wantsPassword(const base::Error &reason)
{
    return reason.kind == base::ErrorKind::PasswordNeeded || reason.sqlState == "28P01"_L1;
}

} // namespace

ServerList::ServerList(pgaccess::ProfileStore &profiles, pgaccess::SecretStore &secrets,
                       QThread &ioThread, actions::AuditLog log, QObject *parent)
    : QObject(parent)
    , m_profiles(profiles)
    , m_ioThread(ioThread)
    , m_log(std::move(log))
    , m_credentials(secrets)
{
    connect(&profiles, &pgaccess::ProfileStore::changed, this, &ServerList::dropRemoved);
    connect(&profiles, &pgaccess::ProfileStore::changed, this, &ServerList::changed);
    connect(&profiles, &pgaccess::ProfileStore::loaded, this, &ServerList::changed);
}

ServerList::~ServerList() = default;

std::vector<ui::ServerRow> ServerList::rows() const
{
    std::vector<ui::ServerRow> rows;
    for (const pgaccess::Profile &profile : m_profiles.profiles())
        rows.push_back(row(profile));
    if (m_temporary)
        rows.push_back(row(*m_temporary));
    return rows;
}

ui::ServerRow ServerList::row(const pgaccess::Profile &profile) const
{
    ui::ServerRow row{
        .id = profile.id.toString(QUuid::WithoutBraces),
        .name = pgaccess::displayName(profile),
        .group = profile.group,
        .colour = QString(pgaccess::colourWord(profile.colour)),
        .production = profile.production,
    };
    if (const ServerLink *server = link(row.id)) {
        row.status = server->status();
        row.trouble = server->situation() ? server->situation()->waiting : 0;
    }
    return row;
}

std::optional<pgaccess::Profile> ServerList::profile(const QString &id) const
{
    const QUuid uuid(id);
    if (m_temporary && m_temporary->id == uuid)
        return m_temporary;
    const pgaccess::Profile *saved = m_profiles.find(uuid);
    return saved ? std::optional(*saved) : std::nullopt;
}

ServerLink *ServerList::link(const QString &id) const
{
    const auto found = m_links.find(id);
    return found == m_links.end() ? nullptr : found->second.get();
}

void ServerList::open(const QString &id)
{
    if (!profile(id) || link(id))
        return;
    makeLink(id);
    connectServer(id);
}

void ServerList::makeLink(const QString &id)
{
    auto &place = m_links[id];
    place = std::make_unique<ServerLink>(m_ioThread, m_log);
    ServerLink *server = place.get();
    connect(server, &ServerLink::snapshotTaken, this, [this, id] { emit snapshotTaken(id); });
    connect(server, &ServerLink::statusChanged, this,
            [this, id](const base::ServerStatus &status) { takeStatus(id, status); });
    connect(server, &ServerLink::intervalChanged, this,
            [this, id](std::chrono::milliseconds interval) { emit intervalChanged(id, interval); });
    connect(server, &ServerLink::queryFetched, this, &ServerList::queryFetched);
    connect(server, &ServerLink::locksFetched, this, &ServerList::locksFetched);
    connect(server, &ServerLink::deadlockSeen, this,
            [this, id](const locks::DeadlockEvent &event) { emit deadlockSeen(id, event); });
    connect(server, &ServerLink::outcomeKnown, this, &ServerList::outcomeKnown);
    connect(server, &ServerLink::changeFinished, this, &ServerList::changeFinished);
}

void ServerList::connectServer(const QString &id)
{
    const auto wanted = profile(id);
    ServerLink *server = link(id);
    if (!wanted || !server)
        return;
    server->setStatus({.state = base::ServerState::Connecting, .since = base::now()});
    m_credentials.prepare(
        *wanted, [this, id](const base::Result<pg::ConnectParameters> &parameters) {
            ServerLink *ready = link(id);
            if (!ready)
                return;
            if (!parameters) {
                ready->setStatus({base::ServerState::Refused, parameters.error(), base::now(), {}});
                return;
            }
            ready->open(*parameters, pace(id));
            ready->setPaused(m_paused && id == m_current);
        });
}

void ServerList::retry(const QString &id)
{
    ServerLink *server = link(id);
    if (!server)
        return open(id);
    if (server->status().state == base::ServerState::Refused &&
        wantsPassword(server->status().reason))
        emit passwordWanted(id, server->status().reason);
    else if (server->status().state == base::ServerState::Refused)
        connectServer(id);
    else
        server->refresh();
}

void ServerList::givePassword(const QString &id, const base::Secret &password)
{
    m_credentials.remember(QUuid(id), password);
    connectServer(id);
}

void ServerList::reconnect(const QString &id)
{
    if (ServerLink *server = link(id)) {
        server->close();
        emit snapshotTaken(id); // what is shown may be of another server than the next
        connectServer(id);
    }
}

void ServerList::takeStatus(const QString &id, const base::ServerStatus &status)
{
    emit changed();
    // Asked once, when the server first wants one; after a wrong one the person asks.
    if (status.state == base::ServerState::Refused && id == m_current &&
        status.reason.kind == base::ErrorKind::PasswordNeeded)
        emit passwordWanted(id, status.reason);
}

void ServerList::dropRemoved()
{
    std::erase_if(m_links, [this](const auto &entry) { return !profile(entry.first); });
}

void ServerList::setCurrent(const QString &id)
{
    if (ServerLink *before = currentLink(); before && id != m_current)
        before->setPaused(false);
    m_current = id;
    open(id);
    setPaused(m_paused);
    applyPace();
}

void ServerList::setInBackground(bool background)
{
    if (background == m_background)
        return;
    m_background = background;
    applyPace();
}

std::chrono::milliseconds ServerList::pace(const QString &id) const
{
    const auto wanted = profile(id);
    if (!wanted || id != m_current || m_background)
        return BackgroundInterval;
    return wanted->refreshInterval;
}

void ServerList::applyPace()
{
    for (const auto &[id, server] : m_links)
        server->setInterval(pace(id));
}

QString ServerList::announceTemporary(const QString &name)
{
    if (!m_temporary) {
        m_temporary = pgaccess::Profile{.id = QUuid::createUuid(), .name = name};
        const QString id = temporaryId();
        makeLink(id);
        link(id)->setStatus({.state = base::ServerState::Connecting, .since = base::now()});
    }
    emit changed();
    return temporaryId();
}

QString ServerList::addTemporary(const QString &connectionString, const QString &name,
                                 const base::Secret &password)
{
    const auto parsed = pg::ConnectionSpec::parse(connectionString);
    if (!parsed)
        return {};
    announceTemporary(name);
    m_temporary->spec = parsed->spec;
    const base::Secret &given = parsed->password.isEmpty() ? password : parsed->password;
    if (!given.isEmpty())
        m_credentials.remember(m_temporary->id, given);
    connectServer(temporaryId());
    return temporaryId();
}

QString ServerList::temporaryId() const
{
    return m_temporary ? m_temporary->id.toString(QUuid::WithoutBraces) : QString();
}

void ServerList::removeTemporary()
{
    m_temporary.reset();
    dropRemoved();
    emit changed();
}

void ServerList::closeAll()
{
    m_links.clear();
}

void ServerList::refresh()
{
    if (ServerLink *server = currentLink())
        server->refresh();
}

void ServerList::setPaused(bool paused)
{
    m_paused = paused;
    if (ServerLink *server = currentLink())
        server->setPaused(paused);
}

void ServerList::setInterval(std::chrono::milliseconds interval)
{
    if (m_temporary && m_current == temporaryId())
        m_temporary->refreshInterval = interval;
    if (ServerLink *server = currentLink())
        server->setInterval(interval);
}

void ServerList::fetchQuery(const snapshot::Session::Key &key)
{
    if (ServerLink *server = currentLink())
        server->fetchQuery(key);
}

void ServerList::fetchLocks(const snapshot::Session::Key &key)
{
    if (ServerLink *server = currentLink())
        server->fetchLocks(key);
}

void ServerList::run(const actions::Plan &plan)
{
    if (ServerLink *server = link(plan.serverId))
        server->run(plan);
}

void ServerList::change(const actions::Change &change)
{
    if (ServerLink *server = link(change.serverId); server && server->isOpen())
        server->change(change);
    else
        emit changeFinished({.id = change.id,
                             .ending = actions::ChangeEnding::Refused,
                             .reason = actions::Reason::NotConnected});
}

void ServerList::stopChange(const actions::Change &change)
{
    if (ServerLink *server = link(change.serverId))
        server->stopChange(change.id);
}

} // namespace app
