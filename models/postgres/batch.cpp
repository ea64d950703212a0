// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/batch.h"

#include <QCryptographicHash>

namespace pg {

using namespace Qt::StringLiterals;

namespace {

// Statements are known to the server by a digest of their text.
QByteArray statementName(const QByteArray &sql)
{
    return "pgvigil_" + QCryptographicHash::hash(sql, QCryptographicHash::Sha1).toHex().first(16);
}

} // namespace

Batch::Batch(QList<Query> queries, Limits limits, bool together)
    : m_queries(std::move(queries))
    , m_limits(limits)
    , m_together(together)
{
    m_results.reserve(size_t(m_queries.size()));
}

bool Batch::send(PGconn *connection, QSet<QByteArray> &prepared)
{
    if (!PQenterPipelineMode(connection))
        return false;
    for (size_t i = 0; i < size_t(m_queries.size()); ++i) {
        if (!sendQuery(connection, i, prepared))
            return false;
        const bool last = i + 1 == size_t(m_queries.size());
        if (!m_together || last) {
            if (!PQsendPipelineSync(connection))
                return false;
            m_steps.push_back({StepKind::Sync, i});
        }
    }
    if (m_steps.front().kind == StepKind::Run)
        PQsetChunkedRowsMode(connection, ResultCollector::ChunkRows);
    return true;
}

bool Batch::sendQuery(PGconn *connection, size_t number, QSet<QByteArray> &prepared)
{
    const Query &query = m_queries[qsizetype(number)];
    std::vector<const char *> values;
    for (const Parameter &parameter : query.parameters)
        values.push_back(parameter ? parameter->constData() : nullptr);
    const int count = int(values.size());
    const int format = query.binary ? 1 : 0;
    m_steps.push_back({StepKind::Run, number});
    if (!query.prepare) {
        return PQsendQueryParams(connection, query.sql.constData(), count, nullptr, values.data(),
                                 nullptr, nullptr, format);
    }
    const QByteArray name = statementName(query.sql);
    if (!prepared.contains(name)) {
        m_steps.insert(m_steps.end() - 1, {StepKind::Prepare, number});
        prepared.insert(name);
        if (!PQsendPrepare(connection, name.constData(), query.sql.constData(), 0, nullptr))
            return false;
    }
    return PQsendQueryPrepared(connection, name.constData(), count, values.data(), nullptr, nullptr,
                               format);
}

Batch::Progress Batch::read(PGconn *connection, QSet<QByteArray> &prepared)
{
    while (m_step < m_steps.size()) {
        if (PQisBusy(connection))
            return Progress::More;
        ResultHandle result(PQgetResult(connection));
        const Progress progress =
            result ? takeResult(connection, std::move(result)) : endStep(connection, prepared);
        if (progress == Progress::Broken)
            return progress;
    }
    PQexitPipelineMode(connection);
    return Progress::Done;
}

Batch::Progress Batch::takeResult(PGconn *connection, ResultHandle result)
{
    const Step step = m_steps[m_step];
    if (step.kind == StepKind::Sync) {
        if (PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC)
            return broken(u"The server answered out of turn."_s);
        m_groupError.reset();
        nextStep(connection);
        return Progress::More;
    }
    const ResultCollector::Verdict verdict = m_collector.add(std::move(result));
    if (verdict == ResultCollector::Verdict::Unexpected)
        return broken(u"The server sent an answer that no statement had asked for."_s);
    m_aborted |= verdict == ResultCollector::Verdict::Aborted;
    if (m_bytes + m_collector.bytes() > m_limits.bytes || m_collector.rowCount() > m_limits.rows)
        return broken(u"The answer grew past %1 MB or %2 rows and was cut off."_s.arg(
            QString::number(m_limits.bytes / 1'000'000), QString::number(m_limits.rows)));
    return Progress::More;
}

Batch::Progress Batch::endStep(PGconn *connection, QSet<QByteArray> &prepared)
{
    if (PQstatus(connection) == CONNECTION_BAD) {
        base::Result<Rows> rest = m_collector.take();
        if (!rest)
            m_fatal = rest.error();
        return broken(u"The server closed the connection."_s);
    }
    const Step step = m_steps[m_step];
    m_bytes += m_collector.bytes();
    base::Result<Rows> result = m_collector.take();
    if (!result)
        m_groupError = result.error();
    else if (m_aborted && m_groupError)
        result = std::unexpected(*m_groupError);
    m_aborted = false;
    if (step.kind == StepKind::Prepare) {
        if (!result)
            prepared.remove(statementName(m_queries[qsizetype(step.query)].sql));
    } else {
        m_results.push_back(std::move(result));
    }
    nextStep(connection);
    return Progress::More;
}

void Batch::nextStep(PGconn *connection)
{
    ++m_step;
    if (m_step < m_steps.size() && m_steps[m_step].kind == StepKind::Run)
        PQsetChunkedRowsMode(connection, ResultCollector::ChunkRows);
}

Batch::Progress Batch::broken(const QString &message)
{
    m_breakReason = base::Error{.kind = base::ErrorKind::ConnectionLost, .message = message};
    if (m_fatal)
        m_breakReason = *m_fatal;
    return Progress::Broken;
}

void Batch::fail(const base::Error &error)
{
    while (m_results.size() < size_t(m_queries.size()))
        m_results.push_back(std::unexpected(error));
}

} // namespace pg
