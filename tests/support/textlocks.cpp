// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/textlocks.h"

#include "support/textsnapshot.h"

#include <QStringList>

namespace tests {

using namespace Qt::StringLiterals;
using snapshot::Lock;
using snapshot::LockMode;
using snapshot::LockTarget;
using snapshot::Snapshot;

namespace {

constexpr snapshot::Oid Database = 5;

[[noreturn]] void unreadable(const QString &text)
{
    qFatal("'%s' is nothing about locks", qPrintable(text));
}

LockMode modeOf(const QString &word)
{
    for (int mode = 1; mode <= int(LockMode::SIRead); ++mode) {
        const QString name = QString(snapshot::lockModeText(LockMode(mode)));
        if (word == name || word + u"Lock"_s == name)
            return LockMode(mode);
    }
    unreadable(word);
}

LockTarget targetOf(const QStringList &words)
{
    const QString type = words.value(0);
    const auto number = [&](int at) { return words.value(at).toUInt(); };
    if (type == "xid"_L1)
        return {.type = u"transactionid"_s, .transactionId = number(1)};
    if (type == "vxid"_L1)
        return {.type = u"virtualxid"_s, .virtualXid = words.value(1)};
    if (type == "relation"_L1 || type == "extend"_L1)
        return {.type = type, .database = Database, .relation = number(1)};
    if (type == "tuple"_L1)
        return {.type = type,
                .database = Database,
                .relation = number(1),
                .page = qint32(number(2)),
                .tuple = qint16(number(3))};
    if (type == "advisory"_L1)
        return {.type = type,
                .database = Database,
                .classId = number(1),
                .objectId = number(2),
                .objectSubId = qint16(number(3))};
    if (type == "spectoken"_L1)
        return {.type = type, .transactionId = number(1), .objectId = number(2)};
    unreadable(words.join(u' '));
}

// "held 7 AccessShareLock", "held P46/2 ExclusiveLock", "wait 12 ShareLock since 3s"
Lock lockOf(const QString &clause, const LockTarget &target)
{
    const QStringList words = clause.split(u' ', Qt::SkipEmptyParts);
    if (words.size() < 3 || (words[0] != "held"_L1 && words[0] != "wait"_L1))
        unreadable(clause);
    Lock lock{.target = target, .virtualTransaction = words[1] + u"/2"_s};
    if (words[1].startsWith(u'P'))
        lock.virtualTransaction = words[1].sliced(1);
    else
        lock.pid = words[1].toInt();
    lock.mode = modeOf(words[2]);
    lock.granted = words[0] == "held"_L1;
    if (words.size() == 5 && words[3] == "since"_L1)
        lock.waitStart = noon() - base::parseDuration(words[4]).value();
    return lock;
}

void addLocks(Snapshot &snapshot, const QString &text)
{
    const QStringList clauses = text.split(u';', Qt::SkipEmptyParts);
    QStringList words = clauses.value(0).split(u' ', Qt::SkipEmptyParts);
    qsizetype start = 0;
    while (start < words.size() && words[start] != "held"_L1 && words[start] != "wait"_L1)
        ++start;
    const LockTarget target = targetOf(words.first(start));
    snapshot.locks.push_back(lockOf(words.sliced(start).join(u' '), target));
    for (const QString &clause : clauses.sliced(1))
        snapshot.locks.push_back(lockOf(clause, target));
}

void addBlocking(Snapshot &snapshot, const QString &text, bool safeSnapshot)
{
    snapshot::Blocking blocking;
    blocking.pid = text.section(u':', 0, 0).toInt();
    blocking.safeSnapshot = safeSnapshot;
    for (const QString &pid : text.section(u':', 1).split(u' ', Qt::SkipEmptyParts))
        blocking.blockers.push_back(pid.toInt());
    snapshot.blocking.push_back(blocking);
}

void addPrepared(Snapshot &snapshot, const QString &text)
{
    snapshot::PreparedTransaction prepared;
    prepared.transactionId = text.section(u' ', 0, 0).toUInt();
    prepared.gid = text.section(u' ', 1, 1);
    prepared.prepared = noon() - std::chrono::hours(1);
    prepared.databaseOid = Database;
    snapshot.prepared.push_back(prepared);
}

} // namespace

bool addLockLine(Snapshot &snapshot, const QString &line)
{
    const QString text = line.simplified();
    const QString first = text.section(u' ', 0, 0);
    const QString rest = text.section(u' ', 1);
    if (first == "lock"_L1)
        addLocks(snapshot, rest);
    else if (first == "blocking"_L1 || first == "safe"_L1)
        addBlocking(snapshot, rest, first == "safe"_L1);
    else if (first == "prepared"_L1)
        addPrepared(snapshot, rest);
    else if (first == "version"_L1)
        snapshot.server.versionNum = rest.toInt();
    else
        return false;
    return true;
}

} // namespace tests
