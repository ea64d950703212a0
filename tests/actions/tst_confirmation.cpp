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
    void rollbackWantsTheGid();
    void wordToTypeCanBeTyped_data();
    void wordToTypeCanBeTyped();
    void rollbackOnAStandbyIsSkipped();
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

void TestConfirmation::rollbackWantsTheGid()
{
    const auto usual = makeConfirmation(Kind::RollbackPrepared, {prepared()}, place());
    QVERIFY(!mayProceed(usual, {}));
    QVERIFY(!mayProceed(usual, {.typedName = u"order-77"_s}));
    QVERIFY(!mayProceed(usual, {.typedWord = u"order-7"_s}));
    QVERIFY(mayProceed(usual, {.typedWord = u" order-77 "_s}));
    const auto production = makeConfirmation(Kind::RollbackPrepared, {prepared()}, place(true));
    QVERIFY(!mayProceed(production, {.typedWord = u"order-77"_s}));
    QVERIFY(mayProceed(production, {.typedName = u"orders"_s, .typedWord = u"order-77"_s}));
    QVERIFY(usual.items[0].warnings.contains(Warning::PreparedExpected));
    QVERIFY(!usual.items[0].warnings.contains(Warning::NotOwner));
    Place other = place();
    other.circumstances.server = {.role = u"ops"_s};
    QVERIFY(warnings(Kind::RollbackPrepared, prepared(), other.circumstances.server)
                .contains(Warning::NotOwner));
    other.circumstances.server.role = u"app"_s;
    QVERIFY(!warnings(Kind::RollbackPrepared, prepared(), other.circumstances.server)
                 .contains(Warning::NotOwner));
}

void TestConfirmation::wordToTypeCanBeTyped_data()
{
    QTest::addColumn<QString>("gid");
    QTest::addColumn<bool>("typeable");
    QTest::newRow("short") << u"order 77/é'"_s << true;
    QTest::newRow("40") << QString(40, u'x') << true;
    QTest::newRow("41") << QString(41, u'x') << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("newline") << u"a\nb"_s << false;
    QTest::newRow("blank at the end") << u"a "_s << false;
    QTest::newRow("two blanks") << u"a  b"_s << false;
    QTest::newRow("right to left") << u"a\u202Eb"_s << false;
    QTest::newRow("not UTF-8") << u"a\uFFFDb"_s << false;
}

void TestConfirmation::wordToTypeCanBeTyped()
{
    QFETCH(const QString, gid);
    QFETCH(const bool, typeable);
    const auto confirmation = makeConfirmation(Kind::RollbackPrepared, {prepared(gid)}, place());
    QCOMPARE(confirmation.wordToType(), typeable ? gid : u"918223"_s);
}

void TestConfirmation::rollbackOnAStandbyIsSkipped()
{
    Place standby = place();
    standby.circumstances.server.standby = true;
    const auto confirmation = makeConfirmation(Kind::RollbackPrepared, {prepared()}, standby);
    QVERIFY(confirmation.items.empty());
    QCOMPARE(confirmation.skipped[0].obstacle, Obstacle::Standby);
    QVERIFY(!makeConfirmation(Kind::Terminate, {target(idle())}, standby).items.empty());
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
