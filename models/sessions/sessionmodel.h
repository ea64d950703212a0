// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "sessions/arrangement.h"
#include "sessions/severity.h"
#include "snapshot/snapshotmodel.h"

namespace sessions {

/// The table of sessions. Holds the snapshot that its rows point into. Sorting, filtering and
/// grouping are part of the arrangement, so that a refresh is one pass and no proxy is needed.
/// Texts are fit for display as plain text; tool tips are rich text with everything foreign
/// escaped.
class SessionModel final : public snapshot::SnapshotModel<SessionRow>
{
    Q_OBJECT

public:
    enum Role {
        ValueRole = Qt::UserRole, ///< Raw: int, qint64, QString, or age in ms; invalid if unknown.
        SeverityRole,             ///< sessions::Severity as int.
        KindRole,                 ///< RowKind as int.
        StateRole,                ///< snapshot::SessionState as int; invalid for groups.
        FoldRole,                 ///< Fold as int.
    };
    enum class RowKind { Session, Worker, Group };
    enum class Fold { None, Open, Collapsed };

    using SnapshotModel::SnapshotModel;

    void setSnapshot(const snapshot::SnapshotPtr &snapshot);
    const snapshot::SnapshotPtr &snapshot() const { return m_snapshot; }
    void setArrangement(const Arrangement &arrangement);
    const Arrangement &arrangement() const { return m_arrangement; }
    void setThresholds(const Thresholds &thresholds);

    /// Opens or folds the workers or the sessions below this row.
    void setCollapsed(int row, bool collapsed);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

signals:
    void arrangementChanged();

private:
    void apply(snapshot::SnapshotPtr snapshot);
    QVariant sessionData(const SessionRow &row, Column column, int role) const;
    QVariant groupData(const SessionRow &row, Column column, int role) const;
    QString display(const Session &session, Column column) const;
    QString toolTip(const SessionRow &row, Column column) const;
    QVariant value(const Session &session, Column column) const;

    snapshot::SnapshotPtr m_snapshot;
    Timestamp m_now; ///< Ages count to here: the moment of the last snapshot.
    Arrangement m_arrangement;
    Thresholds m_thresholds;
};

/// "2026-11-20 03:57:31 CET": in the time zone of this machine.
QString absoluteTime(Timestamp time);

/// "918 223", with thin spaces.
QString groupedNumber(qint64 number);

/// The sums of a group in words: "37 sessions · 12 active · longest transaction 04:12".
QString groupSummary(const GroupSums &sums, Timestamp now);

} // namespace sessions
