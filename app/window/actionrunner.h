// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/change.h"
#include "actions/confirmation.h"
#include "actions/executor.h"

#include <QObject>

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

signals:
    void outcomeKnown(const actions::Outcome &outcome);
    void finished(quint64 plan);
    void changeFinished(const actions::ChangeOutcome &outcome);

private:
    void start(const actions::Plan &plan);
    void startChange(const actions::Change &change);
    actions::Reach reach();

    snapshot::LiveSource &m_source;
    actions::AuditLog m_log;
};

} // namespace app
