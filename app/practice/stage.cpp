// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/stage.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

constexpr auto SceneSql =
    "SELECT count(*) FILTER (WHERE wait_event_type = 'Lock'), "
    "count(*) FILTER (WHERE state LIKE 'idle in transaction%'), "
    "count(*) FILTER (WHERE backend_type = 'client backend') FROM pg_catalog.pg_stat_activity";

pg::ConnectParameters parametersFor(const Actor &actor, const PracticeCluster &cluster)
{
    pg::ConnectParameters parameters;
    const QString text = actor.tcp ? cluster.tcpConnection(actor.role, actor.database)
                                   : cluster.socketConnection(actor.role, actor.database);
    if (const auto parsed = pg::ConnectionSpec::parse(text))
        parameters.spec = parsed->spec;
    parameters.spec.set(u"application_name"_s, actor.application);
    parameters.spec.set(u"passfile"_s, {});
    if (actor.tcp)
        parameters.password = cluster.password();
    return parameters;
}

} // namespace

Stage::Stage(const Scenario &scenario, const PracticeCluster &cluster, QObject *parent)
    : QObject(parent)
    , m_promise(scenario.promise)
    , m_owner(parametersFor({.application = u"practice"_s,
                             .role = PracticeCluster::owner(),
                             .database = u"postgres"_s},
                            cluster))
{
    for (const Actor &actor : scenario.actors)
        cast(actor, cluster);
    m_timer.setSingleShot(true);
    m_timer.setInterval(500ms);
    connect(&m_timer, &QTimer::timeout, this, &Stage::look);
}

Stage::~Stage()
{
    m_players.clear();
    m_watch.close();
}

void Stage::start()
{
    for (const auto &player : m_players)
        player->start();
    m_timer.start();
}

void Stage::cast(const Actor &actor, const PracticeCluster &cluster)
{
    for (int number = 0; number < actor.count; ++number) {
        Actor one = actor;
        one.enters += number * actor.spacing;
        if (!one.steps.isEmpty())
            one.steps.front().sql.replace("%1", QByteArray::number(number + 1));
        m_players.push_back(std::make_unique<Player>(one, parametersFor(one, cluster)));
        connect(m_players.back().get(), &Player::refused, this, [this] { ++m_seen.refusedLogins; });
    }
}

QCoro::Task<void> Stage::look()
{
    if (!m_watch.isOpen())
        co_await m_watch.open(m_owner);
    const auto rows = co_await m_watch.run(pg::Query{.sql = SceneSql});
    if (!rows) {
        if (rows.error().kind != base::ErrorKind::Cancelled) // this is not being destroyed
            m_timer.start();
        co_return;
    }
    m_seen.waiting = rows->text(0, 0).toInt();
    m_seen.idleInTransaction = rows->text(0, 1).toInt();
    m_seen.connections = rows->text(0, 2).toInt();
    if (!m_seen.reaches(m_promise)) {
        m_timer.start();
        co_return;
    }
    m_watch.close();
    emit ready();
}

} // namespace app
