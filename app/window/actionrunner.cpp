// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/actionrunner.h"

#include "actions/changeexecutor.h"
#include "snapshot/livesource.h"

namespace app {

ActionRunner::ActionRunner(snapshot::LiveSource &source, const actions::AuditLog &log)
    : m_source(source)
    , m_log(log)
{
}

void ActionRunner::run(const actions::Plan &plan)
{
    QMetaObject::invokeMethod(this, &ActionRunner::start, plan);
}

void ActionRunner::change(const actions::Change &change)
{
    QMetaObject::invokeMethod(this, &ActionRunner::startChange, change);
}

void ActionRunner::stopChange(quint64 change)
{
    QMetaObject::invokeMethod(this, &ActionRunner::stopNow, change);
}

void ActionRunner::stopNow(quint64 change)
{
    if (const QPointer<actions::ChangeExecutor> executor = m_changes.value(change))
        executor->stop();
}

actions::Reach ActionRunner::reach()
{
    return {.control = [this]() -> pg::Connection & { return m_source.server().control(); },
            .parameters = [this] { return m_source.server().parameters(); }};
}

void ActionRunner::start(const actions::Plan &plan)
{
    auto *executor = new actions::Executor(reach(), m_log, this);
    connect(executor, &actions::Executor::outcomeKnown, this, &ActionRunner::outcomeKnown);
    connect(executor, &actions::Executor::finished, this, &ActionRunner::finished);
    connect(executor, &actions::Executor::finished, &m_source, &snapshot::SnapshotSource::refresh);
    connect(executor, &actions::Executor::finished, executor, &QObject::deleteLater);
    executor->start(plan);
}

void ActionRunner::startChange(const actions::Change &change)
{
    using actions::ChangeExecutor;
    auto *executor = new ChangeExecutor(reach(), m_log, this);
    connect(executor, &ChangeExecutor::finished, this, &ActionRunner::changeFinished);
    connect(executor, &ChangeExecutor::finished, &m_source, &snapshot::SnapshotSource::refresh);
    connect(executor, &ChangeExecutor::finished, executor, &QObject::deleteLater);
    connect(executor, &QObject::destroyed, this, [this, id = change.id] { m_changes.remove(id); });
    m_changes.insert(change.id, executor);
    executor->start(change);
}

} // namespace app
