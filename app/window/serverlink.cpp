// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/serverlink.h"

#include "locks/waitgraph.h"
#include "window/actionrunner.h"
#include "window/factsreader.h"
#include "window/inventoryreader.h"
#include "window/loginrulesreader.h"
#include "window/rulesreader.h"
#include "window/situationmaker.h"

#include <QThread>

namespace app {

ServerLink::ServerLink(QThread &ioThread, actions::AuditLog log, QObject *parent)
    : QObject(parent)
    , m_ioThread(ioThread)
    , m_log(std::move(log))
{
}

ServerLink::~ServerLink()
{
    blockSignals(true); // whoever holds it is in the middle of letting go
    close();
}

void ServerLink::open(const pg::ConnectParameters &parameters, std::chrono::milliseconds interval)
{
    close();
    m_source = new snapshot::LiveSource(parameters);
    m_source->setPidsToConfirm(
        [](const snapshot::Snapshot &taken) { return locks::pidsToConfirm(taken); });
    m_rules = new RulesReader(*m_source);
    m_facts = new FactsReader(*m_source);
    m_inventory = new InventoryReader(*m_source);
    m_loginRules = new LoginRulesReader(*m_source);
    m_runner = new ActionRunner(*m_source, m_log);
    m_situations = new SituationMaker;
    m_deadlocks = new locks::DeadlockWatch(*m_source);
    // What another source sent before it was closed may still be on its way from its thread.
    connect(m_situations, &SituationMaker::made, this,
            [this, maker = m_situations](const locks::SituationPtr &situation) {
                if (maker == m_situations)
                    takeSituation(situation);
            });
    connect(m_source, &snapshot::SnapshotSource::snapshotTaken, m_situations,
            &SituationMaker::take);
    connect(m_source, &snapshot::SnapshotSource::statusChanged, this,
            [this, source = m_source](const base::ServerStatus &status) {
                if (source == m_source)
                    setStatus(status);
            });
    connect(m_source, &snapshot::SnapshotSource::intervalChanged, this,
            &ServerLink::intervalChanged);
    connect(m_source, &snapshot::LiveSource::queryFetched, this, &ServerLink::queryFetched);
    connect(m_source, &snapshot::LiveSource::locksFetched, this, &ServerLink::locksFetched);
    connect(m_runner, &ActionRunner::outcomeKnown, this, &ServerLink::outcomeKnown);
    connect(m_runner, &ActionRunner::changeFinished, this, &ServerLink::takeChange);
    connect(m_deadlocks, &locks::DeadlockWatch::deadlockSeen, this, &ServerLink::deadlockSeen);
    m_source->moveToThread(&m_ioThread);
    m_runner->moveToThread(&m_ioThread);
    m_situations->moveToThread(&m_ioThread);
    m_deadlocks->moveToThread(&m_ioThread);
    m_source->setInterval(interval);
    m_source->start();
}

void ServerLink::close()
{
    if (!m_source)
        return;
    m_source->disconnect(this);
    m_runner->disconnect(this);
    m_situations->disconnect(this);
    m_deadlocks->disconnect(this);
    m_runner->deleteLater(); // on the I/O thread, and before the source that it uses
    m_situations->deleteLater();
    m_deadlocks->deleteLater();
    m_source->deleteLater();
    m_source = nullptr;
    m_rules = nullptr;
    m_facts = nullptr;
    m_inventory = nullptr;
    m_loginRules = nullptr;
    m_runner = nullptr;
    m_situations = nullptr;
    m_situation.reset();
    m_deadlocks = nullptr;
    for (const quint64 change : std::exchange(m_changes, {}))
        emit changeFinished({.id = change, .reason = actions::Reason::Interrupted});
    setStatus({.state = base::ServerState::Closed, .since = base::now()});
}

void ServerLink::takeChange(const actions::ChangeOutcome &outcome)
{
    if (m_changes.remove(outcome.id))
        emit changeFinished(outcome);
}

void ServerLink::setStatus(const base::ServerStatus &status)
{
    if (status == m_status)
        return;
    m_status = status;
    emit statusChanged(status);
}

void ServerLink::takeSituation(const locks::SituationPtr &situation)
{
    m_situation = situation;
    emit snapshotTaken();
}

void ServerLink::setInterval(std::chrono::milliseconds interval)
{
    if (m_source)
        m_source->setInterval(interval);
}

void ServerLink::setPaused(bool paused)
{
    if (m_source)
        m_source->setPaused(paused);
}

void ServerLink::refresh()
{
    if (m_source)
        m_source->refresh();
}

void ServerLink::fetchQuery(const snapshot::Session::Key &key)
{
    if (m_source)
        m_source->fetchQuery(key);
}

void ServerLink::fetchLocks(const snapshot::Session::Key &key)
{
    if (m_source)
        m_source->fetchLocks(key);
}

void ServerLink::run(const actions::Plan &plan)
{
    if (m_runner)
        m_runner->run(plan);
}

void ServerLink::change(const actions::Change &change)
{
    if (!m_runner)
        return;
    m_changes.insert(change.id);
    m_runner->change(change);
}

void ServerLink::stopChange(quint64 change)
{
    if (m_runner)
        m_runner->stopChange(change);
}

} // namespace app
