// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actionfixture.h"
#include "support/waiting.h"

#include <QTest>

using namespace actions;
using namespace tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// A pid that was given to somebody else between the look and the click.
class TestPidReuse : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }
    void innocentSurvives();
};

void TestPidReuse::innocentSurvives()
{
    QFETCH_GLOBAL(const int, version);
    ActionFixture fixture(ServerSetup{.version = version, .ownPids = true});
    QVERIFY_RESULT(fixture.start());
    for (int round = 0; round < 100; ++round) {
        Target shown;
        {
            auto first = fixture.server.session(u"postgres"_s, u"shop"_s);
            QVERIFY_RESULT(first);
            shown = fixture.target(first->pid());
        }
        const int pid = shown.session.pid;
        QVERIFY(waitUntil([&] { return !fixture.server.signal(pid, 0); }, 10s));
        QVERIFY(fixture.server.forceNextPid(pid));
        auto innocent = fixture.server.session(u"postgres"_s, u"shop"_s);
        QVERIFY_RESULT(innocent);
        QCOMPARE(innocent->pid(), pid);

        const Outcome stale = fixture.act(Kind::Terminate, shown);
        QCOMPARE(stale.ending, Ending::NotFound);
        QCOMPARE(stale.reason, Reason::OtherSession);
        QVERIFY(innocent->isAlive());
        QVERIFY_RESULT(innocent->run("SELECT 1"));

        const Outcome right = fixture.act(Kind::Terminate, fixture.target(pid));
        QCOMPARE(right.ending, Ending::SignalledAndGone);
        QVERIFY(ActionFixture::dies(*innocent));
    }
}

QTEST_GUILESS_MAIN(TestPidReuse)
#include "tst_pidreuse.moc"
