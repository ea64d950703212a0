// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actionfixture.h"
#include "support/waiting.h"

#include <QTest>

using namespace actions;
using namespace tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Who may do what, and what they are told: a superuser, pg_monitor with pg_signal_backend,
/// pg_signal_backend alone, nobody.
class TestSignalRights : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }
    void init();
    void cleanupTestCase() { m_fixture.reset(); }

    void others_data();
    void others();
    void ofASuperuser_data();
    void ofASuperuser();
    void launcherBelongsToTheSuperuser();
    void hiddenNeedsTheSecondYes();
    void hiddenOfAnotherApplicationIsSpared();
    void hiddenCancelCannotBeFollowed();
    void roleNameIsQuoted();

private:
    Target asHidden(const Target &seen) const;

    std::unique_ptr<ActionFixture> m_fixture;
    int m_version = 0;
};

void TestSignalRights::init()
{
    QFETCH_GLOBAL(const int, version);
    if (m_version == version)
        return;
    m_fixture.reset();
    m_fixture = std::make_unique<ActionFixture>(ServerSetup{.version = version});
    QVERIFY_RESULT(m_fixture->start());
    QVERIFY_RESULT(m_fixture->server.sql(
        "CREATE ROLE app LOGIN; CREATE ROLE signaller LOGIN IN ROLE pg_signal_backend;"
        "CREATE ROLE \"odd\"\"one\" LOGIN; CREATE ROLE nobody LOGIN;"
        "CREATE ROLE monitor LOGIN IN ROLE pg_monitor, pg_signal_backend"));
    m_version = version;
}

// As a role without pg_read_all_stats is shown it.
Target TestSignalRights::asHidden(const Target &seen) const
{
    Target hidden{.takenAt = seen.takenAt};
    hidden.session.pid = seen.session.pid;
    hidden.session.roleOid = seen.session.roleOid;
    hidden.session.databaseOid = seen.session.databaseOid;
    hidden.session.application = seen.session.application;
    return hidden;
}

void TestSignalRights::others_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<bool>("sees");
    QTest::addColumn<Ending>("ending");
    QTest::addColumn<MissingRight>("missing");
    QTest::newRow("superuser") << u"postgres"_s << true << Ending::SignalledAndGone
                               << MissingRight::None;
    QTest::newRow("monitor") << u"monitor"_s << true << Ending::SignalledAndGone
                             << MissingRight::None;
    QTest::newRow("signaller") << u"signaller"_s << false << Ending::SignalledAndGone
                               << MissingRight::None;
    QTest::newRow("same role") << u"app"_s << true << Ending::SignalledAndGone
                               << MissingRight::None;
    QTest::newRow("nobody") << u"nobody"_s << false << Ending::NotPermitted
                            << MissingRight::SignalBackend;
}

void TestSignalRights::others()
{
    QFETCH(const QString, role);
    QFETCH(const bool, sees);
    QFETCH(const Ending, ending);
    QFETCH(const MissingRight, missing);
    QVERIFY_RESULT(m_fixture->reconnect(role));
    auto victim = m_fixture->server.session(u"app"_s, u"shop"_s);
    QVERIFY_RESULT(victim);
    const Target seen = m_fixture->target(victim->pid());
    const Plan plan{.kind = Kind::Terminate,
                    .unsafeConfirmed = !sees,
                    .targets = {sees ? seen : asHidden(seen)}};
    const Outcome outcome = m_fixture->run(plan)[0];
    QCOMPARE(outcome.ending, ending);
    QCOMPARE(outcome.missing, missing);
    QVERIFY(ending == Ending::NotPermitted ? victim->isAlive() : ActionFixture::dies(*victim));
    QCOMPARE(outcome.error.sqlState, ending == Ending::NotPermitted ? u"42501"_s : QString());
    QCOMPARE(outcome.error.message.isEmpty(), ending != Ending::NotPermitted);
}

void TestSignalRights::ofASuperuser_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::newRow("cancel") << Kind::Cancel;
    QTest::newRow("terminate") << Kind::Terminate;
}

void TestSignalRights::ofASuperuser()
{
    QFETCH(const Kind, kind);
    QVERIFY_RESULT(m_fixture->reconnect(u"monitor"_s));
    auto victim = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(victim);
    const Outcome outcome = m_fixture->act(kind, m_fixture->sleeping(*victim));
    QCOMPARE(outcome.ending, Ending::NotPermitted);
    QCOMPARE(outcome.missing, MissingRight::Superuser);
    QCOMPARE(outcome.error.sqlState, u"42501"_s);
    QVERIFY(grantStatement(outcome.missing, outcome.ourRole).isEmpty());
    QVERIFY(victim->isAlive());
}

void TestSignalRights::launcherBelongsToTheSuperuser()
{
    QVERIFY_RESULT(m_fixture->reconnect(u"monitor"_s));
    const auto pid = m_fixture->server.sql(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'autovacuum launcher'");
    QVERIFY_RESULT(pid);
    const Outcome outcome = m_fixture->act(Kind::Terminate, m_fixture->target(pid->toInt()));
    QCOMPARE(outcome.ending, Ending::NotPermitted);
    QCOMPARE(outcome.missing, MissingRight::Superuser);
}

void TestSignalRights::hiddenNeedsTheSecondYes()
{
    QVERIFY_RESULT(m_fixture->reconnect(u"signaller"_s));
    auto victim = m_fixture->server.session(u"app"_s, u"shop"_s);
    QVERIFY_RESULT(victim);
    const Target seen = m_fixture->target(victim->pid());
    const Outcome outcome = m_fixture->act(Kind::Terminate, asHidden(seen));
    QCOMPARE(outcome.ending, Ending::Refused);
    QCOMPARE(outcome.reason, Reason::IdentityUnconfirmed);
    // what the role once saw it may no longer compare
    QCOMPARE(m_fixture->act(Kind::Terminate, seen).reason, Reason::NoLongerVisible);
    QVERIFY(victim->isAlive());
}

void TestSignalRights::hiddenOfAnotherApplicationIsSpared()
{
    QVERIFY_RESULT(m_fixture->reconnect(u"signaller"_s));
    auto victim = m_fixture->server.session(u"app"_s, u"shop"_s);
    QVERIFY_RESULT(victim);
    const Target seen = m_fixture->target(victim->pid());
    Target shown = asHidden(seen);
    for (int field = 0; field < 3; ++field) {
        shown = asHidden(seen);
        if (field == 0)
            shown.session.application = u"batch"_s;
        else if (field == 1)
            ++shown.session.roleOid;
        else
            ++shown.session.databaseOid;
        const auto outcomes =
            m_fixture->run({.kind = Kind::Terminate, .unsafeConfirmed = true, .targets = {shown}});
        QCOMPARE(outcomes[0].ending, Ending::NotFound);
        QCOMPARE(outcomes[0].reason, Reason::OtherSession);
    }
    QVERIFY(victim->isAlive());
}

void TestSignalRights::hiddenCancelCannotBeFollowed()
{
    QVERIFY_RESULT(m_fixture->reconnect(u"signaller"_s));
    auto victim = m_fixture->server.session(u"app"_s, u"shop"_s);
    QVERIFY_RESULT(victim);
    const Target shown = asHidden(m_fixture->sleeping(*victim));
    const auto outcomes =
        m_fixture->run({.kind = Kind::Cancel, .unsafeConfirmed = true, .targets = {shown}});
    QCOMPARE(outcomes[0].ending, Ending::Unknown);
    QCOMPARE(outcomes[0].reason, Reason::NotVisible);
    const auto answer = victim->receive(10s);
    QVERIFY(!answer);
    QCOMPARE(answer.error().sqlState, u"57014"_s);
}

void TestSignalRights::roleNameIsQuoted()
{
    QVERIFY_RESULT(m_fixture->reconnect(u"odd\"one"_s));
    auto victim = m_fixture->server.session(u"app"_s, u"shop"_s);
    QVERIFY_RESULT(victim);
    const Plan plan{.kind = Kind::Terminate,
                    .unsafeConfirmed = true,
                    .targets = {asHidden(m_fixture->target(victim->pid()))}};
    const Outcome refused = m_fixture->run(plan)[0];
    QCOMPARE(refused.ending, Ending::NotPermitted);
    QVERIFY_RESULT(
        m_fixture->server.sql(grantStatement(refused.missing, refused.ourRole).toUtf8()));
    QCOMPARE(m_fixture->run(plan)[0].ending, Ending::SignalledAndGone);
}

QTEST_GUILESS_MAIN(TestSignalRights)
#include "tst_signalrights.moc"
