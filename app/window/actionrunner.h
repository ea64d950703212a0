// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/change.h"
#include "actions/confirmation.h"
#include "actions/executor.h"

#include <QHash>
#include <QObject>
#include <QPointer>

namespace actions {
class ChangeExecutor;
}

namespace snapshot {
class LiveSource;
}

namespace app {

/// Carries out plans beside a live source, on its thread, over its control connection.
class ActionRunner final : public QObject
{
    Q_OBJECT

public:
    /// Moves to the source's thread and has to end before the source.
    ActionRunner(snapshot::LiveSource &source, const actions::AuditLog &log);

    /// From any thread.
    void run(const actions::Plan &plan);
    void change(const actions::Change &change);
    /// Ends a change that is under way, as far as it still can be.
    void stopChange(quint64 change);

signals:
    void outcomeKnown(const actions::Outcome &outcome);
    void finished(quint64 plan);
    void changeFinished(const actions::ChangeOutcome &outcome);

private:
    void start(const actions::Plan &plan);
    void startChange(const actions::Change &change);
    void stopNow(quint64 change);
    actions::Reach reach();

    snapshot::LiveSource &m_source;
    actions::AuditLog m_log;
    QHash<quint64, QPointer<actions::ChangeExecutor>> m_changes;
};

} // namespace app
