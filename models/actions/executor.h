// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/auditlog.h"
#include "actions/confirmation.h"
#include "actions/outcome.h"
#include "actions/rollback.h"
#include "postgres/rows.h"

#include <QCoroTask>
#include <QElapsedTimer>
#include <QObject>

namespace actions {

/// Carries out plans on the control connection of one server and says what became of every target.
/// Lives on the thread of that connection. For each target in turn: a line in the audit log, the
/// one statement that signals by identity; then all that were signalled are looked at until they
/// are gone or five seconds have passed; then the closing lines of the log. Nothing is sent that
/// could not be written into the log before, and nothing harsher than pg_terminate_backend() exists
/// here. A prepared transaction is not signalled: see rollBackPrepared().
class Executor final : public QObject
{
    Q_OBJECT

public:
    /// The connections must outlive this.
    Executor(Reach reach, AuditLog log, QObject *parent = nullptr);

    /// Ends with one outcome for each target of the plan, in its order.
    QCoro::Task<std::vector<Outcome>> run(Plan plan);

    /// The same for callers that wait for the signals.
    void start(const Plan &plan);

signals:
    /// As soon as it is known, target by target.
    void outcomeKnown(const actions::Outcome &outcome);
    /// After the last outcome of the plan.
    void finished(quint64 plan);

private:
    enum class Stage {
        Signalled, ///< To be followed up.
        Settled,   ///< The outcome is known.
        Closed,    ///< And written and told.
    };
    // One target under way.
    struct Step
    {
        Outcome outcome;
        QString auditId; // empty if the log has no line of it
        QElapsedTimer sent;
        Stage stage = Stage::Settled;
    };

    QCoro::Task<Step> send(Plan plan, Target target);
    QCoro::Task<Step> announce(Plan plan, Target target);
    pg::Connection &control() const { return m_reach.control(); }
    QCoro::Task<Step> explainError(Step step);
    QCoro::Task<Step> explainNothing(Plan plan, Step step, bool signalRefused);
    QCoro::Task<std::vector<Step>> followUp(std::vector<Step> steps);
    QCoro::Task<base::Result<pg::Rows>> look(QList<int> pids);
    QCoro::Task<Step> close(Step step);
    std::optional<Outcome> refusal(const Plan &plan, const Target &target) const;
    static QList<int> signalledPids(const std::vector<Step> &steps);
    static void settle(Step &step, const base::Result<pg::Rows> &rows);

    Reach m_reach;
    AuditLog m_log;
};

} // namespace actions
