// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/practicesupervisor.h"

#include "practice/keeper.h"
#include "practice/stage.h"

#include <QCoreApplication>
#include <QFile>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

// The role and the database that a person practises with: it sees all and may end sessions, and is
// no superuser.
constexpr auto ConsoleRole = "dba_anna"_L1;
constexpr auto ConsoleDatabase = "orders"_L1;

} // namespace

PracticeSupervisor::PracticeSupervisor(QObject *parent)
    : QObject(parent)
{
    m_keeper.setStandardOutputFile(QProcess::nullDevice());
    m_keeper.setStandardErrorFile(QProcess::nullDevice());
    connect(&m_keeper, &QProcess::finished, this, &PracticeSupervisor::clearAway);
}

PracticeSupervisor::~PracticeSupervisor() = default;

void PracticeSupervisor::start(const QString &scenario)
{
    if (const auto prepared = prepare(scenario); !prepared)
        finish(prepared.error());
    else
        perform(scenario);
}

base::Result<void> PracticeSupervisor::prepare(const QString &name)
{
    if (geteuid() == 0) {
        return base::localError(tr("PostgreSQL refuses to run as root."),
                                tr("Start the practice server as an ordinary user."));
    }
    const auto programs = findPostgres(postgresFolders());
    if (!programs)
        return std::unexpected(programs.error());
    const auto base = practiceBase();
    if (!base)
        return std::unexpected(base.error());
    runningPracticeServers(*base); // clears what was left behind; before the claim, see its comment
    auto folder = PracticeFolder::claim(*base, name);
    if (!folder)
        return std::unexpected(folder.error());
    m_folder = std::make_unique<PracticeFolder>(std::move(*folder));
    m_cluster =
        std::make_unique<PracticeCluster>(*programs, m_folder->path(), scenario(name)->settings);
    m_record = {.name = m_folder->name(),
                .scenario = name,
                .folder = m_folder->path(),
                .startedAt = base::now(),
                .supervisor = QCoreApplication::applicationPid()};
    setState(PracticeState::Starting);
    return startKeeper();
}

base::Result<void> PracticeSupervisor::startKeeper()
{
    m_keeper.start(QCoreApplication::applicationFilePath(),
                   {u"practice"_s, u"keep"_s, m_folder->path()});
    if (!m_keeper.waitForStarted())
        return base::localError(tr("The keeper did not start: %1").arg(m_keeper.errorString()));
    return {};
}

QCoro::Task<void> PracticeSupervisor::perform(QString name)
{
    const auto started = co_await m_cluster->start();
    if (m_finishing)
        co_return;
    if (!started) {
        finish(started.error());
        co_return;
    }
    const QString database = ConsoleDatabase;
    m_record.port = m_cluster->port();
    m_record.version = m_cluster->version();
    m_record.connection = m_cluster->socketConnection(ConsoleRole, database);
    m_record.tcpConnection = m_cluster->tcpConnection(ConsoleRole, database);
    m_stage = std::make_unique<Stage>(*scenario(name), *m_cluster);
    connect(m_stage.get(), &Stage::ready, this, &PracticeSupervisor::reachScene);
    connect(m_cluster.get(), &PracticeCluster::ended, this, &PracticeSupervisor::loseCluster);
    m_stage->start();
    setState(PracticeState::Playing);
    emit played(m_record);
}

void PracticeSupervisor::reachScene()
{
    setState(PracticeState::Staged);
    emit staged(m_record);
}

void PracticeSupervisor::setState(PracticeState state)
{
    m_record.state = state;
    // Without its description the server runs as well; "practice list" then shows less of it.
    if (const auto written = m_folder->write(m_record); !written)
        qWarning("%s", qUtf8Printable(written.error().message));
}

void PracticeSupervisor::loseCluster()
{
    finish({.kind = base::ErrorKind::ConnectionLost,
            .message = tr("The practice server's PostgreSQL ended unexpectedly.")});
}

void PracticeSupervisor::stop()
{
    finish({});
}

// First the players leave, then PostgreSQL is shut down; the keeper does the rest when it sees the
// end of its pipe.
void PracticeSupervisor::finish(const base::Error &reason)
{
    if (m_finishing)
        return;
    m_finishing = true;
    m_reason = reason;
    m_stage.reset();
    if (!m_cluster) {
        QMetaObject::invokeMethod(this, [this] { emit ended(m_reason); }, Qt::QueuedConnection);
        return;
    }
    disconnect(m_cluster.get(), nullptr, this, nullptr);
    connect(m_cluster.get(), &PracticeCluster::ended, this, &PracticeSupervisor::dismissKeeper);
    m_cluster->stop();
}

void PracticeSupervisor::dismissKeeper()
{
    if (m_keeper.state() == QProcess::NotRunning)
        clearAway();
    else
        m_keeper.closeWriteChannel();
}

// The keeper is gone: its work is done if it was dismissed, and is ours if somebody killed it.
void PracticeSupervisor::clearAway()
{
    if (!m_finishing) {
        finish({.message = tr("The keeper of the practice server ended unexpectedly.")});
        return;
    }
    if (m_cluster->isRunning())
        return; // comes again when PostgreSQL has ended
    clearPracticeFolder(QFile::encodeName(m_folder->path()).toStdString());
    emit ended(m_reason);
}

} // namespace app
