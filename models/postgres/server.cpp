// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/server.h"

#include <QPointer>
#include <QRandomGenerator>

namespace pg {

using base::ServerState;

Server::Server(ConnectParameters parameters, QObject *parent)
    : QObject(parent)
    , m_parameters(std::move(parameters))
    , m_watch(this)
    , m_control(this)
    , m_retry(this)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Server::start);
    connect(&m_watch, &Connection::lost, this, &Server::watchLost);
    connect(&m_control, &Connection::lost, this, &Server::controlLost);
}

// Tasks that still wait end here, while everything that they touch is there.
Server::~Server()
{
    m_control.close();
    m_watch.close();
}

void Server::start()
{
    if (m_status.state == ServerState::Live || m_status.state == ServerState::Stale ||
        m_status.state == ServerState::Connecting)
        return;
    handle(ServerEvent::Started, {});
    connectNow();
}

void Server::stop()
{
    m_retry.stop();
    m_control.close();
    m_watch.close();
    handle(ServerEvent::Stopped, {});
}

void Server::retry()
{
    m_retry.stop();
    m_attempt = 0;
    start();
}

void Server::reconnect(const base::Error &reason)
{
    m_control.close();
    m_watch.close();
    m_attempt = 0;
    watchLost(reason);
}

QCoro::Task<void> Server::connectNow()
{
    const QPointer<Server> alive(this);
    const base::Result<ConnectionFacts> facts = co_await m_watch.open(m_parameters);
    if (!alive || (!facts && facts.error().kind == base::ErrorKind::Cancelled))
        co_return;
    if (!facts) {
        handle(eventOf(facts.error()), facts.error());
        scheduleRetry();
        co_return;
    }
    m_openFor.start();
    handle(ServerEvent::Opened, {});
    emit opened();
}

void Server::watchLost(const base::Error &reason)
{
    // A connection that somebody ends again and again is not opened again and again at once.
    if (m_openFor.isValid() && m_openFor.hasExpired(30'000))
        m_attempt = 0;
    handle(eventOf(reason), reason);
    scheduleRetry();
}

void Server::controlLost()
{
    m_controlNotBefore = QDeadlineTimer(std::chrono::seconds(5));
}

void Server::ensureControl(int freeSlots)
{
    if (m_control.isOpen() || m_openingControl || freeSlots <= 1 ||
        !m_controlNotBefore.hasExpired())
        return;
    openControl();
}

QCoro::Task<void> Server::openControl()
{
    const QPointer<Server> alive(this);
    m_openingControl = true;
    m_controlReady = false;
    const auto facts = co_await m_control.open(m_parameters);
    if (!alive)
        co_return;
    m_openingControl = false;
    m_controlReady = facts.has_value();
    if (!facts)
        m_controlNotBefore = QDeadlineTimer(std::chrono::minutes(1));
}

void Server::scheduleRetry()
{
    if (m_status.state != ServerState::Lost)
        return;
    const auto delay =
        retryDelay(m_attempt++, m_status.reason, QRandomGenerator::global()->generateDouble());
    m_status.retryAt = base::now() + delay;
    m_retry.start(delay);
    emit statusChanged(m_status);
}

void Server::handle(ServerEvent event, const base::Error &reason)
{
    const auto next = nextState(m_status.state, event);
    if (!next || (*next == m_status.state && reason == m_status.reason))
        return;
    m_status = {.state = *next, .reason = reason, .since = base::now(), .retryAt = {}};
    // A lost connection is announced together with the time of the next attempt.
    if (*next != ServerState::Lost)
        emit statusChanged(m_status);
}

} // namespace pg
