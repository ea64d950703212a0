// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/ruledialog.h"
#include "actions/targetmodel.h"
#include "samples.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTreeView>

using namespace actions;
using namespace samples;
using ui::RuleDialog;

namespace {

snapshot::SnapshotPtr snapshotOf(std::vector<snapshot::Session> sessions)
{
    auto snapshot = std::make_shared<snapshot::Snapshot>();
    snapshot->takenAt = noon();
    snapshot->sessions = std::move(sessions);
    return snapshot;
}

snapshot::SnapshotPtr randomSnapshot(QRandomGenerator &random)
{
    std::vector<snapshot::Session> sessions{idle(1, 2h)}; // so that there is always something
    for (int pid = 2; pid < 14; ++pid) {
        snapshot::Session session = idle(pid, std::chrono::minutes(random.bounded(90)));
        session.backendStart =
            *session.backendStart - std::chrono::microseconds(random.bounded(50));
        if (random.bounded(3) != 0)
            sessions.push_back(session);
    }
    return snapshotOf(std::move(sessions));
}

template <typename Widget>
Widget *child(const QWidget &dialog, const char *name)
{
    return dialog.findChild<Widget *>(QString::fromLatin1(name));
}

} // namespace

class TestRuleDialog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { new ui::Theme(*qApp, qApp); }
    void previewIsTheRule();
    void sameRuleComesBack();
    void capIsSaid();
    void unreadableAgeHitsNothing();
    void obstacleIsSaid();
    void enterOnlyCloses();
    void armedListDoesNotMove();
};

void TestRuleDialog::previewIsTheRule()
{
    RuleDialog dialog({.server = u"orders"_s});
    auto *model = dialog.findChild<ui::TargetModel *>();
    const QAbstractItemModelTester tester(model);
    const auto snapshot = snapshotOf({idle(1, 1h), idle(2, 5min), active(3)});
    dialog.setSnapshot(snapshot);
    QCOMPARE(model->targets(), evaluate(dialog.rule(), *snapshot, {}).targets);
    QCOMPARE(model->rowCount(), 1);
    child<QLineEdit>(dialog, "longerThan")->setText(u"1m"_s);
    QCOMPARE(model->rowCount(), 2);
    child<QLineEdit>(dialog, "role")->setText(u"nobody"_s);
    QCOMPARE(model->rowCount(), 0);
    QVERIFY(!child<QPushButton>(dialog, "proceed")->isEnabled());
}

void TestRuleDialog::sameRuleComesBack()
{
    RuleDialog dialog({});
    const Rule rule{
        .kind = Kind::Cancel,
        .states = {snapshot::SessionState::Active, snapshot::SessionState::FastPathFunction},
        .age = Rule::Age::Statement,
        .longerThan = 7min,
        .role = u"a"_s,
        .database = u"b"_s,
        .application = u"c"_s,
        .client = u"d"_s,
        .walsenders = true,
        .cap = 3};
    dialog.setRule(rule);
    QCOMPARE(dialog.rule(), rule);
    dialog.setRule({});
    QCOMPARE(dialog.rule(), Rule{});
}

void TestRuleDialog::capIsSaid()
{
    std::vector<snapshot::Session> sessions;
    for (int pid = 1; pid <= 500; ++pid)
        sessions.push_back(idle(pid));
    RuleDialog dialog({});
    QSignalSpy chosen(&dialog, &RuleDialog::chosen);
    dialog.setSnapshot(snapshotOf(std::move(sessions)));
    const QString text = child<QLabel>(dialog, "count")->text();
    QVERIFY2(text.contains(u"500"_s) && text.contains(u"200"_s), qPrintable(text));
    dialog.open();
    QTest::mouseClick(child<QPushButton>(dialog, "proceed"), Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
    const auto confirmation = chosen[0][0].value<Confirmation>();
    QCOMPARE(confirmation.items.size(), 200);
    QCOMPARE(confirmation.guard, Guard::State);
}

void TestRuleDialog::unreadableAgeHitsNothing()
{
    RuleDialog dialog({});
    dialog.setSnapshot(snapshotOf({idle(1, 100h)}));
    for (const QString &text : {u""_s, u"soon"_s, u"-1m"_s}) {
        child<QLineEdit>(dialog, "longerThan")->setText(text);
        QVERIFY(!child<QPushButton>(dialog, "proceed")->isEnabled());
        QCOMPARE(dialog.findChild<ui::TargetModel *>()->rowCount(), 0);
    }
}

void TestRuleDialog::obstacleIsSaid()
{
    Place place;
    place.circumstances.readOnlyProfile = true;
    RuleDialog dialog(place);
    dialog.setSnapshot(snapshotOf({idle(1, 1h)}));
    QVERIFY(!child<QPushButton>(dialog, "proceed")->isEnabled());
    QVERIFY(child<QLabel>(dialog, "count")->text().contains(u"read-only"_s));
}

void TestRuleDialog::enterOnlyCloses()
{
    for (const char *name : {"longerThan", "role", "proceed", "close", "cap", "kind", "targets"}) {
        RuleDialog dialog({});
        const QSignalSpy chosen(&dialog, &RuleDialog::chosen);
        dialog.setSnapshot(snapshotOf({idle(1, 1h)}));
        dialog.open();
        auto *at = child<QWidget>(dialog, name);
        QVERIFY(at);
        at->setFocus();
        QTest::keyClick(at, Qt::Key_Return);
        QCOMPARE(chosen.size(), 0);
    }
}

// The table changes under the mouse 10,000 times; what is confirmed is what stood there when the
// button went down.
void TestRuleDialog::armedListDoesNotMove()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    RuleDialog dialog({.server = u"orders"_s});
    auto *model = dialog.findChild<ui::TargetModel *>();
    auto *proceed = child<QPushButton>(dialog, "proceed");
    QSignalSpy chosen(&dialog, &RuleDialog::chosen);
    int moved = 0;
    for (int round = 0; round < 10'000; ++round) {
        if (!dialog.isVisible())
            dialog.open();
        dialog.setSnapshot(randomSnapshot(random));
        QTest::mousePress(proceed, Qt::LeftButton);
        const std::vector<Target> armed = model->targets();
        const auto next = randomSnapshot(random);
        dialog.setSnapshot(next);
        QVERIFY(model->targets() == armed);
        moved += evaluate(dialog.rule(), *next, {}).targets != armed ? 1 : 0;
        QTest::mouseRelease(proceed, Qt::LeftButton);
        QCOMPARE(chosen.size(), 1);
        const auto confirmation = chosen.takeFirst()[0].value<Confirmation>();
        QVERIFY(std::ranges::equal(confirmation.items, armed, {}, &Confirmation::Item::target));
    }
    QVERIFY(moved > 9000);
}

QTEST_MAIN(TestRuleDialog)
#include "tst_ruledialog.moc"
