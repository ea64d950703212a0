// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "practice/player.h"
#include "practice/practicecluster.h"

#include <vector>

namespace app {

/// Lets the players of a scenario loose on a cluster and watches until the scene is as promised.
class Stage final : public QObject
{
    Q_OBJECT

public:
    Stage(const Scenario &scenario, const PracticeCluster &cluster, QObject *parent = nullptr);
    ~Stage() override;

    void start();

signals:
    /// The scene is as the scenario promises; once.
    void ready();

private:
    void cast(const Actor &actor, const PracticeCluster &cluster);
    QCoro::Task<void> look();

    Scene m_promise;
    Scene m_seen;
    pg::ConnectParameters m_owner;
    pg::Connection m_watch;
    QTimer m_timer;
    std::vector<std::unique_ptr<Player>> m_players;
};

} // namespace app
