// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/scenario.h"

#include <QTest>

using namespace app;
using namespace Qt::StringLiterals;

namespace {

int sessionsOf(const Scenario &play)
{
    int count = 0;
    for (const Actor &actor : play.actors)
        count += actor.role == "postgres"_L1 ? 0 : actor.count;
    return count;
}

} // namespace

class TestScenario final : public QObject
{
    Q_OBJECT

private slots:
    void everyNameIsAScenario();
    void leavesRoomForTheConsole();
    void everyActorEndsOrHolds();
    void scenesCompare();
};

void TestScenario::everyNameIsAScenario()
{
    for (const QString &name : scenarioNames())
        QCOMPARE(scenario(name).value_or(Scenario{}).name, name);
    QVERIFY(!scenario(u"peace"_s));
}

// 60 connections, 3 of them reserved: the watching and the acting connection of a console, a second
// console and a health check must still fit in.
void TestScenario::leavesRoomForTheConsole()
{
    const Scenario play = *scenario(u"incident"_s);
    QVERIFY(sessionsOf(play) <= 52);
    QVERIFY(sessionsOf(play) >= play.promise.connections);
}

void TestScenario::everyActorEndsOrHolds()
{
    QList<Actor> actors;
    for (const QString &name : scenarioNames())
        actors += scenario(name)->actors;
    for (const Actor &actor : actors) {
        QVERIFY(!actor.application.isEmpty() && !actor.database.isEmpty());
        QVERIFY2(actor.returns >= std::chrono::seconds(1), qPrintable(actor.application));
        for (qsizetype i = 0; i < actor.steps.size(); ++i) {
            const bool last = i == actor.steps.size() - 1;
            const Step::Kind kind = actor.steps[i].kind;
            QVERIFY(last || (kind != Step::Kind::Again && kind != Step::Kind::Hold));
            const bool runs = kind == Step::Kind::Run || kind == Step::Kind::Try;
            QCOMPARE(runs, !actor.steps[i].sql.isEmpty());
        }
    }
}

void TestScenario::scenesCompare()
{
    const Scene promise{.waiting = 2, .idleInTransaction = 1, .connections = 5, .refusedLogins = 1};
    QVERIFY(promise.reaches(promise));
    for (int Scene::*part :
         {&Scene::waiting, &Scene::idleInTransaction, &Scene::connections, &Scene::refusedLogins}) {
        Scene less = promise;
        --(less.*part);
        QVERIFY(!less.reaches(promise));
        QVERIFY(promise.reaches(less));
    }
}

QTEST_GUILESS_MAIN(TestScenario)
#include "tst_scenario.moc"
