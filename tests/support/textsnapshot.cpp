// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/textsnapshot.h"

#include "support/textlocks.h"

#include <QRegularExpression>

#include <atomic>

namespace tests {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::Session;
using snapshot::SessionState;

namespace {

// Blanks divide, except inside single quotes; a doubled quote stands for one.
QStringList words(const QString &text)
{
    static const QRegularExpression word(u"'((?:[^']|'')*)'|(\\S+)"_s);
    QStringList found;
    for (const auto &match : word.globalMatch(text)) {
        QString quoted = match.captured(1);
        found.append(match.hasCaptured(2) ? match.captured(2)
                                          : u"'"_s + quoted.replace(u"''"_s, u"'"_s));
    }
    return found;
}

SessionState stateOf(const QString &word)
{
    static const QMap<QString, SessionState> states = {
        {u"active"_s, SessionState::Active},
        {u"idle"_s, SessionState::Idle},
        {u"idle-tx"_s, SessionState::IdleInTransaction},
        {u"aborted"_s, SessionState::IdleInTransactionAborted},
        {u"background"_s, SessionState::Background},
        {u"hidden"_s, SessionState::Hidden},
        {u"starting"_s, SessionState::Starting},
        {u"disabled"_s, SessionState::Disabled},
        {u"fastpath"_s, SessionState::FastPathFunction},
    };
    if (!states.contains(word))
        qFatal("There is no session state '%s'", qPrintable(word));
    return states.value(word);
}

snapshot::Timestamp ago(const QString &age)
{
    const auto duration = base::parseDuration(age);
    if (!duration)
        qFatal("'%s' is no length of time", qPrintable(age));
    return noon() - *duration;
}

snapshot::Oid oidOf(const QString &name)
{
    return name.isEmpty() ? 0 : snapshot::Oid(16384 + qHash(name, 0) % 100'000);
}

void setDetail(Session &session, const QString &name, const QString &value)
{
    if (name == "db"_L1)
        session.database = value;
    else if (name == "app"_L1)
        session.application = value;
    else if (name == "client"_L1)
        session.client = value;
    else if (name == "type"_L1)
        session.backendType = QString(value).replace(u'_', u' ');
    else if (name == "wait"_L1) {
        session.waitEventType = value.section(u':', 0, 0);
        session.waitEvent = value.section(u':', 1);
    } else if (name == "xact"_L1)
        session.xactStart = ago(value);
    else if (name == "start"_L1)
        session.backendStart = ago(value);
    else if (name == "leader"_L1)
        session.leaderPid = value.toInt();
    else if (name == "xid"_L1)
        session.backendXid = value.toUInt();
    else if (name == "xmin"_L1)
        session.backendXmin = value.toUInt();
    else
        qFatal("There is no detail '%s'", qPrintable(name));
}

void addWait(snapshot::Snapshot &snapshot, int waiter, int holder)
{
    snapshot::Lock held;
    held.target.type = u"relation"_s;
    held.target.database = 5;
    held.target.relation = snapshot::Oid(16384 + holder);
    held.pid = holder;
    held.mode = snapshot::LockMode::AccessExclusive;
    held.granted = true;
    if (std::ranges::find(snapshot.locks, held) == snapshot.locks.end())
        snapshot.locks.push_back(held);
    snapshot::Lock wanted = held;
    wanted.pid = waiter;
    wanted.granted = false;
    wanted.waitStart = noon() - 10s;
    snapshot.locks.push_back(wanted);
}

} // namespace

snapshot::Timestamp noon()
{
    using namespace std::chrono;
    return sys_days{year{2026} / 1 / 15} + 12h;
}

Session sessionOf(const QString &text)
{
    QStringList all = words(text);
    if (all.size() < 4)
        qFatal("'%s' is no session", qPrintable(text));
    Session session;
    session.pid = all.takeFirst().toInt();
    session.role = all.takeFirst();
    session.state = stateOf(all.takeFirst());
    const auto since = ago(all.takeFirst());
    session.backendType = u"client backend"_s;
    session.database = u"postgres"_s;
    session.client = u"local"_s;
    if (!session.isHidden()) {
        session.backendStart = std::min(noon() - 1h, since);
        session.stateChange = since;
        session.queryStart = since;
    }
    if (!all.isEmpty() && all.first().startsWith(u'\''))
        session.query = all.takeFirst().sliced(1);
    for (const QString &detail : std::as_const(all))
        setDetail(session, detail.section(u'=', 0, 0), detail.section(u'=', 1));
    session.databaseOid = oidOf(session.database);
    session.roleOid = oidOf(session.role);
    return session;
}

snapshot::SnapshotPtr snapshotOf(const QString &text)
{
    static std::atomic<quint64> sequence = 0;
    auto made = std::make_shared<snapshot::Snapshot>();
    made->sequence = ++sequence;
    made->takenAt = noon();
    made->server.versionNum = 170004;
    made->server.version = u"17.4"_s;
    made->server.startedAt = noon() - 24h;
    made->server.role = u"postgres"_s;
    made->server.database = u"postgres"_s;
    made->limits = {.maxConnections = 100, .superuserReserved = 3};
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList all = words(line);
        if (all.size() == 3 && all[1] == "waits"_L1)
            addWait(*made, all[0].toInt(), all[2].toInt());
        else if (!addLockLine(*made, line) && !all.isEmpty())
            made->sessions.push_back(sessionOf(line));
    }
    std::ranges::sort(made->sessions, {}, &Session::pid);
    made->hiddenSessions = int(std::ranges::count_if(made->sessions, &Session::isHidden));
    made->limits.used = int(std::ranges::count_if(made->sessions, &Session::isClient));
    return made;
}

} // namespace tests
