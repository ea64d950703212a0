// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/resultcollector.h"

#include "postgres/diagnostics.h"

#include <utility>

namespace pg {

ResultCollector::Verdict ResultCollector::add(ResultHandle result)
{
    switch (PQresultStatus(result.get())) {
    case PGRES_TUPLES_CHUNK:
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
        addRows(std::move(result));
        return Verdict::Fine;
    case PGRES_FATAL_ERROR:
        if (!m_error) // the first one is the server's; a second one only says that it hung up
            m_error = errorOf(result.get());
        return Verdict::Fine;
    case PGRES_PIPELINE_ABORTED:
        return Verdict::Aborted;
    default:
        return Verdict::Unexpected;
    }
}

void ResultCollector::addRows(ResultHandle result)
{
    const int count = PQntuples(result.get());
    m_bytes += qint64(PQresultMemorySize(result.get()));
    m_rows.m_affected = QByteArrayView(PQcmdTuples(result.get())).toLongLong();
    // The last, empty one is kept only if it alone knows the columns.
    if (count == 0 && !m_rows.m_chunks.empty())
        return;
    m_rows.m_chunkRows = std::max(m_rows.m_chunkRows, count);
    m_rows.m_rowCount += count;
    m_rows.m_chunks.push_back(std::shared_ptr<PGresult>(result.release(), PQclear));
}

base::Result<Rows> ResultCollector::take()
{
    Rows rows = std::exchange(m_rows, {});
    auto error = std::exchange(m_error, {});
    m_bytes = 0;
    if (error)
        return std::unexpected(std::move(*error));
    return rows;
}

} // namespace pg
