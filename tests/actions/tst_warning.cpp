// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/warning.h"
#include "samples.h"

#include <QTest>

using namespace actions;
using namespace samples;
using snapshot::SessionState;

namespace {

snapshot::Session running(const QString &query)
{
    snapshot::Session session = active();
    session.query = query;
    return session;
}

snapshot::Session client(const QString &application, const QString &query = u"SELECT 1"_s)
{
    snapshot::Session session = running(query);
    session.application = application;
    return session;
}

snapshot::Session worker(const QString &type, const QString &query = {})
{
    snapshot::Session session = active();
    session.backendType = type;
    session.application.clear();
    session.query = query;
    return session;
}

snapshot::Session writing(snapshot::Session session)
{
    session.backendXid = 733;
    return session;
}

snapshot::ServerFacts superuser()
{
    return {.versionNum = 170004, .role = u"postgres"_s, .superuser = true};
}

} // namespace

class TestWarning : public QObject
{
    Q_OBJECT

private slots:
    void whatItIs_data();
    void whatItIs();
    void whatItRuns_data();
    void whatItRuns();
    void rights_data();
    void rights();
    void hiddenSessionIsNotIdentitySafe();
    void lastStatementOfAnIdleSessionIsHarmless();
    void graveOnesComeFirst();
};

void TestWarning::whatItIs_data()
{
    QTest::addColumn<snapshot::Session>("session");
    QTest::addColumn<QList<Warning>>("cancel");
    QTest::addColumn<QList<Warning>>("terminate");
    using W = QList<Warning>;
    const auto row = [](const char *name, const snapshot::Session &session, const W &cancel,
                        const W &terminate) {
        QTest::newRow(name) << session << cancel << terminate;
    };
    const auto same = [&row](const char *name, const snapshot::Session &session, Warning warning) {
        row(name, session, {warning}, {warning});
    };
    row("ordinary", active(), {}, {});
    row("writing", writing(active()), {Warning::FailsTransaction}, {Warning::RollsBack});
    same("walsender", worker(u"walsender"_s, u"START_REPLICATION 0/3000000"_s), Warning::Walsender);
    same("base backup", worker(u"walsender"_s, u"BASE_BACKUP ( LABEL 'x')"_s), Warning::BaseBackup);
    same("autovacuum", worker(u"autovacuum worker"_s, u"autovacuum: VACUUM public.t"_s),
         Warning::Autovacuum);
    same("wraparound",
         worker(u"autovacuum worker"_s, u"autovacuum: VACUUM public.t (to prevent wraparound)"_s),
         Warning::AutovacuumWraparound);
    same("launcher", process(u"autovacuum launcher"_s), Warning::Launcher);
    same("logical launcher", process(u"logical replication launcher"_s), Warning::Launcher);
    same("parallel", worker(u"parallel worker"_s, u"SELECT 1"_s), Warning::ParallelWorker);
    same("apply 16", worker(u"logical replication worker"_s), Warning::LogicalReplication);
    same("apply 17", worker(u"logical replication apply worker"_s), Warning::LogicalReplication);
    same("slotsync", process(u"slotsync worker"_s), Warning::LogicalReplication);
    same("extension", process(u"pg_cron launcher worker"_s), Warning::BackgroundWorker);
    same("pg_dump", client(u"pg_dump"_s, u"COPY public.t TO stdout"_s), Warning::Dump);
    same("pg_restore", client(u"pg_restore"_s), Warning::Dump);
    same("rewrite of a writer", writing(running(u"CLUSTER t"_s)), Warning::Rewrite);
    row("not pg_dump", client(u"pg_dumper"_s), {}, {});
}

void TestWarning::whatItRuns_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QList<Warning>>("expected");
    const auto row = [](const char *name, const QString &query, const QList<Warning> &expected) {
        QTest::newRow(name) << query << expected;
    };
    row("cic", u"/* job 7 */ -- x\n create  index\nconcurrently i ON t (a)"_s,
        {Warning::ConcurrentIndex});
    row("unique cic", u"CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"_s, {Warning::ConcurrentIndex});
    row("reindex", u"REINDEX (VERBOSE) TABLE CONCURRENTLY t"_s, {Warning::ConcurrentIndex});
    row("drop index", u"DROP INDEX CONCURRENTLY i"_s, {Warning::ConcurrentIndex});
    row("create index", u"CREATE INDEX i ON t (a)"_s, {});
    row("detach", u"ALTER TABLE t DETACH PARTITION p CONCURRENTLY"_s,
        {Warning::DetachConcurrently});
    row("vacuum full", u"VACUUM FULL t"_s, {Warning::Rewrite});
    row("vacuum (full)", u"vacuum (analyze, full) t"_s, {Warning::Rewrite});
    row("cluster", u"CLUSTER t USING i"_s, {Warning::Rewrite});
    row("vacuum", u"VACUUM (ANALYZE) fullness"_s, {});
    row("prepare", u"PREPARE TRANSACTION 'g'"_s, {Warning::PreparedStays});
    row("open comment", u"/* CREATE INDEX CONCURRENTLY"_s, {});
}

void TestWarning::whatItRuns()
{
    QFETCH(const QString, query);
    QFETCH(const QList<Warning>, expected);
    for (const Kind kind : {Kind::Cancel, Kind::Terminate})
        QCOMPARE(warnings(kind, target(running(query)), superuser()), expected);
}

void TestWarning::whatItIs()
{
    QFETCH(const snapshot::Session, session);
    QFETCH(const QList<Warning>, cancel);
    QFETCH(const QList<Warning>, terminate);
    QCOMPARE(warnings(Kind::Cancel, target(session), superuser()), cancel);
    QCOMPARE(warnings(Kind::Terminate, target(session), superuser()), terminate);
}

void TestWarning::rights_data()
{
    QTest::addColumn<snapshot::Session>("session");
    QTest::addColumn<bool>("maySignal");
    QTest::addColumn<int>("version");
    QTest::addColumn<bool>("superuserOwned");
    QTest::addColumn<bool>("mayLack");
    snapshot::Session bootstrap = idle();
    bootstrap.roleOid = 10;
    snapshot::Session mine = idle();
    mine.role = u"ops"_s;
    snapshot::Session vacuum = worker(u"autovacuum worker"_s);
    vacuum.roleOid = 0;
    vacuum.role.clear();
    QTest::newRow("other, may signal") << idle() << true << 170004 << false << false;
    QTest::newRow("other, may not") << idle() << false << 170004 << false << true;
    QTest::newRow("mine") << mine << false << 170004 << false << false;
    QTest::newRow("bootstrap") << bootstrap << true << 170004 << true << false;
    QTest::newRow("autovacuum 17") << vacuum << true << 170004 << true << false;
    QTest::newRow("autovacuum 18") << vacuum << true << 180000 << false << false;
    QTest::newRow("hidden") << hidden() << false << 170004 << false << true;
}

void TestWarning::rights()
{
    QFETCH(const snapshot::Session, session);
    QFETCH(const bool, maySignal);
    QFETCH(const int, version);
    QFETCH(const bool, superuserOwned);
    QFETCH(const bool, mayLack);
    const snapshot::ServerFacts server{
        .versionNum = version, .role = u"ops"_s, .signalsBackends = maySignal};
    const QList<Warning> all = warnings(Kind::Terminate, target(session), server);
    QCOMPARE(all.contains(Warning::SuperuserOwned), superuserOwned);
    QCOMPARE(all.contains(Warning::MayLackRight), mayLack);
}

void TestWarning::hiddenSessionIsNotIdentitySafe()
{
    const QList<Warning> cancel = warnings(Kind::Cancel, target(hidden()), superuser());
    QCOMPARE(cancel, (QList<Warning>{Warning::IdentityUnsafe, Warning::StateHidden}));
    const QList<Warning> terminate = warnings(Kind::Terminate, target(hidden()), superuser());
    QCOMPARE(terminate, QList<Warning>{Warning::IdentityUnsafe});
}

void TestWarning::lastStatementOfAnIdleSessionIsHarmless()
{
    snapshot::Session session = idle();
    session.query = u"CREATE INDEX CONCURRENTLY i ON t (a)"_s;
    QCOMPARE(warnings(Kind::Terminate, target(session), superuser()), QList<Warning>{});
}

void TestWarning::graveOnesComeFirst()
{
    const snapshot::Session session =
        writing(client(u"pg_restore"_s, u"CREATE INDEX CONCURRENTLY i ON t (a)"_s));
    const QList<Warning> all = warnings(Kind::Terminate, target(session), superuser());
    QCOMPARE(all, (QList<Warning>{Warning::Dump, Warning::ConcurrentIndex, Warning::RollsBack}));
    QVERIFY(isGrave(all[0]) && isGrave(all[1]) && !isGrave(all[2]));
}

QTEST_GUILESS_MAIN(TestWarning)
#include "tst_warning.moc"
