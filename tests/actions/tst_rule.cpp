// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/rule.h"
#include "samples.h"

#include <QRandomGenerator>
#include <QTest>

#include <set>

using namespace actions;
using namespace samples;
using snapshot::Session;
using snapshot::SessionState;

namespace {

snapshot::Snapshot snapshotOf(std::vector<Session> sessions)
{
    snapshot::Snapshot snapshot;
    snapshot.takenAt = noon();
    snapshot.sessions = std::move(sessions);
    return snapshot;
}

// The pids that a rule hits, as text.
QString hits(const Rule &rule, std::vector<Session> sessions)
{
    QStringList pids;
    for (const Target &target : evaluate(rule, snapshotOf(std::move(sessions)), {}).targets)
        pids << QString::number(target.session.pid);
    return pids.join(u' ');
}

Session with(Session session, auto &&change)
{
    change(session);
    return session;
}

QString pick(QRandomGenerator &random, const QStringList &words)
{
    return words[random.bounded(words.size())];
}

SessionState randomState(QRandomGenerator &random)
{
    static constexpr SessionState states[] = {SessionState::Hidden, SessionState::Idle,
                                              SessionState::Active, SessionState::IdleInTransaction,
                                              SessionState::Disabled};
    return states[random.bounded(int(std::size(states)))];
}

Session randomSession(QRandomGenerator &random, int pid)
{
    Session session = idle(pid, std::chrono::seconds(random.bounded(7200)));
    session.state = randomState(random);
    session.backendType = pick(random, {u"client backend"_s, u"client backend"_s, u"walsender"_s,
                                        u"autovacuum worker"_s, u"checkpointer"_s, QString()});
    session.role = pick(random, {u"app"_s, u"ops"_s});
    session.own = random.bounded(10) == 0;
    if (random.bounded(4) == 0)
        session.xactStart = noon() - std::chrono::seconds(random.bounded(7200));
    if (random.bounded(8) == 0)
        session.backendStart.reset();
    return session;
}

} // namespace

class TestRule : public QObject
{
    Q_OBJECT

private slots:
    void idleLongerThanHalfAnHour();
    void filters();
    void ages();
    void capTakesTheOldest();
    void walsendersOnlyWhereAsked();
    void guardFollowsTheAge();
    void randomSnapshots();
};

void TestRule::idleLongerThanHalfAnHour()
{
    const Session exactly = idle(3, 30min);
    const Session just = idle(4, 30min + 1us);
    QCOMPARE(hits({}, {idle(1, 1h), idle(2, 29min), exactly, just, active(5)}), u"1 4"_s);
}

void TestRule::filters()
{
    const Session ops = with(idle(1), [](Session &s) { s.role = u"ops"_s; });
    const Session crm = with(idle(2), [](Session &s) { s.database = u"crm"_s; });
    const Session psql = with(idle(3), [](Session &s) { s.application = u"psql"_s; });
    const Session local = with(idle(4), [](Session &s) { s.client = u"local"_s; });
    const std::vector<Session> all{ops, crm, psql, local};
    QCOMPARE(hits({.role = u"ops"_s}, all), u"1"_s);
    QCOMPARE(hits({.database = u"crm"_s}, all), u"2"_s);
    QCOMPARE(hits({.application = u"psql"_s}, all), u"3"_s);
    QCOMPARE(hits({.client = u"local"_s}, all), u"4"_s);
    QCOMPARE(hits({.role = u"op"_s}, all), QString());
    QCOMPARE(hits({.role = u"ops"_s, .database = u"crm"_s}, all), QString());
}

void TestRule::ages()
{
    const Session inTransaction = with(idle(1, 1min), [](Session &s) {
        s.state = SessionState::IdleInTransaction;
        s.xactStart = noon() - 45min;
    });
    Rule rule{.states = {SessionState::IdleInTransaction}, .age = Rule::Age::Transaction};
    QCOMPARE(hits(rule, {inTransaction}), u"1"_s);
    rule.age = Rule::Age::State;
    QCOMPARE(hits(rule, {inTransaction}), QString());
    const Rule statement{
        .kind = Kind::Cancel, .states = {}, .age = Rule::Age::Statement, .longerThan = 30s};
    QCOMPARE(hits(statement, {active(1), idle(2)}), u"1"_s);
    const Rule session{.states = {}, .age = Rule::Age::Session, .longerThan = 90min};
    QCOMPARE(hits(session, {active(1), idle(2)}), u"2"_s);
}

void TestRule::capTakesTheOldest()
{
    std::vector<Session> sessions;
    for (int pid = 1; pid <= 500; ++pid)
        sessions.push_back(idle(pid, 1h + std::chrono::seconds(pid)));
    const RuleMatch match = evaluate({}, snapshotOf(sessions), {});
    QCOMPARE(match.matched, 500);
    QCOMPARE(match.targets.size(), 200);
    QVERIFY(match.isCapped());
    QCOMPARE(match.targets.front().session.pid, 500);
    QCOMPARE(match.targets.back().session.pid, 301);
    QVERIFY(evaluate({.cap = 0}, snapshotOf(sessions), {}).targets.empty());
    QVERIFY(evaluate({.cap = -5}, snapshotOf(sessions), {}).targets.empty());
}

void TestRule::walsendersOnlyWhereAsked()
{
    const Session sender = with(idle(1), [](Session &s) { s.backendType = u"walsender"_s; });
    QCOMPARE(hits({}, {sender}), QString());
    QCOMPARE(hits({.walsenders = true}, {sender}), u"1"_s);
}

void TestRule::guardFollowsTheAge()
{
    QCOMPARE(guardOf({.age = Rule::Age::State}), Guard::State);
    QCOMPARE(guardOf({.age = Rule::Age::Transaction}), Guard::Transaction);
    QCOMPARE(guardOf({.age = Rule::Age::Statement}), Guard::Statement);
    QCOMPARE(guardOf({.age = Rule::Age::Session}), Guard::None);
}

void TestRule::randomSnapshots()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    int hitCount = 0;
    for (int round = 0; round < 2000; ++round) {
        std::vector<Session> sessions;
        for (int pid = 1; pid <= 60; ++pid)
            sessions.push_back(randomSession(random, pid));
        Rule rule{.kind = random.bounded(2) ? Kind::Cancel : Kind::Terminate,
                  .states = {randomState(random), randomState(random)},
                  .age = Rule::Age(random.bounded(4)),
                  .longerThan = std::chrono::seconds(random.bounded(3600)),
                  .role = random.bounded(2) ? u"app"_s : QString(),
                  .cap = int(random.bounded(20))};
        const auto match = evaluate(rule, snapshotOf(sessions), {});
        QVERIFY(int(match.targets.size()) <= rule.cap);
        QVERIFY(match.matched >= int(match.targets.size()));
        std::set<Session::Key> keys;
        for (const Target &hit : match.targets) {
            const Session &session = hit.session;
            QVERIFY(!session.own && session.isClient() && session.backendStart);
            QVERIFY(!session.isHidden() && rule.states.contains(session.state));
            QVERIFY(*ageOf(rule.age, session, noon()) > rule.longerThan);
            QVERIFY(rule.role.isEmpty() || session.role == rule.role);
            QVERIFY(!whyNot(rule.kind, session));
            QVERIFY(keys.insert(session.key()).second);
            QCOMPARE(hit.takenAt, noon());
            ++hitCount;
        }
    }
    QVERIFY2(hitCount > 500, qPrintable(QString::number(hitCount)));
}

QTEST_GUILESS_MAIN(TestRule)
#include "tst_rule.moc"
