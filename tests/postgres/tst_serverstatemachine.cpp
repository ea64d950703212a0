// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/serverstatemachine.h"

#include <QTest>

using namespace Qt::StringLiterals;
using base::ServerState;
using pg::ServerEvent;

class TestServerStateMachine : public QObject
{
    Q_OBJECT

private slots:
    void followsTheTable()
    {
        QCOMPARE(pg::nextState(ServerState::Closed, ServerEvent::Started), ServerState::Connecting);
        QCOMPARE(pg::nextState(ServerState::Connecting, ServerEvent::Opened), ServerState::Live);
        QCOMPARE(pg::nextState(ServerState::Connecting, ServerEvent::Denied), ServerState::Refused);
        QCOMPARE(pg::nextState(ServerState::Live, ServerEvent::Overdue), ServerState::Stale);
        QCOMPARE(pg::nextState(ServerState::Stale, ServerEvent::Answered), ServerState::Live);
        QCOMPARE(pg::nextState(ServerState::Stale, ServerEvent::Broken), ServerState::Lost);
        QCOMPARE(pg::nextState(ServerState::Lost, ServerEvent::Started), ServerState::Connecting);
    }

    void ignoresWhatMeansNothing()
    {
        QVERIFY(!pg::nextState(ServerState::Closed, ServerEvent::Answered));
        QVERIFY(!pg::nextState(ServerState::Refused, ServerEvent::Broken));
        QVERIFY(!pg::nextState(ServerState::Lost, ServerEvent::Overdue));
        QVERIFY(!pg::nextState(ServerState::Live, ServerEvent::Started));
    }

    void stopsFromEverywhere()
    {
        for (int state = 0; state <= int(ServerState::Refused); ++state)
            QCOMPARE(pg::nextState(ServerState(state), ServerEvent::Stopped), ServerState::Closed);
    }

    void asksAgainOnlyWhereItMakesSense_data()
    {
        QTest::addColumn<QString>("sqlState");
        QTest::addColumn<bool>("again");
        QTest::newRow("wrong password") << u"28P01"_s << false;
        QTest::newRow("no hba line") << u"28000"_s << false;
        QTest::newRow("no database") << u"3D000"_s << false;
        QTest::newRow("no CONNECT") << u"42501"_s << false;
        QTest::newRow("too many clients") << u"53300"_s << true;
        QTest::newRow("starting up") << u"57P03"_s << true;
        QTest::newRow("shut down") << u"57P01"_s << true;
    }

    void asksAgainOnlyWhereItMakesSense()
    {
        QFETCH(QString, sqlState);
        const base::Error error{.kind = base::ErrorKind::Server, .sqlState = sqlState};
        QTEST(pg::eventOf(error) == ServerEvent::Broken, "again");
    }

    void waitsLongerEachTime()
    {
        std::chrono::milliseconds before{0};
        for (int attempt = 0; attempt < 8; ++attempt) {
            const auto delay = pg::retryDelay(attempt, {}, 0.5);
            QVERIFY(delay > before || delay == std::chrono::seconds(60));
            before = delay;
        }
        QCOMPARE(pg::retryDelay(50, {}, 0.5), std::chrono::seconds(60));
        QVERIFY(pg::retryDelay(50, {}, 1) <= std::chrono::seconds(72));
        const base::Error full{.kind = base::ErrorKind::Server, .sqlState = u"53300"_s};
        QVERIFY(pg::retryDelay(0, full, 0) >= std::chrono::seconds(8));
    }
};

QTEST_GUILESS_MAIN(TestServerStateMachine)
#include "tst_serverstatemachine.moc"
