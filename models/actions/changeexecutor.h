// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/auditlog.h"
#include "actions/change.h"
#include "actions/changesteps.h"
#include "actions/reach.h"

#include <QCoroTask>
#include <QObject>
#include <QPointer>

namespace actions {

/// Carries out changes and says what became of every statement. Lives on the thread of the control
/// connection. Each change gets a connection of its own, so that neither watching nor other actions
/// wait for it; where the server has no room for that, the control connection is used. Nothing is
/// sent that could not be written into the audit log before.
class ChangeExecutor final : public QObject
{
    Q_OBJECT

public:
    /// The connections must outlive this.
    ChangeExecutor(Reach reach, AuditLog log, QObject *parent = nullptr);

    QCoro::Task<ChangeOutcome> run(Change change);

    /// The same for callers that wait for the signal.
    void start(const Change &change);

    /// Ends what start() or run() has under way: the statement that runs is cancelled, and the
    /// outcome says what became of all. Comes to nothing once it is done or being taken back.
    void stop();

signals:
    void finished(const actions::ChangeOutcome &outcome);

private:
    QCoro::Task<ChangeOutcome> announced(Change change, ChangeOutcome outcome);
    QCoro::Task<ChangeOutcome> connected(Change change, ChangeOutcome outcome);
    QCoro::Task<base::Result<QPointer<pg::Connection>>> openDatabase(QString database);
    std::optional<ChangeOutcome> refusal(const Change &change, ChangeOutcome outcome) const;

    Reach m_reach;
    AuditLog m_log;
    std::shared_ptr<StopWish> m_wish;
};

} // namespace actions
