// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actionfixture.h"
#include "support/waiting.h"

#include <QSignalSpy>
#include <QTest>

#include <signal.h>

using namespace actions;
using namespace tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Cancel and terminate against real servers.
class TestExecutor : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }
    void initTestCase();
    void init();
    void cleanupTestCase() { m_fixture.reset(); }

    void terminatesTheSession();
    void cancelsTheStatementThatWasShown();
    void cancelSparesTheNextStatement();
    void cancelOfAnEndedStatementDoesNothing();
    void wrongStartDoesNothing();
    void goneBefore();
    void guardSparesWhatHasMovedOn();
    void stoppedBackendIsStillThere();
    void serverAnswersFalse();
    void ownConnectionIsRefused();
    void nothingIsSentWithoutTheLog();
    void noConnection();
    void lostInTheMiddle();
    void manyTargetsInOrder();
    void tellsByAndBy();

private:
    std::unique_ptr<ActionFixture> m_fixture;
    int m_version = 0;
};

void TestExecutor::initTestCase()
{
    qRegisterMetaType<Outcome>();
}

void TestExecutor::init()
{
    QFETCH_GLOBAL(const int, version);
    if (m_version == version)
        return;
    m_fixture.reset();
    m_fixture = std::make_unique<ActionFixture>(ServerSetup{.version = version});
    QVERIFY_RESULT(m_fixture->start());
    m_version = version;
}

void TestExecutor::terminatesTheSession()
{
    auto victim = m_fixture->server.session(u"postgres"_s, u"victim"_s);
    QVERIFY_RESULT(victim);
    auto bystander = m_fixture->server.session(u"postgres"_s, u"victim"_s);
    QVERIFY_RESULT(bystander);
    const Target shown = m_fixture->target(victim->pid());
    const Outcome outcome = m_fixture->act(Kind::Terminate, shown);
    QCOMPARE(outcome.ending, Ending::SignalledAndGone);
    QCOMPARE(outcome.reason, Reason::None);
    QVERIFY(outcome.elapsed > 0us);
    QVERIFY(ActionFixture::dies(*victim));
    QVERIFY(bystander->isAlive());
    const AuditTrail trail = m_fixture->trail();
    QCOMPARE(trail.records.back().outcome, u"signalled_and_gone"_s);
    QCOMPARE(trail.records.back().serverRole, u"postgres"_s);
    QCOMPARE(trail.records.back().pid, shown.session.pid);
}

void TestExecutor::cancelsTheStatementThatWasShown()
{
    auto victim = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    const Target shown = m_fixture->sleeping(*victim);
    const Outcome outcome = m_fixture->act(Kind::Cancel, shown);
    QCOMPARE(outcome.ending, Ending::SignalledAndGone);
    const auto answer = victim->receive(10s);
    QVERIFY(!answer);
    QCOMPARE(answer.error().sqlState, u"57014"_s);
    QVERIFY(victim->isAlive());
}

void TestExecutor::cancelSparesTheNextStatement()
{
    auto victim = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    QVERIFY(victim->send("SELECT 'a', pg_catalog.pg_sleep(0.3)"));
    const Target shown = m_fixture->activeTarget(victim->pid());
    QVERIFY_RESULT(victim->receive(10s)); // A ends after it was shown
    QVERIFY(victim->send("SELECT 'b', pg_catalog.pg_sleep(1)"));
    QCOMPARE(m_fixture->activeTarget(victim->pid()).session.state, snapshot::SessionState::Active);
    const Outcome outcome = m_fixture->act(Kind::Cancel, shown);
    QCOMPARE(outcome.ending, Ending::NotFound);
    QCOMPARE(outcome.reason, Reason::OtherStatement);
    QVERIFY_RESULT(victim->receive(10s)); // B survives
}

void TestExecutor::cancelOfAnEndedStatementDoesNothing()
{
    auto victim = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    QVERIFY(victim->send("SELECT pg_catalog.pg_sleep(0.2)"));
    const Target shown = m_fixture->activeTarget(victim->pid());
    QVERIFY_RESULT(victim->receive(10s));
    const Outcome outcome = m_fixture->act(Kind::Cancel, shown);
    QCOMPARE(outcome.ending, Ending::NotFound);
    QCOMPARE(outcome.reason, Reason::NothingRuns);
    QVERIFY(victim->isAlive());
}

void TestExecutor::wrongStartDoesNothing()
{
    auto victim = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    const Target right = m_fixture->target(victim->pid());
    for (const auto off : {-1us, 1us, 1000us, 1'000'000us}) {
        Target wrong = right;
        wrong.session.backendStart = *right.session.backendStart + off;
        const Outcome outcome = m_fixture->act(Kind::Terminate, wrong);
        QCOMPARE(outcome.ending, Ending::NotFound);
        QCOMPARE(outcome.reason, Reason::OtherSession);
    }
    QVERIFY(victim->isAlive());
    QVERIFY_RESULT(victim->run("SELECT 1"));
}

void TestExecutor::goneBefore()
{
    Target shown;
    {
        auto victim = m_fixture->server.session(u"postgres"_s);
        QVERIFY_RESULT(victim);
        shown = m_fixture->target(victim->pid());
    }
    QVERIFY(waitUntil([&] { return !m_fixture->server.signal(shown.session.pid, 0); }, 10s));
    const Outcome outcome = m_fixture->act(Kind::Terminate, shown);
    QCOMPARE(outcome.ending, Ending::NotFound);
    QCOMPARE(outcome.reason, Reason::Gone);
}

void TestExecutor::guardSparesWhatHasMovedOn()
{
    auto victim = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    QVERIFY_RESULT(victim->run("SELECT 1"));
    const Target shown = m_fixture->target(victim->pid());
    Plan plan{.kind = Kind::Terminate, .guard = Guard::State, .targets = {shown}};
    QVERIFY_RESULT(victim->run("SELECT 2"));
    QCOMPARE(m_fixture->run(plan)[0].reason, Reason::StateChanged);
    QVERIFY_RESULT(victim->run("BEGIN"));
    plan = {.kind = Kind::Terminate,
            .guard = Guard::Transaction,
            .targets = {m_fixture->target(victim->pid())}};
    QVERIFY_RESULT(victim->run("COMMIT"));
    QVERIFY_RESULT(victim->run("BEGIN"));
    QCOMPARE(m_fixture->run(plan)[0].reason, Reason::StateChanged);
    plan.targets[0].session.xactStart.reset(); // a guard without its moment holds nothing
    QCOMPARE(m_fixture->run(plan)[0].ending, Ending::NotFound);
    QVERIFY(victim->isAlive());
    for (const Guard guard : {Guard::Transaction, Guard::State}) {
        auto other = m_fixture->server.session(u"postgres"_s);
        QVERIFY_RESULT(other);
        QVERIFY_RESULT(other->run("BEGIN"));
        plan.guard = guard;
        plan.targets = {m_fixture->target(other->pid())};
        QCOMPARE(m_fixture->run(plan)[0].ending, Ending::SignalledAndGone);
    }
}

void TestExecutor::stoppedBackendIsStillThere()
{
    auto victim = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    const Target shown = m_fixture->target(victim->pid());
    QVERIFY(m_fixture->server.signal(victim->pid(), SIGSTOP));
    const Outcome outcome = m_fixture->act(Kind::Terminate, shown);
    QVERIFY(m_fixture->server.signal(victim->pid(), SIGCONT));
    QCOMPARE(outcome.ending, Ending::SignalledStillThere);
    QVERIFY(outcome.elapsed >= 5s);
    QCOMPARE(m_fixture->trail().records.back().outcome, u"signalled_still_there"_s);
    QVERIFY(ActionFixture::dies(*victim));
}

void TestExecutor::serverAnswersFalse()
{
    const auto pid = m_fixture->server.sql(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
    QVERIFY_RESULT(pid);
    Target shown = m_fixture->target(pid->toInt());
    QCOMPARE(m_fixture->act(Kind::Terminate, shown).obstacle, Obstacle::AuxiliaryProcess);
    shown.session.backendType = u"client backend"_s; // as if we did not know it
    const Outcome outcome = m_fixture->act(Kind::Terminate, shown);
    QCOMPARE(outcome.ending, Ending::Refused);
    QCOMPARE(outcome.reason, Reason::NotSignalled);
}

void TestExecutor::ownConnectionIsRefused()
{
    const Target own = m_fixture->target(m_fixture->control.facts().backendPid);
    const Outcome outcome = m_fixture->act(Kind::Terminate, own);
    QCOMPARE(outcome.ending, Ending::Refused);
    QCOMPARE(outcome.obstacle, Obstacle::OwnConnection);
    QVERIFY(m_fixture->control.isOpen());
}

void TestExecutor::nothingIsSentWithoutTheLog()
{
    auto victim = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    Executor executor({.control = [this]() -> pg::Connection & { return m_fixture->control; }},
                      AuditLog(u"/dev/full"_s));
    const Plan plan{.kind = Kind::Terminate, .targets = {m_fixture->target(victim->pid())}};
    const Outcome outcome = QCoro::waitFor(executor.run(plan)).at(0);
    QCOMPARE(outcome.ending, Ending::Refused);
    QCOMPARE(outcome.reason, Reason::AuditUnwritable);
    QVERIFY(outcome.error.message.contains("/dev/full"_L1));
    QVERIFY(victim->isAlive());
    QVERIFY_RESULT(victim->run("SELECT 1"));
}

void TestExecutor::noConnection()
{
    pg::Connection closed;
    Executor executor({.control = [&]() -> pg::Connection & { return closed; }}, m_fixture->log());
    const Plan plan{.kind = Kind::Terminate, .targets = {Target{}, Target{}}};
    const auto outcomes = QCoro::waitFor(executor.run(plan));
    QCOMPARE(outcomes.size(), 2);
    QCOMPARE(outcomes[1].ending, Ending::Refused);
    QCOMPARE(outcomes[1].reason, Reason::NotConnected);
}

// The connection to act on dies while a signal is followed up: what was sent is unknown, what was
// not yet sent is refused.
void TestExecutor::lostInTheMiddle()
{
    auto victim = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    const Target shown = m_fixture->target(victim->pid());
    QVERIFY(m_fixture->server.signal(victim->pid(), SIGSTOP));
    const QByteArray own = QByteArray::number(m_fixture->control.facts().backendPid);
    auto task = m_fixture->executor().run({.kind = Kind::Terminate, .targets = {shown}});
    QTest::qWait(300);
    QVERIFY_RESULT(m_fixture->server.sql("SELECT pg_terminate_backend(" + own + ")"));
    const auto outcomes = QCoro::waitFor(std::move(task));
    QVERIFY(m_fixture->server.signal(victim->pid(), SIGCONT));
    QCOMPARE(outcomes.at(0).ending, Ending::Unknown);
    QCOMPARE(outcomes.at(0).reason, Reason::Interrupted);
    QVERIFY(!outcomes.at(0).error.message.isEmpty());
    QCOMPARE(m_fixture->act(Kind::Terminate, shown).reason, Reason::NotConnected);
    QVERIFY_RESULT(m_fixture->reconnect());
}

void TestExecutor::manyTargetsInOrder()
{
    std::vector<TestSession> sessions;
    std::vector<Target> targets;
    for (int i = 0; i < 60; ++i) {
        auto session = m_fixture->server.session(u"postgres"_s);
        QVERIFY_RESULT(session);
        sessions.push_back(std::move(*session));
        targets.push_back(m_fixture->target(sessions.back().pid()));
    }
    targets[7].session.backendStart = *targets[7].session.backendStart + 1us;
    const auto outcomes = m_fixture->run({.kind = Kind::Terminate, .targets = targets});
    QCOMPARE(outcomes.size(), targets.size());
    for (size_t i = 0; i < outcomes.size(); ++i) {
        QCOMPARE(outcomes[i].target, targets[i]);
        QCOMPARE(outcomes[i].ending, i == 7 ? Ending::NotFound : Ending::SignalledAndGone);
        QVERIFY(i == 7 ? sessions[i].isAlive() : ActionFixture::dies(sessions[i]));
    }
}

void TestExecutor::tellsByAndBy()
{
    auto victim = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    Executor &executor = m_fixture->executor();
    const QSignalSpy known(&executor, &Executor::outcomeKnown);
    QSignalSpy finished(&executor, &Executor::finished);
    executor.start(
        {.id = 42, .kind = Kind::Terminate, .targets = {m_fixture->target(victim->pid())}});
    QVERIFY(finished.wait(20'000));
    QCOMPARE(known.size(), 1);
    QCOMPARE(known[0][0].value<Outcome>().plan, 42);
    QCOMPARE(finished[0][0].toULongLong(), 42);
}

QTEST_GUILESS_MAIN(TestExecutor)
#include "tst_executor.moc"
