// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults/faultwatch.h"
#include "faults/pooler.h"
#include "support/testserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ServerState;
using faults::FaultWatch;
using faults::Pooler;
using tests::TestServer;

/// F43: a pooler in between. It is recognised, nothing of ours stays in sessions that others use,
/// and the pictures are right all the same.
class TestPoolerFaults final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void initTestCase();

    void watches_data();
    void watches();
    void leavesNothingBehind();
    void paused();
};

void TestPoolerFaults::initTestCase()
{
    if (Pooler::program().isEmpty() || tests::anyServer() == 0)
        QSKIP("There is no pgbouncer or no PostgreSQL server.");
}

void TestPoolerFaults::watches_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<QString>("mode");
    for (const int version : tests::serverVersions()) {
        if (!tests::inCi() && !tests::serverPrograms(version))
            continue;
        for (const char *mode : {"session", "transaction"})
            QTest::addRow("%s on %d", mode, version) << version << QString::fromLatin1(mode);
    }
}

void TestPoolerFaults::watches()
{
    QFETCH(const int, version);
    QFETCH(const QString, mode);
    TestServer server({.version = version});
    QVERIFY_RESULT(server.start());
    Pooler pooler(server, mode);
    QVERIFY_RESULT(pooler.start());
    auto other = server.session(u"postgres"_s, u"other"_s);
    QVERIFY_RESULT(other);
    QVERIFY_RESULT(other->run("SELECT 'seen'"));
    FaultWatch watch({.spec = pooler.spec()});
    const auto snapshot = watch.next();
    QVERIFY2(snapshot, faults::describe(watch.status()).constData());
    QVERIFY(snapshot->server.pooled);
    QVERIFY(!snapshot->server.problem.isEmpty());
    QVERIFY(faults::sessionIn(snapshot, other->pid()));
    QCOMPARE(faults::sessionIn(snapshot, other->pid())->query, u"SELECT 'seen'"_s);
    // Which backend is ours changes with every transaction: none is claimed.
    QVERIFY(std::ranges::none_of(snapshot->sessions, &snapshot::Session::own));
    QVERIFY_ORACLES(watch);
}

void TestPoolerFaults::leavesNothingBehind()
{
    TestServer server({.version = tests::anyServer()});
    QVERIFY_RESULT(server.start());
    Pooler pooler(server, u"transaction"_s);
    QVERIFY_RESULT(pooler.start());
    FaultWatch watch({.spec = pooler.spec()});
    QVERIFY(watch.next());
    // The one server session, shared with us.
    auto shared = tests::TestSession::open(pooler.spec());
    QVERIFY_RESULT(shared);
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(shared->run("SHOW search_path").value_or("failed"), "\"$user\", public");
        QCOMPARE(shared->run("SHOW statement_timeout").value_or("failed"), "0");
        QCOMPARE(shared->run("SHOW lock_timeout").value_or("failed"), "0");
        QCOMPARE(shared->run("SELECT count(*) FROM pg_prepared_statements").value_or("failed"),
                 "0");
        QTest::qWait(30);
    }
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

void TestPoolerFaults::paused()
{
    TestServer server({.version = tests::anyServer()});
    QVERIFY_RESULT(server.start());
    Pooler pooler(server, u"transaction"_s);
    QVERIFY_RESULT(pooler.start());
    FaultWatch watch({.spec = pooler.spec()});
    QVERIFY(watch.next());
    watch.forgetHistory();
    QVERIFY_RESULT(pooler.command("PAUSE"));
    QVERIFY_STATE(watch, Stale);
    QVERIFY(watch.reaches(ServerState::Lost, 8s));
    QCOMPARE(watch.status().reason.kind, base::ErrorKind::Timeout);
    QVERIFY_RESULT(pooler.command("RESUME"));
    QVERIFY_STATE(watch, Live);
    QVERIFY(watch.next());
    QVERIFY_ORACLES(watch);
}

QTEST_GUILESS_MAIN(TestPoolerFaults)
#include "tst_poolerfaults.moc"
