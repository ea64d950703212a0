// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/timestamp.h"

#include <QByteArrayView>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

struct pg_result;

namespace pg {

using Oid = quint32;

/// The rows of one statement. Cheap to copy: the cells stay where libpq put them.
class Rows final
{
public:
    int rowCount() const { return m_rowCount; }
    int columnCount() const;

    /// The column's number, or -1 if the statement has none of that name.
    int column(const char *name) const;

    bool isNull(int row, int column) const;

    /// The bytes as the server sent them; empty for NULL.
    QByteArrayView bytes(int row, int column) const;

    /// A text cell, decoded as far as it is valid UTF-8.
    QString text(int row, int column) const;

    // Cells of statements that ask for binary results; NULL gives the fallback or nothing.
    qint32 int4(int row, int column, qint32 fallback = 0) const;
    qint64 int8(int row, int column, qint64 fallback = 0) const;
    double float8(int row, int column, double fallback = 0) const;
    Oid oid(int row, int column) const { return Oid(int4(row, column)); }
    bool boolean(int row, int column, bool fallback = false) const;
    std::optional<base::Timestamp> timestamp(int row, int column) const;

    /// The number of rows that the statement touched, as its command tag says.
    qint64 affected() const { return m_affected; }

private:
    friend class ResultCollector;

    struct Place
    {
        const pg_result *result;
        int row;
    };
    Place place(int row) const;

    std::vector<std::shared_ptr<pg_result>> m_chunks; // all but the last of one size
    int m_chunkRows = 0;
    int m_rowCount = 0;
    qint64 m_affected = 0;
};

} // namespace pg
