// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/player.h"

#include <utility>

using namespace std::chrono_literals;

namespace app {

namespace {

// Longer than any practice: a waiter waits until somebody helps it.
const pg::Limits Patience{.deadline = 240h};

// The connection's own settings are those of a careful guest; an application has none of them.
constexpr auto PlainSettings = "SELECT set_config('search_path', 'public', false), "
                               "set_config('statement_timeout', '0', false), "
                               "set_config('lock_timeout', '0', false)";

} // namespace

Player::Player(Actor actor, pg::ConnectParameters parameters, QObject *parent)
    : QObject(parent)
    , m_actor(std::move(actor))
    , m_parameters(std::move(parameters))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Player::wake);
    // Queued, because waking goes on to use the connection.
    connect(&m_connection, &pg::Connection::lost, this, &Player::wake, Qt::QueuedConnection);
}

Player::~Player()
{
    m_over = true;
    m_connection.close();
    wake();
}

void Player::start()
{
    perform();
}

QCoro::Task<void> Player::perform()
{
    co_await rest(m_actor.enters);
    while (!m_over) {
        if (co_await enter()) {
            while (co_await act()) {
            }
        }
        if (m_over)
            break;
        m_connection.close();
        co_await rest(m_actor.returns);
    }
}

QCoro::Task<bool> Player::enter()
{
    const auto opened = co_await m_connection.open(m_parameters);
    if (!opened) {
        if (!m_over)
            emit refused(opened.error());
        co_return false;
    }
    const auto ready = co_await m_connection.run(pg::Query{.sql = PlainSettings});
    co_return ready.has_value();
}

// True if it is to begin again.
QCoro::Task<bool> Player::act()
{
    for (const Step &step : std::as_const(m_actor.steps)) {
        if (!co_await take(step) || m_over || !m_connection.isOpen())
            co_return false;
    }
    co_return !m_actor.steps.isEmpty() && m_actor.steps.last().kind == Step::Kind::Again;
}

// False ends the appearance.
QCoro::Task<bool> Player::take(Step step)
{
    switch (step.kind) {
    case Step::Kind::Run:
        co_return (co_await m_connection.run(pg::Query{.sql = step.sql}, Patience)).has_value();
    case Step::Kind::Try:
        co_await m_connection.run(pg::Query{.sql = step.sql}, Patience);
        co_return true;
    case Step::Kind::Pause:
        co_return co_await rest(step.time);
    case Step::Kind::Hold:
        while (!m_over && m_connection.isOpen())
            co_await rest(24h);
        co_return false;
    case Step::Kind::Again:
        break;
    }
    co_return true;
}

pg::Completion<bool> &Player::rest(std::chrono::milliseconds time)
{
    m_rest.emplace();
    if (m_over)
        m_rest->finish(false);
    else
        m_timer.start(time);
    return *m_rest;
}

void Player::wake()
{
    m_timer.stop();
    if (m_rest)
        m_rest->finish(!m_over);
}

} // namespace app
