// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/libpqhandles.h"
#include "postgres/query.h"
#include "postgres/rows.h"

#include "base/error.h"

namespace pg {

/// Puts the results of one statement together, which libpq hands over in chunks, and counts what
/// they cost.
class ResultCollector final
{
public:
    static constexpr int ChunkRows = 256;

    /// What a result means for the batch.
    enum class Verdict {
        Fine,
        Aborted,    ///< Skipped, since a statement before it failed.
        Unexpected, ///< Nothing that a statement of ours can cause; close the connection.
    };

    Verdict add(ResultHandle result);

    /// The finished result; the collector is empty again.
    base::Result<Rows> take();

    bool hasError() const { return m_error.has_value(); }
    qint64 bytes() const { return m_bytes; }
    int rowCount() const { return m_rows.m_rowCount; }

private:
    void addRows(ResultHandle result);

    Rows m_rows;
    std::optional<base::Error> m_error;
    qint64 m_bytes = 0;
};

} // namespace pg
