// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/nodetext.h"
#include "snapshot/snapshotmodel.h"

namespace locks {

/// Which wait it is: who waits for whom, and by which process.
struct WaitKey
{
    NodeKey waiter;
    NodeKey blocker;
    LockTarget target;
    int pid = 0;
    bool operator==(const WaitKey &) const = default;
};

size_t qHash(const WaitKey &key, size_t seed = 0) noexcept;

/// One edge of the graph, seen from one of its ends.
struct WaitLine
{
    WaitKey wait;
    bool blocked = false; ///< The session that is looked at is the one that waits.
    QString other;        ///< The session at the other end; fit for display.
    QString object;       ///< Foreign text.
    LockMode requested = LockMode::None;
    LockMode inTheWay = LockMode::None;
    EdgeKind kind = EdgeKind::Hard;
    Evidence evidence = Evidence::LockTable;
    std::optional<Timestamp> since;
    bool sinceStatement = false;
    int queuePosition = 0;
    bool operator==(const WaitLine &) const = default;
    WaitKey key() const { return wait; }
};

/// All edges of a node: those it waits for first, then those that wait for it, longest first.
std::vector<WaitLine> waitLines(const Situation &situation, const NodeKey &node);

/// What one session waits for and who waits for it, and how that is known. Never resets.
class WaitListModel final : public snapshot::SnapshotModel<WaitLine>
{
    Q_OBJECT

public:
    enum Column {
        DirectionColumn, ///< "waits for" or "blocks".
        OtherColumn,
        ObjectColumn,
        RequestedColumn,
        InTheWayColumn,
        WaitedColumn,
        EvidenceColumn,
        ColumnCount,
    };

    using SnapshotModel::SnapshotModel;

    /// Null, or a node that neither waits nor blocks, empties the list.
    void setNode(const SituationPtr &situation, const NodeKey &node);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString display(const WaitLine &line, int column) const;
    QString toolTip(const WaitLine &line, int column) const;

    Timestamp m_now;
};

} // namespace locks
