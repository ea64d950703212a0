// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "practice/practicecluster.h"
#include "practice/practicefolder.h"

#include <memory>

namespace app {

class Stage;

/// Runs one practice server from its folder to its end: the cluster, the players on its stage, and
/// the keeper that clears up if this process is killed. One at a time in a process.
class PracticeSupervisor final : public QObject
{
    Q_OBJECT

public:
    explicit PracticeSupervisor(QObject *parent = nullptr);
    ~PracticeSupervisor() override;

    /// Starts the scenario of this name; played() or ended() follows.
    void start(const QString &scenario);

    /// Ends everything; ended() follows.
    void stop();

    const PracticeRecord &record() const { return m_record; }

signals:
    /// The server takes connections and the players enter.
    void played(const app::PracticeRecord &record);
    /// The scenario has reached the state that it promises.
    void staged(const app::PracticeRecord &record);
    /// All is over and cleared away. The error's message is empty if stop() was asked for.
    void ended(const base::Error &reason);

private:
    base::Result<void> prepare(const QString &scenario);
    QCoro::Task<void> perform(QString scenario);
    base::Result<void> startKeeper();
    void setState(PracticeState state);
    void reachScene();
    void loseCluster();
    void dismissKeeper();
    void finish(const base::Error &reason);
    void clearAway();

    std::unique_ptr<PracticeFolder> m_folder;
    std::unique_ptr<PracticeCluster> m_cluster;
    std::unique_ptr<Stage> m_stage;
    PracticeRecord m_record;
    base::Error m_reason;
    bool m_finishing = false;
    QProcess m_keeper;
};

} // namespace app
