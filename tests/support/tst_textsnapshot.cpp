// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/textsnapshot.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The helper that writes snapshots as text.
class TestTextSnapshot final : public QObject
{
    Q_OBJECT

private slots:
    void readsASession();
    void readsASnapshot();
};

void TestTextSnapshot::readsASession()
{
    const auto session = tests::sessionOf(
        u"4711 app_rw idle-tx 5m 'SELECT ''a''  b' db=orders wait=Client:ClientRead xact=6m leader=12"_s);
    QCOMPARE(session.pid, 4711);
    QCOMPARE(session.role, u"app_rw"_s);
    QCOMPARE(session.state, snapshot::SessionState::IdleInTransaction);
    QCOMPARE(session.query, u"SELECT 'a'  b"_s);
    QCOMPARE(session.database, u"orders"_s);
    QCOMPARE(session.waitEventType, u"Client"_s);
    QCOMPARE(session.waitEvent, u"ClientRead"_s);
    QVERIFY(session.stateChange == tests::noon() - 5min);
    QVERIFY(session.xactStart == tests::noon() - 6min);
    QCOMPARE(session.leaderPid, 12);
    QVERIFY(!tests::sessionOf(u"1 x hidden 0"_s).backendStart);
}

void TestTextSnapshot::readsASnapshot()
{
    const auto read = tests::snapshotOf(uR"(
        12 b active 1s 'UPDATE t'
        7 a idle-tx 2m 'LOCK t'
        9 c active 1s
        12 waits 7
        9 waits 7)"_s);
    QCOMPARE(read->sessions.size(), 3u);
    QCOMPARE(read->sessions.front().pid, 7);
    QCOMPARE(read->locks.size(), 3u);
    QCOMPARE(std::ranges::count_if(read->locks, &snapshot::Lock::granted), 1);
    QCOMPARE(read->limits.used, 3);
}

QTEST_GUILESS_MAIN(TestTextSnapshot)
#include "tst_textsnapshot.moc"
