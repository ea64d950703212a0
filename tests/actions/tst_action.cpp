// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "samples.h"

#include <QTest>

using namespace actions;
using namespace samples;
using snapshot::SessionState;

namespace {

constexpr int Nothing = -1;

snapshot::Session inState(SessionState state)
{
    snapshot::Session session = active();
    session.state = state;
    return session;
}

snapshot::Session own()
{
    snapshot::Session session = active();
    session.own = true;
    return session;
}

snapshot::Session untracked()
{
    snapshot::Session session = active();
    session.queryStart.reset();
    return session;
}

} // namespace

class TestAction : public QObject
{
    Q_OBJECT

private slots:
    void obstacles_data();
    void obstacles();
    void circumstancesComeFirst();
    void agesAreNeverNegative();
};

void TestAction::obstacles_data()
{
    QTest::addColumn<snapshot::Session>("session");
    QTest::addColumn<int>("cancel");
    QTest::addColumn<int>("terminate");
    const auto row = [](const char *name, const snapshot::Session &session, int cancel,
                        int terminate) { QTest::newRow(name) << session << cancel << terminate; };
    constexpr int runsNothing = int(Obstacle::NothingRuns);
    constexpr int inTransaction = int(Obstacle::IdleInTransaction);
    constexpr int auxiliary = int(Obstacle::AuxiliaryProcess);
    constexpr int notTracked = int(Obstacle::NotTracked);
    row("active", active(), Nothing, Nothing);
    row("fastpath", inState(SessionState::FastPathFunction), Nothing, Nothing);
    row("idle", idle(), runsNothing, Nothing);
    row("idle in transaction", inState(SessionState::IdleInTransaction), inTransaction, Nothing);
    row("aborted", inState(SessionState::IdleInTransactionAborted), inTransaction, Nothing);
    row("starting", inState(SessionState::Starting), runsNothing, Nothing);
    row("not tracked", inState(SessionState::Disabled), notTracked, Nothing);
    row("active without a start", untracked(), notTracked, Nothing);
    row("hidden", hidden(), Nothing, Nothing);
    row("own", own(), int(Obstacle::OwnConnection), int(Obstacle::OwnConnection));
    for (const char *type : {"checkpointer", "background writer", "walwriter", "archiver",
                             "startup", "walreceiver", "walsummarizer", "io worker", "logger"})
        row(type, process(QString::fromLatin1(type)), auxiliary, auxiliary);
    row("launcher", process(u"autovacuum launcher"_s), runsNothing, Nothing);
    row("extension", process(u"TimescaleDB Background Worker"_s), runsNothing, Nothing);
}

void TestAction::obstacles()
{
    QFETCH(const snapshot::Session, session);
    QFETCH(const int, cancel);
    QFETCH(const int, terminate);
    const auto number = [](std::optional<Obstacle> o) { return o ? int(*o) : Nothing; };
    QCOMPARE(number(whyNot(Kind::Cancel, session)), cancel);
    QCOMPARE(number(whyNot(Kind::Terminate, session)), terminate);
}

void TestAction::circumstancesComeFirst()
{
    Circumstances circumstances;
    QVERIFY(!whyNotAtAll(circumstances));
    circumstances.server.problem = u"The role is not ours."_s;
    QCOMPARE(whyNot(Kind::Terminate, idle(), circumstances), Obstacle::Unverified);
    circumstances.server.pooled = true;
    QCOMPARE(whyNot(Kind::Terminate, idle(), circumstances), Obstacle::Pooled);
    circumstances.readOnlyProfile = true;
    QCOMPARE(whyNot(Kind::Terminate, own(), circumstances), Obstacle::ReadOnlyProfile);
    circumstances.live = false;
    QCOMPARE(whyNot(Kind::Cancel, active(), circumstances), Obstacle::Recording);
}

void TestAction::agesAreNeverNegative()
{
    QCOMPARE(ageAt(noon() - 5s, noon()), base::Duration(5s));
    QCOMPARE(ageAt(noon() + 5s, noon()), base::Duration(0));
    QVERIFY(!ageAt({}, noon()));
}

QTEST_GUILESS_MAIN(TestAction)
#include "tst_action.moc"
