// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscandidate.h"
#include "access/profilestore.h"
#include "access/sources/variables.h"
#include "window/checkrun.h"

#include <QObject>

namespace ui {
class AccessPage;
class MainWindow;
} // namespace ui

namespace app {

class ServerList;

/// What stands behind the Access panel: reads sources off the window thread, runs checks on the I/O
/// thread, saves and opens what works.
class AccessCheck final : public QObject
{
    Q_OBJECT

public:
    /// What it works with; all outlive it but the window, which may go first.
    struct Parts
    {
        ui::MainWindow &window;
        ui::AccessPage &page;
        pgaccess::ProfileStore &profiles;
        ServerList &servers;
    };

    AccessCheck(const Parts &parts, QThread &ioThread, QObject *parent = nullptr);
    ~AccessCheck() override;

    /// The PG* variables that were set when the program started.
    void setEnvironment(const pgaccess::Variables &environment);

private:
    void connectPage();
    void showServers();
    void readSources(const QStringList &paths, bool readEnvFiles);
    void readEnvironment();
    void start(const ui::AccessCheckOrder &order, bool onlyJudge);
    void prepareNext();
    void prepareCandidate(const ui::AccessCandidate &candidate);
    void prepareAdmin();
    void launch(CheckEvidence evidence);
    void takeJudged(int run, const ui::JudgedAttempt &judged);
    void cancel();
    void save(const ui::AccessCandidate &candidate, const pg::ConnectionSpec &spec);
    void open(const ui::AccessCandidate &candidate, const pg::ConnectionSpec &spec);

    Parts m_parts;
    CheckRun *m_run; ///< Lives on the I/O thread.
    pgaccess::Variables m_environment;

    // Of the check that is being prepared or runs.
    int m_number = 0;
    bool m_onlyJudge = false;
    ui::AccessCheckOrder m_order;
    QList<pgaccess::LadderCandidate> m_candidates;
    QList<pgaccess::Attempt> m_attempts;
    std::optional<pg::ConnectParameters> m_admin;
    QStringList m_problems; ///< What could not be had so far: whole sentences.
};

} // namespace app
