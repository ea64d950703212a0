// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/lockscenes.h"

#include <algorithm>

namespace tests {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::Lock;
using snapshot::LockMode;
using snapshot::LockTarget;
using std::chrono::seconds;

namespace {

constexpr quint32 Database = 16384;

QString virtualOf(int pid)
{
    return u"%1/1"_s.arg(pid);
}

quint32 xidOf(int pid)
{
    return 900000 + quint32(pid);
}

} // namespace

LockTarget tableTarget(quint32 relation)
{
    return {.type = u"relation"_s, .database = Database, .relation = relation};
}

LockTarget rowTarget(quint32 relation, int row)
{
    return {.type = u"tuple"_s,
            .database = Database,
            .relation = relation,
            .page = 0,
            .tuple = qint16(row)};
}

LockTarget advisoryTarget(quint32 key)
{
    return {.type = u"advisory"_s, .database = Database, .objectId = key, .objectSubId = 1};
}

LockTarget transactionTarget(quint32 xid)
{
    return {.type = u"transactionid"_s, .transactionId = xid};
}

LockScene::LockScene()
{
    m_snapshot.sequence = 1;
    m_snapshot.takenAt = noon();
    m_snapshot.server.versionNum = 170004;
    m_snapshot.server.version = u"17.4"_s;
    m_snapshot.server.role = u"dba_anna"_s;
    m_snapshot.server.database = u"orders"_s;
    for (const auto &[oid, name] : {std::pair(Orders, u"orders"_s), {Stock, u"stock"_s}})
        m_snapshot.objects.push_back({.database = Database,
                                      .classId = 1259,
                                      .objectId = oid,
                                      .kind = u"table"_s,
                                      .schema = u"public"_s,
                                      .name = name});
}

LockScene &LockScene::session(const QString &text)
{
    m_snapshot.sessions.push_back(sessionOf(text));
    return *this;
}

LockScene &LockScene::prepared(quint32 xid, const QString &gid, const QString &owner, seconds age)
{
    m_snapshot.prepared.push_back(
        {.transactionId = xid, .gid = gid, .prepared = noon() - age, .owner = owner});
    m_snapshot.locks.push_back({.target = transactionTarget(xid),
                                .virtualTransaction = u"-1/%1"_s.arg(xid),
                                .mode = LockMode::Exclusive,
                                .granted = true});
    return *this;
}

LockScene &LockScene::holds(int pid, const LockTarget &target, LockMode mode)
{
    const QString prepared = m_snapshot.prepared.empty()
                                 ? QString()
                                 : u"-1/%1"_s.arg(m_snapshot.prepared.back().transactionId);
    m_snapshot.locks.push_back({.target = target,
                                .virtualTransaction = pid == 0 ? prepared : virtualOf(pid),
                                .pid = pid,
                                .mode = mode,
                                .granted = true});
    return *this;
}

LockScene &LockScene::waits(int pid, const LockTarget &target, LockMode mode, seconds ago)
{
    m_snapshot.locks.push_back({.target = target,
                                .virtualTransaction = virtualOf(pid),
                                .pid = pid,
                                .mode = mode,
                                .waitStart = noon() - ago});
    return *this;
}

LockScene &LockScene::rowWait(int pid, int holder, quint32 relation, seconds ago)
{
    const Lock own{.target = transactionTarget(xidOf(holder)),
                   .virtualTransaction = virtualOf(holder),
                   .pid = holder,
                   .mode = LockMode::Exclusive,
                   .granted = true};
    if (!std::ranges::contains(m_snapshot.locks, own))
        m_snapshot.locks.push_back(own);
    holds(pid, rowTarget(relation, holder % 1000), LockMode::Exclusive);
    return waits(pid, own.target, LockMode::Share, ago);
}

snapshot::SnapshotPtr LockScene::snapshot() const
{
    auto result = std::make_shared<snapshot::Snapshot>(m_snapshot);
    std::ranges::sort(result->sessions, {}, &snapshot::Session::key);
    return result;
}

locks::SituationPtr LockScene::situation() const
{
    return locks::situationOf(snapshot());
}

LockScene incidentScene()
{
    LockScene scene;
    scene.session(u"4711 app_rw idle-tx 252s 'UPDATE orders SET status = $1' xact=254s"_s)
        .session(u"4823 app_rw active 238s 'UPDATE orders SET status = $1 WHERE id = 7'"_s)
        .session(u"5102 deploy active 151s 'ALTER TABLE orders ADD COLUMN note text'"_s)
        .session(u"4890 batch active 67s 'UPDATE stock SET amount = 0'"_s)
        .session(u"6021 billing active 12s 'SELECT pg_advisory_lock(111)'"_s)
        .session(u"6022 billing active 9s 'SELECT pg_advisory_lock(111)'"_s);
    scene.holds(4711, tableTarget(Orders), LockMode::RowExclusive)
        .rowWait(4823, 4711, Orders, 238s)
        .waits(5102, tableTarget(Orders), LockMode::AccessExclusive, 151s)
        .rowWait(4890, 4711, Stock, 67s);
    for (int i = 0; i < 21; ++i) {
        scene.session(
            u"%1 app_rw active %2s 'UPDATE orders SET status = $1 WHERE id = %3'"_s.arg(4900 + i)
                .arg(220 - i)
                .arg(i));
        scene.waits(4900 + i, rowTarget(Orders, 711), LockMode::Exclusive, seconds(220 - i));
    }
    for (int i = 0; i < 11; ++i) {
        scene.session(u"%1 web active %2s 'SELECT status FROM orders WHERE id = %3'"_s.arg(5200 + i)
                          .arg(149 - i)
                          .arg(i));
        scene.waits(5200 + i, tableTarget(Orders), LockMode::AccessShare, seconds(149 - i));
    }
    scene.prepared(918223, u"tx-42"_s, u"billing"_s, 26h)
        .holds(0, advisoryTarget(111), LockMode::Exclusive)
        .waits(6021, advisoryTarget(111), LockMode::Exclusive, 12s)
        .waits(6022, advisoryTarget(111), LockMode::Exclusive, 9s);
    return scene;
}

LockScene chainScene(int length)
{
    LockScene scene;
    scene.session(u"1000 app_rw idle-tx 300s 'UPDATE orders SET status = $1'"_s);
    for (int i = 1; i < length; ++i) {
        scene.session(
            u"%1 app_rw active %2s 'UPDATE orders SET status = $1'"_s.arg(1000 + i).arg(300 - i));
        scene.rowWait(1000 + i, 999 + i, i % 2 == 0 ? Stock : Orders, seconds(300 - i));
    }
    return scene;
}

LockScene fanScene(int others)
{
    LockScene scene;
    scene.session(u"900 app_rw idle-tx 600s 'UPDATE orders SET status = $1'"_s)
        .session(u"1000 app_rw active 599s 'UPDATE orders SET status = $1 WHERE id = 1'"_s)
        .rowWait(1000, 900, Orders, 599s);
    for (int i = 1; i <= others; ++i) {
        scene.session(
            u"%1 app_rw active %2s 'UPDATE orders SET status = $1 WHERE id = 1'"_s.arg(1000 + i)
                .arg(599 - i));
        scene.waits(1000 + i, rowTarget(Orders, 900), LockMode::Exclusive, seconds(599 - i));
    }
    return scene;
}

LockScene deadlockScene()
{
    LockScene scene;
    scene.session(u"71 app_rw active 3s 'UPDATE orders SET status = $1 WHERE id = 2'"_s)
        .session(u"72 batch active 2s 'UPDATE stock SET amount = 1 WHERE id = 1'"_s)
        .session(u"73 web active 1s 'SELECT * FROM stock FOR UPDATE'"_s);
    return scene.rowWait(71, 72, Orders, 3s).rowWait(72, 71, Stock, 2s).rowWait(73, 72, Stock, 1s);
}

} // namespace tests
