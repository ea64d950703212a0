// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/confirmation.h"
#include "samples.h"

#include <QTest>

using namespace actions;
using namespace samples;

namespace {

Place place(bool production = false)
{
    Place out{.server = u"orders"_s, .production = production};
    out.circumstances.server = {.versionNum = 170004, .superuser = true};
    return out;
}

} // namespace

class TestConfirmation : public QObject
{
    Q_OBJECT

private slots:
    void splitsWhatCannotBeDone();
    void sameSessionOnce();
    void productionWantsTheName();
    void unsafeTargetsWantASecondYes();
    void nothingToDoNeverProceeds();
    void planHoldsExactlyTheTargets();
};

void TestConfirmation::splitsWhatCannotBeDone()
{
    const auto confirmation =
        makeConfirmation(Kind::Cancel, {target(active(1)), target(idle(2))}, place());
    QCOMPARE(confirmation.items.size(), 1);
    QCOMPARE(confirmation.items[0].target.session.pid, 1);
    QCOMPARE(confirmation.skipped.size(), 1);
    QCOMPARE(confirmation.skipped[0].obstacle, Obstacle::NothingRuns);
}

void TestConfirmation::sameSessionOnce()
{
    snapshot::Session reused = active(1);
    reused.backendStart = noon() - 1s;
    const auto confirmation = makeConfirmation(
        Kind::Cancel, {target(active(1)), target(active(1)), target(reused)}, place());
    QCOMPARE(confirmation.items.size(), 2);
}

void TestConfirmation::productionWantsTheName()
{
    const auto confirmation = makeConfirmation(Kind::Terminate, {target(idle())}, place(true));
    QVERIFY(confirmation.needsName());
    QVERIFY(!mayProceed(confirmation, {}));
    QVERIFY(!mayProceed(confirmation, {.typedName = u"order"_s}));
    QVERIFY(!mayProceed(confirmation, {.typedName = u"Orders"_s}));
    QVERIFY(mayProceed(confirmation, {.typedName = u" orders "_s}));
}

void TestConfirmation::unsafeTargetsWantASecondYes()
{
    const auto confirmation =
        makeConfirmation(Kind::Terminate, {target(idle(1)), target(hidden(2))}, place());
    QVERIFY(confirmation.needsIdentityCheck());
    QVERIFY(!mayProceed(confirmation, {}));
    QVERIFY(mayProceed(confirmation, {.unsafeConfirmed = true}));
    const Plan careful = makePlan(confirmation, {}, 1);
    QCOMPARE(careful.targets.size(), 1);
    QCOMPARE(careful.targets[0].session.pid, 1);
    QCOMPARE(makePlan(confirmation, {.unsafeConfirmed = true}, 1).targets.size(), 2);
}

void TestConfirmation::nothingToDoNeverProceeds()
{
    const auto confirmation = makeConfirmation(Kind::Cancel, {target(idle())}, place());
    QVERIFY(!mayProceed(confirmation, {.typedName = u"orders"_s, .unsafeConfirmed = true}));
}

void TestConfirmation::planHoldsExactlyTheTargets()
{
    auto confirmation =
        makeConfirmation(Kind::Terminate, {target(idle(3)), target(idle(2))}, place());
    confirmation.guard = Guard::State;
    const Plan plan = makePlan(confirmation, {}, 77);
    const Plan expected{.id = 77,
                        .kind = Kind::Terminate,
                        .server = u"orders"_s,
                        .guard = Guard::State,
                        .targets = {target(idle(3)), target(idle(2))}};
    QCOMPARE(plan, expected);
}

QTEST_GUILESS_MAIN(TestConfirmation)
#include "tst_confirmation.moc"
