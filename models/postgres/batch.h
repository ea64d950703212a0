// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/completion.h"
#include "postgres/resultcollector.h"

#include <QSet>

#include <vector>

namespace pg {

/// One pipeline on its way through a connection: what was sent and what came back so far.
class Batch final
{
public:
    using Results = std::vector<base::Result<Rows>>;

    enum class Progress { More, Done, Broken };

    /// together: one transaction for all statements instead of one for each.
    Batch(QList<Query> queries, Limits limits, bool together);

    /// Sends everything; prepared names the statements that this connection keeps. False if libpq
    /// could not take it.
    bool send(PGconn *connection, QSet<QByteArray> &prepared);

    /// Takes what has arrived. Never waits.
    Progress read(PGconn *connection, QSet<QByteArray> &prepared);

    /// Ends it: statements without a result yet get this error.
    void fail(const base::Error &error);

    const Limits &limits() const { return m_limits; }
    const base::Error &breakReason() const { return m_breakReason; }

    /// An error that ended the whole session, if one of the statements met one.
    std::optional<base::Error> fatalError() const { return m_fatal; }

    Completion<Results> completion;

    /// The results, once.
    Results takeResults() { return std::move(m_results); }

private:
    enum class StepKind { Prepare, Run, Sync };
    struct Step
    {
        StepKind kind;
        size_t query;
    };

    bool sendQuery(PGconn *connection, size_t number, QSet<QByteArray> &prepared);
    Progress takeResult(PGconn *connection, ResultHandle result);
    Progress endStep(PGconn *connection, QSet<QByteArray> &prepared);
    void nextStep(PGconn *connection);
    Progress broken(const QString &message);

    QList<Query> m_queries;
    Limits m_limits;
    bool m_together;
    std::vector<Step> m_steps;
    size_t m_step = 0;
    ResultCollector m_collector;
    bool m_aborted = false;
    std::optional<base::Error> m_groupError; // why the rest of the transaction was skipped
    std::optional<base::Error> m_fatal;
    base::Error m_breakReason;
    qint64 m_bytes = 0;
    Results m_results;
};

} // namespace pg
