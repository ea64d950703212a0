// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/completion.h"
#include "postgres/connection.h"
#include "practice/scenario.h"

#include <QTimer>

namespace app {

/// Plays one actor, over and over, until it is destroyed.
class Player final : public QObject
{
    Q_OBJECT

public:
    Player(Actor actor, pg::ConnectParameters parameters, QObject *parent = nullptr);
    ~Player() override;

    /// Begins; the first appearance is after the actor's own delay.
    void start();

signals:
    /// The server did not let it in.
    void refused(const base::Error &reason);

private:
    QCoro::Task<void> perform();
    QCoro::Task<bool> enter();
    QCoro::Task<bool> act();
    QCoro::Task<bool> take(Step step);
    pg::Completion<bool> &rest(std::chrono::milliseconds time);
    void wake();

    Actor m_actor;
    pg::ConnectParameters m_parameters;
    pg::Connection m_connection;
    QTimer m_timer;
    std::optional<pg::Completion<bool>> m_rest;
    bool m_over = false;
};

} // namespace app
