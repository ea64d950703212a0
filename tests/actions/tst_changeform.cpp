// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/secretclipboard.h"
#include "actions/changedialog.h"
#include "widgets/sqledit.h"
#include "widgets/theme.h"

#include <KSyntaxHighlighting/Repository>

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace actions;
using namespace Qt::StringLiterals;
using ui::ChangeDialog;

namespace {

ui::ChangeForm form()
{
    Place place{.serverId = u"id-1"_s, .server = u"orders"_s};
    place.circumstances.server = {.versionNum = 170004, .role = u"admin"_s, .database = u"db"_s};
    Change change{.id = 3, .title = u"A change"_s, .statements = {u"ALTER ROLE \"app\" LOGIN"_s}};
    return {.change = std::move(change), .place = std::move(place), .button = u"Do It"_s};
}

template <typename T>
T *find(const QWidget &dialog, const char *name)
{
    return dialog.findChild<T *>(QString::fromLatin1(name));
}

QString text(const QWidget &dialog, const char *name)
{
    return find<QLabel>(dialog, name)->text();
}

void open(QDialog &dialog)
{
    dialog.open();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
}

} // namespace

/// What a form may ask for besides its statements.
class TestChangeForm : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { new ui::Theme(*qApp, qApp); }
    void inputsMakeTheStatements();
    void stopsWhatRuns();
    void nameOfWhatIsLostIsTyped();
    void refusalLeavesNothingToRun();
    void undoneIsSaid();
    void nextAfterItIsDone();
    void buttonsStayOnTheScreen();
    void databasesAreNamed();
    void leadsBackToWhatAsked();
    void choicesAreWarnedOf();

private:
    std::unique_ptr<ChangeDialog> make(const ui::ChangeForm &form)
    {
        return std::make_unique<ChangeDialog>(form, m_repository, m_clipboard);
    }

    KSyntaxHighlighting::Repository m_repository;
    ui::SecretClipboard m_clipboard;
};

void TestChangeForm::inputsMakeTheStatements()
{
    ui::ChangeForm rename = form();
    rename.inputs = {{.id = u"name"_s, .label = u"&Name"_s, .missing = u"Give it a name."_s},
                     {.id = u"limit"_s,
                      .label = u"Limit"_s,
                      .kind = ui::ChangeInput::Kind::Limit,
                      .value = u"-1"_s},
                     {.id = u"login"_s, .label = u"Login"_s, .kind = ui::ChangeInput::Kind::Check}};
    rename.make = [](const ui::ChangeValues &values) {
        return QStringList{u"X %1 %2 %3"_s.arg(values.value(u"name"_s), values.value(u"limit"_s),
                                               values.value(u"login"_s))};
    };
    const auto dialog = make(rename);
    open(*dialog);
    auto *name = find<QLineEdit>(*dialog, "name");
    auto *sql = find<ui::SqlEdit>(*dialog, "sqlEdit");
    auto *run = find<QPushButton>(*dialog, "run");
    QTRY_VERIFY(name->hasFocus());
    QCOMPARE(sql->toPlainText(), QString());
    QCOMPARE(text(*dialog, "problem"), u"Give it a name."_s);
    QVERIFY(!run->isEnabled());
    QTest::keyClicks(name, u"b"_s);
    QCOMPARE(sql->toPlainText(), u"X b -1 ;"_s);
    QTest::keyClick(find<QWidget>(*dialog, "login"), Qt::Key_Space);
    QCOMPARE(sql->toPlainText(), u"X b -1 on;"_s);
    QVERIFY(run->isEnabled());
    auto *restore = find<QPushButton>(*dialog, "restore");
    QVERIFY(!restore->isVisible());
    sql->setPlainText(u"Y"_s); // by hand: what was typed is kept
    QVERIFY(restore->isVisible());
    QVERIFY(!name->isEnabled());
    restore->click();
    QCOMPARE(sql->toPlainText(), u"X b -1 on;"_s);
    QVERIFY(name->isEnabled());
}

void TestChangeForm::stopsWhatRuns()
{
    ui::ChangeForm given = form();
    const auto dialog = make(given);
    const QSignalSpy stopped(dialog.get(), &ChangeDialog::stopRequested);
    open(*dialog);
    auto *stop = find<QPushButton>(*dialog, "stop");
    QVERIFY(!stop->isVisible());
    find<QPushButton>(*dialog, "run")->click();
    QVERIFY(stop->isVisible());
    QTest::keyClick(dialog.get(), Qt::Key_Escape);
    QVERIFY(dialog->isVisible());
    stop->click();
    stop->click();
    QVERIFY(find<QPushButton>(*dialog, "close")->isEnabled());
    QCOMPARE(stopped.size(), 1);
    QCOMPARE(stopped[0][0].value<Change>().id, quint64(3));
    dialog->showOutcome({.id = 3,
                         .ending = ChangeEnding::Failed,
                         .statements = {{StatementEnding::Failed, {}}},
                         .stopped = true});
    QCOMPARE(text(*dialog, "messageTitle"), u"Stopped. Nothing is changed."_s);
    QVERIFY(!stop->isVisible());
}

void TestChangeForm::nameOfWhatIsLostIsTyped()
{
    ui::ChangeForm drop = form();
    drop.change.statements = {u"DROP DATABASE \"shop\""_s};
    drop.word = u"shop"_s;
    drop.destructive = true;
    drop.facts = {{u"Size"_s, u"<b>12 MB</b>"_s}};
    const auto dialog = make(drop);
    open(*dialog);
    QCOMPARE(text(*dialog, "changeFact"), u"<b>12 MB</b>"_s);
    auto *run = find<QPushButton>(*dialog, "run");
    auto *word = find<QLineEdit>(*dialog, "typedWord");
    const QSignalSpy asked(dialog.get(), &ChangeDialog::runRequested);
    QCOMPARE(run->property("kind").toString(), u"destructive"_s);
    QTRY_VERIFY(word->hasFocus());
    QTest::keyClicks(word, u"sho"_s);
    QVERIFY(!run->isEnabled());
    QTest::keyClick(word, Qt::Key_Return);
    QVERIFY(word->hasFocus() && dialog->isVisible());
    QTest::keyClicks(word, u"p"_s);
    QVERIFY(run->isEnabled());
    QTest::keyClick(word, Qt::Key_Return);
    QVERIFY(run->hasFocus() && dialog->isVisible());
    QTest::keyClick(run, Qt::Key_Return); // it was typed once too often, perhaps
    QVERIFY(dialog->isVisible() && asked.isEmpty());
    QVERIFY(text(*dialog, "problem").contains(u"Space presses"_s));
    QTest::keyClick(run, Qt::Key_Space);
    QCOMPARE(asked.size(), 1);
}

void TestChangeForm::refusalLeavesNothingToRun()
{
    ui::ChangeForm drop = form();
    drop.change.statements = {u"DROP DATABASE \"template1\""_s};
    drop.word = u"template1"_s;
    drop.refusal = u"This is a template."_s;
    const auto dialog = make(drop);
    open(*dialog);
    QVERIFY(!find<QLineEdit>(*dialog, "typedWord"));
    QVERIFY(!find<QPushButton>(*dialog, "run")->isEnabled());
    find<ui::SqlEdit>(*dialog, "sqlEdit")->setPlainText(u"DROP DATABASE postgres"_s);
    QVERIFY(!find<QPushButton>(*dialog, "run")->isEnabled());
    QCOMPARE(find<QWidget>(*dialog, "refusal")->findChild<QLabel *>(u"messageTitle"_s)->text(),
             u"This is a template."_s);
}

void TestChangeForm::undoneIsSaid()
{
    ui::ChangeForm given = form();
    given.change.statements = {u"CREATE ROLE a"_s, u"CREATE DATABASE b"_s};
    const auto dialog = make(given);
    open(*dialog);
    find<QPushButton>(*dialog, "run")->click();
    ChangeOutcome outcome{.id = 3, .ending = ChangeEnding::Partly};
    outcome.statements = {{StatementEnding::Stays, {}}, {StatementEnding::Failed, {}}};
    outcome.undone = {{u"DROP DATABASE b"_s, {}},
                      {u"DROP ROLE \"a\""_s, {.message = u"it is needed"_s}}};
    dialog->showOutcome(outcome);
    const auto lines = dialog->findChildren<QLabel *>(u"statementOutcome"_s);
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[0]->text(), u"! CREATE ROLE a (could not be undone)"_s);
    QCOMPARE(lines[2]->text(), u"↶ DROP DATABASE b"_s);
    QCOMPARE(lines[3]->text(), u"✕ DROP ROLE \"a\": it is needed"_s);
    QVERIFY(text(*dialog, "messageTitle").contains(u"not all of it could be undone"_s));
}

void TestChangeForm::nextAfterItIsDone()
{
    ui::ChangeForm given = form();
    given.next = u"Show the Settings"_s;
    const auto dialog = make(given);
    const QSignalSpy next(dialog.get(), &ChangeDialog::nextRequested);
    open(*dialog);
    auto *button = find<QPushButton>(*dialog, "next");
    QVERIFY(!button->isVisible());
    find<QPushButton>(*dialog, "run")->click();
    dialog->showOutcome(
        {.id = 3, .ending = ChangeEnding::Done, .statements = {{StatementEnding::Done, {}}}});
    QVERIFY(button->isVisible() && button->hasFocus());
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(next.size(), 1);
    QCOMPARE(next[0][0].value<Change>().id, quint64(3));
}

// However much there is to say, and however often it fails.
void TestChangeForm::buttonsStayOnTheScreen()
{
    ui::ChangeForm given = form();
    given.change.statements.clear();
    ChangeOutcome outcome{.id = 3, .ending = ChangeEnding::Failed};
    for (int i = 0; i < 60; ++i) {
        given.change.statements << u"ALTER ROLE r%1 LOGIN"_s.arg(i);
        outcome.statements.push_back({StatementEnding::Undone, {}});
    }
    outcome.error = {.kind = base::ErrorKind::Server, .message = QString(4000, u'x')};
    outcome.statements.back() = {StatementEnding::Failed, outcome.error};
    const auto dialog = make(given);
    open(*dialog);
    find<QPushButton>(*dialog, "run")->click();
    dialog->showOutcome(outcome);
    auto *area = find<QScrollArea>(*dialog, "changeArea");
    QTRY_VERIFY(area->verticalScrollBar()->maximum() > 0);
    QVERIFY(dialog->height() < dialog->screen()->availableGeometry().height());
    for (const char *name : {"run", "close"}) {
        auto *button = find<QPushButton>(*dialog, name);
        QVERIFY(button->isVisible());
        QVERIFY(
            dialog->rect().contains(QRect(button->mapTo(dialog.get(), QPoint()), button->size())));
    }
    QTRY_VERIFY(!find<QLabel>(*dialog, "messageTitle")->visibleRegion().isEmpty());
}

void TestChangeForm::databasesAreNamed()
{
    ui::ChangeForm given = form();
    given.change.statements = {u"\\connect \"cloud\""_s, u"DROP OWNED BY a"_s,
                               u"\\connect \"shop\""_s, u"DROP OWNED BY a"_s, u"DROP ROLE a"_s};
    const auto dialog = make(given);
    QCOMPARE(text(*dialog, "changeDatabase"), u"cloud, then shop"_s);
    auto *sql = find<ui::SqlEdit>(*dialog, "sqlEdit");
    sql->setPlainText(u"SELECT 1;\n"_s + sql->toPlainText());
    QCOMPARE(text(*dialog, "changeDatabase"), u"db, then cloud, then shop"_s);
    sql->setPlainText(u"SELECT 1"_s);
    QCOMPARE(text(*dialog, "changeDatabase"), u"db"_s);
}

void TestChangeForm::leadsBackToWhatAsked()
{
    ui::ChangeForm given = form();
    given.leadsBack = true;
    const auto dialog = make(given);
    auto *close = find<QPushButton>(*dialog, "close");
    QCOMPARE(close->text(), u"Back"_s);
    ChangeOutcome outcome{
        .id = 3, .ending = ChangeEnding::Failed, .statements = {{StatementEnding::Failed, {}}}};
    find<QPushButton>(*dialog, "run")->click();
    dialog->showOutcome(outcome);
    QCOMPARE(close->text(), u"Back"_s);
    outcome.ending = ChangeEnding::Done;
    find<QPushButton>(*dialog, "run")->click();
    dialog->showOutcome(outcome);
    QCOMPARE(close->text(), u"Close"_s);
}

void TestChangeForm::choicesAreWarnedOf()
{
    ui::ChangeForm given = form();
    given.inputs = {{.id = u"heir"_s, .label = u"Heir"_s}};
    given.make = [](const ui::ChangeValues &) { return QStringList{u"SELECT 1"_s}; };
    given.warning = [](const ui::ChangeValues &values) {
        return values.value(u"heir"_s) == "root"_L1 ? u"Not <b>him</b>."_s : QString();
    };
    const auto dialog = make(given);
    open(*dialog);
    auto *warning = find<QWidget>(*dialog, "inputWarning");
    QVERIFY(!warning->isVisible());
    find<QLineEdit>(*dialog, "heir")->setText(u"root"_s);
    QVERIFY(warning->isVisible());
    QCOMPARE(warning->findChild<QLabel *>(u"messageTitle"_s)->text(), u"Not <b>him</b>."_s);
    QVERIFY(find<QPushButton>(*dialog, "run")->isEnabled());
    find<QLineEdit>(*dialog, "heir")->setText(u"app"_s);
    QVERIFY(!warning->isVisible());
}

QTEST_MAIN(TestChangeForm)
#include "tst_changeform.moc"
