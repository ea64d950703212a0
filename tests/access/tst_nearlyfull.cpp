// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/besideconnection.h"
#include "support/testserver.h"

#include <QCoroTask>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::TestServer;

namespace {

constexpr int MaxConnections = 12, Reserved = 3;

// All, the one that asks among them.
int countedBy(tests::TestSession &session)
{
    const auto count = session.run("SELECT count(*) FROM pg_stat_activity"
                                   " WHERE backend_type = 'client backend'");
    return count ? count->trimmed().toInt() : -1;
}

} // namespace

/// Who looks into a database leaves the last connections to others.
class TestNearlyFull final : public QObject
{
    Q_OBJECT

private slots:
    void sparesTheLastOnes_data() { tests::addServerRows(); }
    void sparesTheLastOnes();
};

void TestNearlyFull::sparesTheLastOnes()
{
    QFETCH(int, version);
    TestServer server({.version = version,
                       .settings = {u"max_connections = %1"_s.arg(MaxConnections),
                                    u"superuser_reserved_connections = %1"_s.arg(Reserved),
                                    u"max_wal_senders = 0"_s}});
    QVERIFY_RESULT(server.start());
    std::vector<tests::TestSession> sessions;
    QObject owner;
    // So many are free that the reserved ones and two more are left.
    while (int(sessions.size()) < MaxConnections - Reserved - 2) {
        auto session = server.session(u"postgres"_s);
        QVERIFY_RESULT(session);
        sessions.push_back(std::move(*session));
    }
    QTRY_COMPARE(countedBy(sessions.front()), int(sessions.size()));
    {
        inventory::BesideConnection room(&owner);
        QVERIFY_RESULT(QCoro::waitFor(room.open({.spec = server.spec()})));
    }
    QTRY_COMPARE(countedBy(sessions.front()), int(sessions.size()));
    auto another = server.session(u"postgres"_s);
    QVERIFY_RESULT(another);
    inventory::BesideConnection beside(&owner);
    const auto refused = QCoro::waitFor(beside.open({.spec = server.spec()}));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, base::ErrorKind::Local);
    QVERIFY2(refused.error().message.contains("4 of its 12 connections are free, and 3"_L1),
             qPrintable(refused.error().message));
    QVERIFY(!refused.error().hint.isEmpty());
    QTRY_COMPARE(countedBy(*another), int(sessions.size()) + 1); // nothing is kept
}

QTEST_GUILESS_MAIN(TestNearlyFull)
#include "tst_nearlyfull.moc"
