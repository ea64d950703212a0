// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/samplelocks.h"

#include "support/textsnapshot.h"

namespace tests {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::Lock;
using snapshot::LockMode;
using snapshot::LockTarget;

namespace {

constexpr int MostInFan = 300;
constexpr int ChainLength = 6;
constexpr int QueueLength = 25;
constexpr int FirstPid = 4000;
constexpr snapshot::Oid Database = 16384;

LockTarget relationTarget(int number)
{
    return {.type = u"relation"_s, .database = Database, .relation = 20'000 + quint32(number)};
}

LockTarget transactionTarget(int pid)
{
    return {.type = u"transactionid"_s, .transactionId = 900'000 + quint32(pid)};
}

class Maker
{
public:
    snapshot::SnapshotPtr make(int waiting);

private:
    int addSession(const QString &query);
    void addLock(int pid, const LockTarget &target, LockMode mode, bool granted);
    void addFan(int waiting);
    void addChain(int waiting);
    void addQueue(int waiting);
    void nameRelation(int number);

    std::shared_ptr<snapshot::Snapshot> m_made = std::make_shared<snapshot::Snapshot>();
    int m_relations = 0;
};

int Maker::addSession(const QString &query)
{
    const int pid = FirstPid + int(m_made->sessions.size());
    auto session = sessionOf(QString::number(pid) + u" app_rw idle-tx 4m"_s);
    session.database = u"shop"_s;
    session.databaseOid = Database;
    session.application = u"shop-api"_s;
    session.client = u"10.0.3."_s + QString::number(pid % 250);
    session.query = query;
    session.backendXid = 900'000 + quint32(pid);
    session.xactStart = noon() - 5min;
    m_made->sessions.push_back(session);
    return pid;
}

// Who comes later waits for a shorter time.
void Maker::addLock(int pid, const LockTarget &target, LockMode mode, bool granted)
{
    Lock lock{.target = target, .pid = pid, .mode = mode, .granted = granted};
    lock.virtualTransaction = QString::number(pid) + u"/12"_s;
    if (!granted) {
        lock.waitStart = noon() - 3min + 20ms * int(m_made->locks.size());
        snapshot::Session &session = m_made->sessions[size_t(pid - FirstPid)];
        session.state = snapshot::SessionState::Active;
        session.waitEventType = u"Lock"_s;
        session.waitEvent = target.type;
        session.queryStart = session.stateChange = lock.waitStart;
    }
    m_made->locks.push_back(lock);
}

void Maker::nameRelation(int number)
{
    m_made->objects.push_back({.database = Database,
                               .classId = 1259,
                               .objectId = 20'000 + quint32(number),
                               .kind = u"table"_s,
                               .schema = u"public"_s,
                               .name = u"orders_"_s + QString::number(number)});
}

// Many that change one row: the first has the row's tuple lock and waits for its owner.
void Maker::addFan(int waiting)
{
    LockTarget row = relationTarget(++m_relations);
    row.type = u"tuple"_s;
    row.page = 0;
    row.tuple = 7;
    nameRelation(m_relations);
    const QString query = u"UPDATE orders_1 SET total = total + 1 WHERE id = 7"_s;
    const int owner = addSession(query);
    addLock(owner, transactionTarget(owner), LockMode::Exclusive, true);
    for (int i = 0; i < waiting; ++i) {
        const int pid = addSession(query);
        addLock(pid, row, LockMode::Exclusive, i == 0);
        if (i == 0)
            addLock(pid, transactionTarget(owner), LockMode::Share, false);
    }
}

// Each has changed a row that the next one wants.
void Maker::addChain(int waiting)
{
    int owner = addSession(u"UPDATE accounts SET balance = 0 WHERE id = 1"_s);
    for (int i = 0; i < waiting; ++i) {
        const int pid = addSession(u"DELETE FROM accounts WHERE id = 1"_s);
        addLock(owner, transactionTarget(owner), LockMode::Exclusive, true);
        addLock(pid, transactionTarget(owner), LockMode::Share, false);
        owner = pid;
    }
}

// Two old readers, one that alters the table, and the readers behind it.
void Maker::addQueue(int waiting)
{
    const LockTarget table = relationTarget(++m_relations);
    nameRelation(m_relations);
    const QString query = u"SELECT * FROM orders_"_s + QString::number(m_relations);
    for (int i = 0; i < 2; ++i)
        addLock(addSession(query), table, LockMode::AccessShare, true);
    for (int i = 0; i < waiting; ++i) {
        const int pid = addSession(i == 0 ? u"ALTER TABLE orders ADD note text"_s : query);
        addLock(pid, table, i == 0 ? LockMode::AccessExclusive : LockMode::AccessShare, false);
    }
}

snapshot::SnapshotPtr Maker::make(int waiting)
{
    m_made->sequence = 1;
    m_made->takenAt = noon();
    m_made->server.versionNum = 170004;
    m_made->server.version = u"17.4"_s;
    m_made->server.database = u"shop"_s;
    m_made->limits = {.maxConnections = 5000, .superuserReserved = 3};
    const int fan = std::min(waiting, MostInFan);
    const int chained = (waiting - fan) / 2;
    if (fan > 0)
        addFan(fan);
    for (int left = chained; left > 0; left -= ChainLength)
        addChain(std::min(left, ChainLength));
    for (int left = waiting - fan - chained; left > 0; left -= QueueLength)
        addQueue(std::min(left, QueueLength));
    m_made->limits.used = int(m_made->sessions.size());
    return m_made;
}

} // namespace

snapshot::SnapshotPtr sampleLocks(int waiting)
{
    return Maker().make(waiting);
}

} // namespace tests
