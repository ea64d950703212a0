// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/locklistmodel.h"

#include "base/plaintext.h"
#include "locks/objecttext.h"

#include <tuple>

namespace locks {

using namespace Qt::StringLiterals;
using snapshot::Lock;
using snapshot::Session;
using snapshot::Snapshot;

namespace {

QString whoHas(const Lock &lock, const Snapshot &snapshot)
{
    if (lock.pid == 0)
        return LockListModel::tr("prepared transaction");
    const auto session = std::ranges::find(snapshot.sessions, lock.pid, &Session::pid);
    QString who = QString::number(lock.pid);
    if (session != snapshot.sessions.end()) {
        if (const QString words = nodeWho({.session = &*session}); !words.isEmpty())
            who += u" · "_s + words;
    }
    return who;
}

// Under which virtual transaction a prepared one has its locks: that of the lock on its own id.
QString virtualTransactionOf(quint32 xid, const Snapshot &snapshot)
{
    const auto own = std::ranges::find_if(snapshot.locks, [&](const Lock &lock) {
        return lock.pid == 0 && lock.granted && lock.target.type == "transactionid"_L1 &&
               lock.target.transactionId == xid;
    });
    return own == snapshot.locks.end() ? u"-1/"_s + QString::number(xid) : own->virtualTransaction;
}

std::vector<int> processesOf(const Node &node, const Snapshot &snapshot)
{
    std::vector<int> pids{node.key.pid};
    for (const Session &session : snapshot.sessions) {
        if (session.leaderPid == node.key.pid && session.pid != node.key.pid)
            pids.push_back(session.pid);
    }
    return pids;
}

} // namespace

size_t qHash(const LockKey &key, size_t seed) noexcept
{
    const LockTarget &target = key.target;
    return qHashMulti(seed, target.type, target.database, target.relation, target.virtualXid,
                      target.transactionId, target.classId, target.objectId,
                      target.page.value_or(-1), int(target.tuple.value_or(-1)), key.pid,
                      int(key.mode), key.granted);
}

LockKey LockRow::key() const
{
    return {lock.target, lock.virtualTransaction, lock.pid, lock.mode, lock.granted};
}

std::vector<LockRow> lockRows(const std::vector<Lock> &locks, const Snapshot &snapshot)
{
    std::vector<LockRow> rows;
    rows.reserve(locks.size());
    for (const Lock &lock : locks)
        rows.push_back({lock, objectText(lock.target, snapshot), whoHas(lock, snapshot)});
    std::ranges::stable_sort(rows, [](const LockRow &a, const LockRow &b) {
        const auto order = [](const LockRow &row) {
            return std::tuple(row.lock.granted, -int(row.lock.mode), row.lock.waitStart);
        };
        return std::tuple_cat(order(a), std::tie(a.object, a.lock.pid, a.lock.target)) <
               std::tuple_cat(order(b), std::tie(b.object, b.lock.pid, b.lock.target));
    });
    return rows;
}

std::vector<Lock> contendedLocks(const Situation &situation, const NodeKey &key)
{
    std::vector<Lock> result;
    const int number = situation.find(key);
    if (number < 0)
        return result;
    const Node &node = situation.graph.nodes[size_t(number)];
    const Snapshot &snapshot = *situation.snapshot;
    const QString prepared =
        node.isPrepared() ? virtualTransactionOf(key.preparedXid, snapshot) : QString();
    const std::vector<int> pids = processesOf(node, snapshot);
    for (const Lock &lock : snapshot.locks) {
        const bool belongs = node.isPrepared()
                                 ? lock.pid == 0 && lock.virtualTransaction == prepared
                                 : std::ranges::contains(pids, lock.pid);
        if (belongs)
            result.push_back(lock);
    }
    return result;
}

std::vector<Lock> locksOn(const LockTarget &target, const Snapshot &snapshot)
{
    std::vector<Lock> result;
    std::ranges::copy_if(snapshot.locks, std::back_inserter(result),
                         [&](const Lock &lock) { return lock.target == target; });
    return result;
}

void LockListModel::setLocks(const std::vector<Lock> &locks, const snapshot::SnapshotPtr &snapshot)
{
    if (!snapshot)
        return setRows({});
    m_now = snapshot->takenAt;
    setRows(lockRows(locks, *snapshot));
}

int LockListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString LockListModel::display(const LockRow &row, int column) const
{
    const Lock &lock = row.lock;
    switch (column) {
    case StandingColumn:
        return lock.granted ? tr("held") : tr("awaited");
    case ModeColumn:
        return lock.mode == LockMode::None ? QString(u'–')
                                           : QString(snapshot::lockModeText(lock.mode));
    case ObjectColumn:
        return base::visibleText(row.object, 200);
    case WaitedColumn:
        if (lock.granted)
            return {};
        return lock.waitStart ? base::formatDuration(m_now - *lock.waitStart) : QString(u'–');
    case PathColumn:
        return lock.fastPath ? tr("fast path") : QString();
    case SessionColumn:
        return row.who;
    default:
        return {};
    }
}

QVariant LockListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString text = display(row(index.row()), index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text;
    case Qt::ToolTipRole:
        return text.isEmpty() ? QString() : "<qt>"_L1 + text.toHtmlEscaped() + "</qt>"_L1;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::AlignVCenter | (index.column() == WaitedColumn ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant LockListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (section == WaitedColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[ColumnCount] = {tr("lock"),   tr("mode"), tr("object"),
                                         tr("waited"), tr("path"), tr("session")};
    return titles[section];
}

} // namespace locks
