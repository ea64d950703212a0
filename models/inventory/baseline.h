// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"

#include <QMetaType>
#include <QStringList>

namespace inventory {

enum class RowCount {
    Unknown,
    Estimated, ///< As the last VACUUM or ANALYZE left it.
    Exact,     ///< Counted.
};

/// Why a table was not counted, though that was asked for.
enum class NotCounted {
    None,    ///< It was, or was not asked for.
    Gone,    ///< It was dropped or renamed meanwhile.
    Locked,  ///< Counting would have waited for somebody's exclusive lock.
    NoRight, ///< Our role may not read it, or policies would hide rows from it.
    NoTime,  ///< The deadline passed.
    Failed,  ///< See the problem.
};

/// One table of a baseline. Tables are known again by schema and name: they outlive a restore.
struct BaselineTable
{
    QString schema;
    QString name;
    RowCount counted = RowCount::Unknown;
    qint64 rows = 0;             ///< Not with Unknown.
    std::optional<qint64> bytes; ///< With indexes and TOAST; nothing: not known.
    bool measured = false;       ///< Otherwise the bytes are those of the last VACUUM or ANALYZE.
    NotCounted notCounted = NotCounted::None;
    QString problem; ///< The server's words where it said no.

    bool operator==(const BaselineTable &) const = default;
};

/// Row counts and sizes of some tables of a database at one moment, under a name.
struct Baseline
{
    QString name;
    QString serverId;
    QString server; ///< Its name at that time.
    QString database;
    Timestamp takenAt;
    std::vector<BaselineTable> tables; ///< By schema and name.

    bool operator==(const Baseline &) const = default;
};

enum class TableChange { Gone, New, Shrunk, Grown, SizeOnly, NotComparable, Same };

struct TableDifference
{
    TableChange change = TableChange::Same;
    BaselineTable before; ///< Empty if new.
    BaselineTable after;  ///< Empty if gone.

    bool operator==(const TableDifference &) const = default;
    qint64 rows() const { return after.rows - before.rows; }
    /// 0 where the two cannot be compared: an estimate leaves out what a measure counts.
    qint64 bytes() const;
    /// One of the two counts is only an estimate.
    bool isEstimate() const;
};

/// What changed between two baselines of a database: differences first, those that lost most rows
/// at the top, what is the same at the end.
std::vector<TableDifference> compareBaselines(const Baseline &before, const Baseline &after);

/// Estimates only, from what is known already; all ordinary and partitioned tables if none is
/// given.
Baseline estimatedBaseline(const DatabaseContents &contents, const std::vector<Oid> &tables = {});

} // namespace inventory

Q_DECLARE_METATYPE(inventory::Baseline)
