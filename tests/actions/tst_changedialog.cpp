// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/passwordedit.h"
#include "access/secretclipboard.h"
#include "actions/changedialog.h"
#include "actions/sqltext.h"
#include "widgets/sqledit.h"
#include "widgets/theme.h"

#include <KSyntaxHighlighting/Repository>

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace actions;
using namespace Qt::StringLiterals;
using ui::ChangeDialog;

namespace {

ui::ChangeForm form(bool production = false)
{
    Place place{.serverId = u"id-1"_s, .server = u"orders"_s, .production = production};
    place.circumstances.server = {.versionNum = 170004, .role = u"admin"_s, .database = u"db"_s};
    Change change{.id = 3,
                  .serverId = u"id-1"_s,
                  .server = u"orders"_s,
                  .title = u"Set the password of “app”"_s,
                  .statements = {u"ALTER ROLE \"app\" PASSWORD :'password'"_s},
                  .secrets = {{.slot = u"password"_s, .role = u"app"_s}},
                  .right = ChangeRight::CreateRole};
    return {.change = std::move(change),
            .place = std::move(place),
            .address = u"db.example.org:5432"_s,
            .meaning = u"The old password stops working at once."_s,
            .button = u"Set the Password"_s};
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

class TestChangeDialog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup() { QApplication::clipboard()->clear(); }
    void keyboardFromPasswordToRun();
    void enterNeverRuns();
    void productionWantsTheName();
    void editedTextIsWhatRuns();
    void clearPasswordIsRefused();
    void obstacleBlocks();
    void generatesAndCopies();
    void failureStaysAndRunsAgain();
    void successEnds();
    void missingRightIsNamed_data();
    void missingRightIsNamed();
    void reloadNamesTheErrors();
    void hostileTextIsPlain();

private:
    std::unique_ptr<ChangeDialog> make(const ui::ChangeForm &form);

    KSyntaxHighlighting::Repository m_repository;
    ui::SecretClipboard m_clipboard;
};

void TestChangeDialog::initTestCase()
{
    qRegisterMetaType<Change>();
    new ui::Theme(*qApp, qApp);
}

std::unique_ptr<ChangeDialog> TestChangeDialog::make(const ui::ChangeForm &form)
{
    return std::make_unique<ChangeDialog>(form, m_repository, m_clipboard);
}

void TestChangeDialog::keyboardFromPasswordToRun()
{
    const auto dialog = make(form());
    const QSignalSpy asked(dialog.get(), &ChangeDialog::runRequested);
    open(*dialog);
    QCOMPARE(text(*dialog, "changeServer"), u"orders (db.example.org:5432)"_s);
    QCOMPARE(text(*dialog, "changeRole"), u"admin"_s);
    QCOMPARE(text(*dialog, "changeDatabase"), u"db"_s);
    auto *run = find<QPushButton>(*dialog, "run");
    QCOMPARE(run->text(), u"Set the Password"_s);
    QVERIFY(!run->isEnabled());
    QVERIFY(text(*dialog, "problem").contains(u"generate one"_s));
    auto *password = find<ui::PasswordEdit>(*dialog, "newPassword");
    QTRY_VERIFY(password->hasFocus());
    QTest::keyClicks(password, u"s3ntinel"_s);
    QVERIFY(run->isEnabled());
    QVERIFY(!text(*dialog, "passwordHint").contains(u"short"_s));
    password->setText(u"s3ntine"_s);
    QVERIFY(text(*dialog, "passwordHint").contains(u"is short"_s));
    QVERIFY(run->isEnabled()); // the server may take it
    password->setText(u"s3ntinel"_s);
    QTest::keyClick(password, Qt::Key_Return);
    QVERIFY(run->hasFocus());
    QCOMPARE(asked.size(), 0);
    QTest::keyClick(run, Qt::Key_Space);
    QTest::keyClick(run, Qt::Key_Space);
    QCOMPARE(asked.size(), 1);
    const auto change = asked[0][0].value<Change>();
    QCOMPARE(change.id, quint64(3));
    QCOMPARE(change.statements, form().change.statements);
    QCOMPARE(change.secrets.at(0).value.view().toByteArray(), "s3ntinel");
    QVERIFY(!find<ui::SqlEdit>(*dialog, "sqlEdit")->toPlainText().contains(u"s3ntinel"_s));
    QVERIFY(dialog->isVisible());
}

// Wherever the keyboard is, with everything given.
void TestChangeDialog::enterNeverRuns()
{
    for (const bool production : {false, true}) {
        const qsizetype count = make(form(production))->findChildren<QWidget *>().size();
        for (qsizetype i = 0; i < count; ++i) {
            const auto dialog = make(form(production));
            const QSignalSpy asked(dialog.get(), &ChangeDialog::runRequested);
            open(*dialog);
            find<ui::PasswordEdit>(*dialog, "newPassword")->setText(u"x"_s);
            if (production)
                find<QLineEdit>(*dialog, "serverName")->setText(u"orders"_s);
            auto *widget = dialog->findChildren<QWidget *>().at(i);
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isEnabled())
                continue;
            widget->setFocus();
            QTest::keyClick(widget, Qt::Key_Return);
            QVERIFY2(asked.isEmpty(), qPrintable(widget->objectName()));
        }
    }
}

void TestChangeDialog::productionWantsTheName()
{
    const auto dialog = make(form(true));
    open(*dialog);
    find<ui::PasswordEdit>(*dialog, "newPassword")->setText(u"x"_s);
    auto *run = find<QPushButton>(*dialog, "run");
    QVERIFY(!run->isEnabled());
    QVERIFY(!run->isDefault());
    auto *name = find<QLineEdit>(*dialog, "serverName");
    QTest::keyClicks(name, u"order"_s);
    QVERIFY(!run->isEnabled());
    QTest::keyClicks(name, u"s"_s);
    QVERIFY(run->isEnabled());
}

void TestChangeDialog::editedTextIsWhatRuns()
{
    ui::ChangeForm limits = form();
    limits.change.secrets.clear();
    limits.change.statements = {u"ALTER ROLE \"app\" CONNECTION LIMIT 10"_s};
    const auto dialog = make(limits);
    const QSignalSpy asked(dialog.get(), &ChangeDialog::runRequested);
    open(*dialog);
    auto *sql = find<ui::SqlEdit>(*dialog, "sqlEdit");
    sql->setFocus();
    QTest::keyClick(sql, Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(sql, u" CREATE DATABASE d;"_s);
    QVERIFY(text(*dialog, "transaction").contains(u"cannot run this in one transaction"_s));
    QTest::keyClick(sql, Qt::Key_Tab);
    QVERIFY(!sql->hasFocus());
    QTest::mouseClick(find<QPushButton>(*dialog, "run"), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    const auto change = asked[0][0].value<Change>();
    QCOMPARE(change.statements,
             QStringList({u"ALTER ROLE \"app\" CONNECTION LIMIT 10"_s, u"CREATE DATABASE d"_s}));
    QVERIFY(!change.together);
    QVERIFY(sql->isReadOnly());
}

void TestChangeDialog::clearPasswordIsRefused()
{
    const auto dialog = make(form());
    open(*dialog);
    find<ui::PasswordEdit>(*dialog, "newPassword")->setText(u"x"_s);
    find<ui::SqlEdit>(*dialog, "sqlEdit")->setPlainText(u"ALTER ROLE app PASSWORD 'x'"_s);
    QVERIFY(!find<QPushButton>(*dialog, "run")->isEnabled());
    QVERIFY(text(*dialog, "problem").contains(u"clear text"_s));
}

void TestChangeDialog::obstacleBlocks()
{
    ui::ChangeForm blocked = form();
    blocked.change.secrets.front().value = base::Secret("x");
    blocked.place.circumstances.server.standby = true;
    const auto standby = make(blocked);
    QVERIFY(!find<QPushButton>(*standby, "run")->isEnabled());
    QVERIFY(text(*standby, "problem").contains(u"standby"_s));
    blocked.place.circumstances.readOnlyProfile = true;
    const auto readOnly = make(blocked);
    QVERIFY(!find<QPushButton>(*readOnly, "run")->isEnabled());
    QVERIFY(text(*readOnly, "problem").contains(u"read-only"_s));
}

void TestChangeDialog::generatesAndCopies()
{
    const auto dialog = make(form());
    open(*dialog);
    auto *password = find<ui::PasswordEdit>(*dialog, "newPassword");
    QVERIFY(!find<QPushButton>(*dialog, "copyPassword")->isEnabled());
    QTest::mouseClick(find<QPushButton>(*dialog, "generate"), Qt::LeftButton);
    QCOMPARE(password->text().size(), 24);
    QCOMPARE(password->echoMode(), QLineEdit::Password);
    QTest::keyClick(find<QPushButton>(*dialog, "copyPassword"), Qt::Key_Space);
    const QMimeData *copied = QApplication::clipboard()->mimeData();
    QCOMPARE(copied->text(), password->text());
    QCOMPARE(copied->data(u"x-kde-passwordManagerHint"_s), "secret");
}

void TestChangeDialog::failureStaysAndRunsAgain()
{
    ui::ChangeForm two = form();
    two.change.statements << u"GRANT x TO y"_s;
    two.change.secrets.front().value = base::Secret("x");
    const auto dialog = make(two);
    const QSignalSpy asked(dialog.get(), &ChangeDialog::runRequested);
    open(*dialog);
    auto *run = find<QPushButton>(*dialog, "run");
    run->click();
    ChangeOutcome outcome{.id = 3, .ending = ChangeEnding::Failed, .ourRole = u"admin"_s};
    outcome.error = {.kind = base::ErrorKind::Server,
                     .sqlState = u"42704"_s,
                     .message = u"role \"y\" does not exist"_s};
    outcome.statements = {{StatementEnding::Undone, {}}, {StatementEnding::Failed, outcome.error}};
    ChangeOutcome other = outcome;
    other.id = 4;
    dialog->showOutcome(other);
    QVERIFY(!run->isEnabled());
    dialog->showOutcome(outcome);
    const auto lines = dialog->findChildren<QLabel *>(u"statementOutcome"_s);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines[0]->text(), u"↶ ALTER ROLE \"app\" PASSWORD :'password' (undone)"_s);
    QCOMPARE(lines[1]->text(), u"✕ GRANT x TO y"_s);
    QVERIFY(text(*dialog, "messageTitle").contains(u"Nothing is changed"_s));
    QVERIFY(find<QPlainTextEdit>(*dialog, "serverWords")
                ->toPlainText()
                .contains(u"role \"y\" does not exist"_s));
    QVERIFY(dialog->isVisible());
    QVERIFY(run->isEnabled());
    run->click();
    QCOMPARE(asked.size(), 2);
}

void TestChangeDialog::successEnds()
{
    ui::ChangeForm given = form();
    given.change.secrets.front().value = base::Secret("x");
    const auto dialog = make(given);
    open(*dialog);
    find<QPushButton>(*dialog, "run")->click();
    dialog->showOutcome({.id = 3,
                         .ending = ChangeEnding::Done,
                         .statements = {{StatementEnding::Done, {}}},
                         .elapsed = std::chrono::milliseconds(210)});
    QCOMPARE(text(*dialog, "statementOutcome"), u"✓ ALTER ROLE \"app\" PASSWORD :'password'"_s);
    QVERIFY(!find<QPushButton>(*dialog, "run")->isEnabled());
    QVERIFY(find<QPushButton>(*dialog, "copyPassword")->isEnabled());
    QVERIFY(find<QPushButton>(*dialog, "close")->hasFocus());
    QTest::keyClick(dialog.get(), Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
}

void TestChangeDialog::missingRightIsNamed_data()
{
    QTest::addColumn<int>("right");
    QTest::addColumn<int>("version");
    QTest::addColumn<QString>("word");
    QTest::newRow("role, 15") << int(ChangeRight::CreateRole) << 150000 << u"CREATEROLE;"_s;
    QTest::newRow("role, 17") << int(ChangeRight::CreateRole) << 170000 << u"ADMIN option"_s;
    QTest::newRow("database") << int(ChangeRight::CreateDatabase) << 170000 << u"CREATEDB"_s;
    QTest::newRow("owner") << int(ChangeRight::DatabaseOwner) << 170000
                           << u"the database's owner"_s;
    QTest::newRow("superuser") << int(ChangeRight::Superuser) << 170000 << u"a superuser"_s;
}

void TestChangeDialog::missingRightIsNamed()
{
    QFETCH(const int, right);
    QFETCH(const int, version);
    QFETCH(const QString, word);
    ui::ChangeForm given = form();
    given.change.secrets.front().value = base::Secret("x");
    given.change.right = ChangeRight(right);
    const auto dialog = make(given);
    open(*dialog);
    find<QPushButton>(*dialog, "run")->click();
    dialog->showOutcome(
        {.id = 3,
         .ending = ChangeEnding::Failed,
         .statements = {{StatementEnding::Failed, {}}},
         .error = {.kind = base::ErrorKind::Server, .sqlState = u"42501"_s, .message = u"no"_s},
         .ourRole = u"weak"_s,
         .serverVersion = version});
    QVERIFY2(text(*dialog, "messageAdvice").contains(word),
             qPrintable(text(*dialog, "messageAdvice")));
    QVERIFY(text(*dialog, "messageAdvice").contains(u"“weak”"_s));
}

void TestChangeDialog::reloadNamesTheErrors()
{
    ui::ChangeForm given = form();
    given.change.secrets.clear();
    given.change.statements = {u"SELECT pg_catalog.pg_reload_conf()"_s};
    const auto dialog = make(given);
    open(*dialog);
    find<QPushButton>(*dialog, "run")->click();
    ChangeOutcome outcome{
        .id = 3, .ending = ChangeEnding::NoEffect, .statements = {{StatementEnding::Done, {}}}};
    outcome.reload = ReloadReport{
        .moved = true, .readable = true, .errors = {u"pg_hba.conf:4: invalid method"_s}};
    dialog->showOutcome(outcome);
    QVERIFY(text(*dialog, "messageTitle").contains(u"left out those with errors"_s));
    QCOMPARE(find<QPlainTextEdit>(*dialog, "serverWords")->toPlainText(),
             u"pg_hba.conf:4: invalid method"_s);
    QVERIFY(find<QPushButton>(*dialog, "run")->isEnabled());
}

void TestChangeDialog::hostileTextIsPlain()
{
    const QString name = u"<b>x</b><img src=file:///etc/passwd>\u202E&y"_s;
    ui::ChangeForm given = form();
    given.change.title = name;
    given.change.statements = {u"ALTER ROLE %1 LOGIN"_s.arg(quotedName(name))};
    given.place.server = name;
    given.place.production = true;
    const auto dialog = make(given);
    open(*dialog);
    for (const auto *label : dialog->findChildren<QLabel *>()) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY2(!label->text().contains(u'\u202E'), qPrintable(label->objectName()));
    }
    const QString sql = find<ui::SqlEdit>(*dialog, "sqlEdit")->toPlainText();
    QVERIFY(!sql.contains(u'\u202E') && sql.contains(u"\\202e&y\""_s));
}

QTEST_MAIN(TestChangeDialog)
#include "tst_changedialog.moc"
