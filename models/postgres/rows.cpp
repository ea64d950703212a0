// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/rows.h"

#include "base/plaintext.h"

#include <QtEndian>

#include <libpq-fe.h>

namespace pg {

Rows::Place Rows::place(int row) const
{
    const int chunk = m_chunkRows > 0 ? row / m_chunkRows : 0;
    return {m_chunks[size_t(chunk)].get(), row - chunk * m_chunkRows};
}

int Rows::columnCount() const
{
    return m_chunks.empty() ? 0 : PQnfields(m_chunks.front().get());
}

int Rows::column(const char *name) const
{
    return m_chunks.empty() ? -1 : PQfnumber(m_chunks.front().get(), name);
}

bool Rows::isNull(int row, int column) const
{
    const Place at = place(row);
    return PQgetisnull(at.result, at.row, column) != 0;
}

QByteArrayView Rows::bytes(int row, int column) const
{
    const Place at = place(row);
    return {PQgetvalue(at.result, at.row, column), PQgetlength(at.result, at.row, column)};
}

QString Rows::text(int row, int column) const
{
    return base::decodeText(bytes(row, column));
}

namespace {

// A cell of another length is not what the statement promised; the caller gets its fallback.
template <typename T>
std::optional<T> bigEndian(QByteArrayView cell)
{
    if (cell.size() != qsizetype(sizeof(T)))
        return {};
    return qFromBigEndian<T>(cell.data());
}

} // namespace

qint32 Rows::int4(int row, int column, qint32 fallback) const
{
    return bigEndian<qint32>(bytes(row, column)).value_or(fallback);
}

qint64 Rows::int8(int row, int column, qint64 fallback) const
{
    return bigEndian<qint64>(bytes(row, column)).value_or(fallback);
}

double Rows::float8(int row, int column, double fallback) const
{
    return bigEndian<double>(bytes(row, column)).value_or(fallback);
}

bool Rows::boolean(int row, int column, bool fallback) const
{
    const QByteArrayView cell = bytes(row, column);
    return cell.size() == 1 ? cell[0] != 0 : fallback;
}

std::optional<base::Timestamp> Rows::timestamp(int row, int column) const
{
    const auto microseconds = bigEndian<qint64>(bytes(row, column));
    // PostgreSQL's infinities are no moments.
    if (!microseconds || *microseconds == std::numeric_limits<qint64>::max() ||
        *microseconds == std::numeric_limits<qint64>::min())
        return {};
    return base::fromPostgres(*microseconds);
}

} // namespace pg
