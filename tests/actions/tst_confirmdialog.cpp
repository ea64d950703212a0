// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/actioncontroller.h"
#include "actions/confirmdialog.h"
#include "actions/ruledialog.h"
#include "samples.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace actions;
using namespace samples;
using ui::ConfirmDialog;

namespace {

Place place(bool production = false)
{
    Place out{.serverId = u"id-1"_s, .server = u"orders"_s, .production = production};
    out.circumstances.server = {.versionNum = 170004, .superuser = true};
    return out;
}

Confirmation terminating(const std::vector<Target> &targets, bool production = false)
{
    return makeConfirmation(Kind::Terminate, targets, place(production));
}

QPushButton *button(const QWidget &dialog, const char *name)
{
    return dialog.findChild<QPushButton *>(QString::fromLatin1(name));
}

void open(QDialog &dialog)
{
    dialog.open();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
}

} // namespace

class TestConfirmDialog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void clickConfirmsExactlyWhatIsShown();
    void spaceConfirmsOnTheButtonOnly();
    void enterNeverDestroys_data();
    void enterNeverDestroys();
    void escapeKeeps();
    void productionWantsTheName();
    void rollbackWantsTheGid();
    void ruleStaysOpenWhenKept();
    void unsafeWantsTheCheckBox();
    void hostileNamesAreVisible();
    void whatIsLeftOutIsSaid();
    void manyTargetsAreAFrozenTable();
    void controllerOpensOneAtATime();
    void controllerForgetsTheQuestionOfAnotherServer();
};

void TestConfirmDialog::initTestCase()
{
    qRegisterMetaType<Plan>();
    new ui::Theme(*qApp, qApp);
}

void TestConfirmDialog::clickConfirmsExactlyWhatIsShown()
{
    const Confirmation confirmation = terminating({target(idle(4711))});
    ConfirmDialog dialog(confirmation, 5);
    const QSignalSpy confirmed(&dialog, &ConfirmDialog::confirmed);
    open(dialog);
    QCOMPARE(button(dialog, "proceed")->text(), u"Terminate session 4711 of app"_s);
    QTest::mouseClick(button(dialog, "proceed"), Qt::LeftButton);
    QTest::mouseClick(button(dialog, "proceed"), Qt::LeftButton);
    QCOMPARE(confirmed.size(), 1);
    QCOMPARE(confirmed[0][0].value<Plan>(), makePlan(confirmation, {}, 5));
    QCOMPARE(confirmed[0][0].value<Plan>().serverId, u"id-1"_s);
    QCOMPARE(dialog.result(), int(QDialog::Accepted));
}

void TestConfirmDialog::spaceConfirmsOnTheButtonOnly()
{
    ConfirmDialog dialog(terminating({target(idle())}), 1);
    const QSignalSpy confirmed(&dialog, &ConfirmDialog::confirmed);
    open(dialog);
    QTRY_VERIFY(button(dialog, "keep")->hasFocus());
    button(dialog, "proceed")->setFocus();
    QTest::keyClick(button(dialog, "proceed"), Qt::Key_Space);
    QCOMPARE(confirmed.size(), 1);
}

void TestConfirmDialog::enterNeverDestroys_data()
{
    QTest::addColumn<int>("key");
    QTest::newRow("Return") << int(Qt::Key_Return);
    QTest::newRow("Enter") << int(Qt::Key_Enter);
}

// Wherever the keyboard is in the dialog, with everything given that it asks for.
void TestConfirmDialog::enterNeverDestroys()
{
    QFETCH(const int, key);
    const Confirmation confirmation = terminating({target(idle(1)), target(hidden(2))}, true);
    const auto count = ConfirmDialog(confirmation, 1).findChildren<QWidget *>().size();
    int tried = 0;
    for (qsizetype i = -1; i < count; ++i) {
        ConfirmDialog dialog(confirmation, 1);
        const QSignalSpy confirmed(&dialog, &ConfirmDialog::confirmed);
        dialog.findChild<QCheckBox *>()->setChecked(true);
        dialog.findChild<QLineEdit *>()->setText(u"orders"_s);
        QVERIFY(button(dialog, "proceed")->isEnabled());
        QWidget *at = i < 0 ? &dialog : dialog.findChildren<QWidget *>().at(i);
        if (i >= 0 && at->focusPolicy() == Qt::NoFocus)
            continue;
        open(dialog);
        at->setFocus();
        QTest::keyClick(at, Qt::Key(key));
        QCOMPARE(confirmed.size(), 0);
        QVERIFY(dialog.result() != QDialog::Accepted);
        ++tried;
    }
    QVERIFY(tried >= 5); // dialog, table, check box, name, both buttons
}

void TestConfirmDialog::escapeKeeps()
{
    ConfirmDialog dialog(terminating({target(idle())}), 1);
    const QSignalSpy confirmed(&dialog, &ConfirmDialog::confirmed);
    open(dialog);
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QVERIFY(!dialog.isVisible());
    QCOMPARE(confirmed.size(), 0);
}

void TestConfirmDialog::productionWantsTheName()
{
    ConfirmDialog dialog(terminating({target(idle())}, true), 1);
    const QSignalSpy confirmed(&dialog, &ConfirmDialog::confirmed);
    open(dialog);
    auto *name = dialog.findChild<QLineEdit *>(u"serverName"_s);
    QTRY_VERIFY(name->hasFocus());
    QTest::mouseClick(button(dialog, "proceed"), Qt::LeftButton);
    QTest::keyClicks(name, u"order"_s);
    QVERIFY(!button(dialog, "proceed")->isEnabled());
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(dialog.isVisible());
    QTest::keyClicks(name, u"s"_s);
    QVERIFY(button(dialog, "proceed")->isEnabled());
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(dialog.isVisible());
    QTRY_VERIFY(button(dialog, "proceed")->hasFocus());
    QCOMPARE(confirmed.size(), 0);
    QTest::keyClick(button(dialog, "proceed"), Qt::Key_Space);
    QCOMPARE(confirmed.size(), 1);
}

// By the keyboard alone.
void TestConfirmDialog::rollbackWantsTheGid()
{
    ConfirmDialog dialog(
        makeConfirmation(Kind::RollbackPrepared, {prepared(u"it's <b>"_s)}, place(true)), 7);
    const QSignalSpy confirmed(&dialog, &ConfirmDialog::confirmed);
    open(dialog);
    auto *word = dialog.findChild<QLineEdit *>(u"typedWord"_s);
    auto *name = dialog.findChild<QLineEdit *>(u"serverName"_s);
    QTRY_VERIFY(word->hasFocus());
    QTest::keyClicks(dialog.focusWidget(), u"it's <b"_s);
    QTest::keyClick(dialog.focusWidget(), Qt::Key_Return);
    QVERIFY(dialog.isVisible() && word->hasFocus());
    QTest::keyClicks(dialog.focusWidget(), u">"_s);
    QTest::keyClick(dialog.focusWidget(), Qt::Key_Return);
    QVERIFY(name->hasFocus());
    QVERIFY(!button(dialog, "proceed")->isEnabled());
    QTest::keyClicks(dialog.focusWidget(), u"orders"_s);
    QTest::keyClick(dialog.focusWidget(), Qt::Key_Enter);
    QCOMPARE(confirmed.size(), 0);
    QVERIFY(button(dialog, "proceed")->hasFocus());
    QTest::keyClick(dialog.focusWidget(), Qt::Key_Return);
    QVERIFY(dialog.isVisible()); // neither done nor given up in silence
    QCOMPARE(confirmed.size(), 0);
    QTest::keyClick(dialog.focusWidget(), Qt::Key_Space);
    QCOMPARE(confirmed.size(), 1);
    const auto plan = confirmed[0][0].value<Plan>();
    QCOMPARE(plan.kind, Kind::RollbackPrepared);
    QCOMPARE(plan.targets, std::vector{prepared(u"it's <b>"_s)});
    for (const QLabel *label : dialog.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

void TestConfirmDialog::ruleStaysOpenWhenKept()
{
    QWidget window;
    window.show();
    ui::ActionController controller(&window);
    controller.setPlace(place());
    auto snapshot = std::make_shared<snapshot::Snapshot>();
    snapshot->takenAt = noon();
    snapshot->sessions = {idle(1, 2h), idle(2, 2h)};
    controller.setSnapshot(snapshot);
    const QSignalSpy confirmed(&controller, &ui::ActionController::planConfirmed);
    controller.requestByRule();
    auto *rule = window.findChild<ui::RuleDialog *>();
    QVERIFY(QTest::qWaitForWindowExposed(rule));
    for (const bool keep : {true, false}) {
        QTest::mouseClick(button(*rule, "proceed"), Qt::LeftButton);
        auto *asked = rule->findChildren<ConfirmDialog *>().last();
        QVERIFY(asked->isVisible());
        QVERIFY(rule->isVisible());
        QTest::mouseClick(button(*asked, keep ? "keep" : "proceed"), Qt::LeftButton);
        QVERIFY(!asked->isVisible());
        QCOMPARE(rule->isVisible(), keep);
    }
    QCOMPARE(confirmed.size(), 1);
}

void TestConfirmDialog::unsafeWantsTheCheckBox()
{
    ConfirmDialog dialog(terminating({target(hidden())}), 1);
    const QSignalSpy confirmed(&dialog, &ConfirmDialog::confirmed);
    open(dialog);
    QVERIFY(!button(dialog, "proceed")->isEnabled());
    auto *check = dialog.findChild<QCheckBox *>(u"identityCheck"_s);
    QTest::mouseClick(check, Qt::LeftButton, {}, QPoint(10, check->height() / 2));
    QVERIFY(button(dialog, "proceed")->isEnabled());
    QTest::mouseClick(button(dialog, "proceed"), Qt::LeftButton);
    QCOMPARE(confirmed.size(), 1);
    QVERIFY(confirmed[0][0].value<Plan>().unsafeConfirmed);
}

void TestConfirmDialog::hostileNamesAreVisible()
{
    snapshot::Session session = idle();
    session.role = u"R&D<i id=z>"_s;
    session.application = u"x\u202Etxt.exe\nPID 1"_s;
    session.query = u"SELECT '<i id=z>'\u0007 -- \u202E"_s;
    ConfirmDialog dialog(terminating({target(session)}), 1);
    open(dialog);
    QCOMPARE(button(dialog, "proceed")->text(), u"Terminate session 4711 of R&&D<i id=z>"_s);
    QStringList shown;
    for (const QLabel *label : dialog.findChildren<QLabel *>()) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        shown << label->text();
    }
    QVERIFY(shown.contains(u"R&D<i id=z>"_s));
    QVERIFY(shown.contains(u"x⟨U+202E⟩txt.exe␊PID 1"_s));
    const QString query = dialog.findChild<QPlainTextEdit *>(u"targetQuery"_s)->toPlainText();
    QCOMPARE(query, u"SELECT '<i id=z>'␇ -- ⟨U+202E⟩"_s);
}

void TestConfirmDialog::whatIsLeftOutIsSaid()
{
    snapshot::Session own = idle(9);
    own.own = true;
    ConfirmDialog dialog(terminating({target(idle(1)), target(own)}), 1);
    const auto *label = dialog.findChild<QLabel *>(u"skipped"_s);
    QVERIFY(label && label->text().contains(u"9"_s));
    ConfirmDialog nothing(terminating({target(own)}), 1);
    open(nothing);
    QVERIFY(!button(nothing, "proceed")->isVisible());
}

void TestConfirmDialog::manyTargetsAreAFrozenTable()
{
    std::vector<Target> targets;
    for (int pid = 1; pid <= 30; ++pid)
        targets.push_back(target(idle(pid)));
    const Confirmation confirmation = terminating(targets);
    ConfirmDialog dialog(confirmation, 1);
    const QSignalSpy confirmed(&dialog, &ConfirmDialog::confirmed);
    open(dialog);
    auto *view = dialog.findChild<QTreeView *>(u"targets"_s);
    QCOMPARE(view->model()->rowCount(), 30);
    QVERIFY(!view->accessibleName().isEmpty());
    QCOMPARE(view->model()->index(29, 0).data().toString(), u"30"_s);
    QTest::mouseClick(button(dialog, "proceed"), Qt::LeftButton);
    QCOMPARE(confirmed[0][0].value<Plan>().targets, targets);
}

void TestConfirmDialog::controllerOpensOneAtATime()
{
    QWidget window;
    ui::ActionController controller(&window);
    controller.setPlace(place());
    const QSignalSpy confirmed(&controller, &ui::ActionController::planConfirmed);
    controller.request(Kind::Terminate, {});
    QVERIFY(window.findChildren<ConfirmDialog *>().isEmpty());
    controller.request(Kind::Terminate, {target(idle(1))});
    controller.request(Kind::Terminate, {target(idle(2))});
    QCOMPARE(window.findChildren<ConfirmDialog *>().size(), 1);
    auto *dialog = window.findChild<ConfirmDialog *>();
    QCOMPARE(dialog->confirmation().items[0].target.session.pid, 1);
    QTest::mouseClick(button(*dialog, "proceed"), Qt::LeftButton);
    QCOMPARE(confirmed.size(), 1);
    controller.request(Kind::Terminate, {target(idle(2))});
    auto *second = window.findChildren<ConfirmDialog *>().last();
    QTest::mouseClick(button(*second, "proceed"), Qt::LeftButton);
    QCOMPARE(confirmed.size(), 2);
    QVERIFY(confirmed[0][0].value<Plan>().id != confirmed[1][0].value<Plan>().id);
}

void TestConfirmDialog::controllerForgetsTheQuestionOfAnotherServer()
{
    QWidget window;
    ui::ActionController controller(&window);
    controller.setPlace(place());
    const QSignalSpy confirmed(&controller, &ui::ActionController::planConfirmed);
    controller.request(Kind::Terminate, {target(idle(1))});
    auto *dialog = window.findChild<ConfirmDialog *>();
    Place other = place();
    other.circumstances.server.versionNum = 170005;
    controller.setPlace(other);
    QVERIFY(dialog->isVisible());
    other.serverId = u"id-2"_s;
    controller.setPlace(other);
    QVERIFY(!dialog->isVisible());
    QCOMPARE(confirmed.size(), 0);
}

QTEST_MAIN(TestConfirmDialog)
#include "tst_confirmdialog.moc"
