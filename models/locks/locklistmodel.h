// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/nodetext.h"
#include "snapshot/snapshotmodel.h"

namespace locks {

/// Which lock it is: the same one is seen again in the next snapshot.
struct LockKey
{
    LockTarget target;
    QString virtualTransaction;
    int pid = 0;
    LockMode mode = LockMode::None;
    bool granted = false;
    bool operator==(const LockKey &) const = default;
};

size_t qHash(const LockKey &key, size_t seed = 0) noexcept;

/// One lock with what its numbers mean.
struct LockRow
{
    snapshot::Lock lock;
    QString object; ///< Foreign text.
    QString who;    ///< "4711 · app_rw · orders"; fit for display.
    bool operator==(const LockRow &) const = default;
    LockKey key() const;
};

/// Awaited locks first, then the strongest mode, then by object. Names and sessions are those of
/// the snapshot.
std::vector<LockRow> lockRows(const std::vector<snapshot::Lock> &locks,
                              const snapshot::Snapshot &snapshot);

/// The locks of a session with its parallel workers, as far as this snapshot holds them: it has
/// those that somebody waits for.
std::vector<snapshot::Lock> contendedLocks(const Situation &situation, const NodeKey &node);

/// The locks on one object in this snapshot, of whomever.
std::vector<snapshot::Lock> locksOn(const LockTarget &target, const snapshot::Snapshot &snapshot);

/// Locks that are held or awaited, of a session or on an object. Never resets.
class LockListModel final : public snapshot::SnapshotModel<LockRow>
{
    Q_OBJECT

public:
    enum Column {
        StandingColumn, ///< "held" or "awaited".
        ModeColumn,
        ObjectColumn,
        WaitedColumn,
        PathColumn, ///< Whether it was taken by the fast path.
        SessionColumn,
        ColumnCount,
    };

    using SnapshotModel::SnapshotModel;

    /// Ages count to the moment of the snapshot, in which the locks were read.
    void setLocks(const std::vector<snapshot::Lock> &locks, const snapshot::SnapshotPtr &snapshot);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString display(const LockRow &row, int column) const;

    Timestamp m_now;
};

} // namespace locks
