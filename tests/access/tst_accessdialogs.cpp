// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/connectiondialog.h"
#include "access/importdialog.h"
#include "access/importmodel.h"
#include "access/optionmodel.h"
#include "access/passworddialog.h"
#include "access/passwordedit.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;

/// The dialogs, used as a person uses them: by keys and clicks.
class TestAccessDialogs final : public QObject
{
    Q_OBJECT

    template <typename T>
    static T *child(const QWidget &parent, const char *name)
    {
        T *found = parent.findChild<T *>(QLatin1StringView(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }

    static void type(QWidget &dialog, const char *name, const QString &text)
    {
        auto *edit = child<QLineEdit>(dialog, name);
        edit->setFocus();
        edit->clear();
        QTest::keyClicks(edit, text);
    }

    static void click(QWidget &dialog, const char *name)
    {
        QTest::mouseClick(child<QPushButton>(dialog, name), Qt::LeftButton);
    }

    static void check(QWidget &dialog, const char *name)
    {
        auto *box = child<QCheckBox>(dialog, name);
        QTest::mouseClick(box, Qt::LeftButton, {}, {8, box->height() / 2});
    }

    static void open(QDialog &dialog)
    {
        dialog.open();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    }

    static QString write(const QTemporaryDir &folder, const QString &name, const QByteArray &text)
    {
        QFile file(folder.filePath(name));
        if (!file.open(QFile::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return file.fileName();
    }

    std::unique_ptr<ui::Theme> m_theme;

private slots:
    void initTestCase() { m_theme = std::make_unique<ui::Theme>(*qApp); }
    void cleanupTestCase() { m_theme.reset(); }

    void savesWhatIsTyped()
    {
        ui::ConnectionDialog dialog;
        QSignalSpy saved(&dialog, &ui::ConnectionDialog::saveRequested);
        dialog.setKeyring(KeyringState::Available, {});
        open(dialog);
        type(dialog, "name", u"Orders"_s);
        type(dialog, "host", u"db.example.org"_s);
        type(dialog, "port", u"6000"_s);
        type(dialog, "user", u"app"_s);
        type(dialog, "password", u"pa:ss\\word"_s);
        check(dialog, "production");
        check(dialog, "keepPassword");
        click(dialog, "save");
        QCOMPARE(saved.count(), 1);
        const auto profile = saved[0][0].value<Profile>();
        QCOMPARE(profile.name, u"Orders"_s);
        QCOMPARE(profile.spec.toKeywords(), u"host='db.example.org' port='6000' user='app'"_s);
        QVERIFY(profile.production);
        QCOMPARE(profile.passwordPolicy, PasswordPolicy::Keyring);
        QCOMPARE(saved[0][1].value<base::Secret>().view(), "pa:ss\\word");
        QVERIFY(!dialog.isVisible());
    }

    void takesAPastedUriApart()
    {
        ui::ConnectionDialog dialog;
        open(dialog);
        auto *paste = child<QLineEdit>(dialog, "paste");
        QGuiApplication::clipboard()->setText(
            u"postgresql://app:s%3Acret@db:6000/orders?sslmode=require&connect_timeout=3"_s);
        paste->setFocus();
        QTest::keyClick(paste, Qt::Key_V, Qt::ControlModifier);
        QVERIFY(paste->text().isEmpty()); // it held a password
        QCOMPARE(child<QLineEdit>(dialog, "host")->text(), u"db"_s);
        QCOMPARE(child<QLineEdit>(dialog, "dbname")->text(), u"orders"_s);
        QCOMPARE(child<QComboBox>(dialog, "sslmode")->currentData().toString(), u"require"_s);
        QCOMPARE(child<ui::PasswordEdit>(dialog, "password")->secret().view(), "s:cret");
        QCOMPARE(child<QTableView>(dialog, "furtherOptions")->model()->rowCount(), 1);
    }

    void enterTakesATypedStringApart()
    {
        ui::ConnectionDialog dialog;
        QSignalSpy saved(&dialog, &ui::ConnectionDialog::saveRequested);
        open(dialog);
        auto *paste = child<QLineEdit>(dialog, "paste");
        QTest::keyClicks(paste, u"host=a bogus"_s);
        QTest::keyClick(paste, Qt::Key_Return);
        QVERIFY(child<QWidget>(dialog, "pasteNote")->isVisible());
        QVERIFY(!paste->text().isEmpty());
        paste->clear();
        QTest::keyClicks(paste, u"host=a port=1"_s);
        QTest::keyClick(paste, Qt::Key_Return);
        QCOMPARE(child<QLineEdit>(dialog, "port")->text(), u"1"_s);
        QCOMPARE(saved.count(), 0);
    }

    void refusesWhatIsWrong()
    {
        ui::ConnectionDialog dialog;
        open(dialog);
        type(dialog, "port", u"70000"_s);
        QVERIFY(!child<QPushButton>(dialog, "save")->isEnabled());
        QVERIFY(!child<QPushButton>(dialog, "test")->isEnabled());
        QVERIFY(child<QLabel>(dialog, "problem")->text().contains("65535"_L1));
        type(dialog, "port", u"5432"_s);
        QVERIFY(child<QPushButton>(dialog, "save")->isEnabled());
        QVERIFY(child<QLabel>(dialog, "problem")->text().isEmpty());
    }

    void checksFurtherOptions()
    {
        ui::OptionModel model;
        const QAbstractItemModelTester tester(&model);
        model.setOptions({{u"host"_s, u"x"_s}, {u"connect_timeout"_s, u"3"_s}});
        QCOMPARE(model.rowCount(), 1); // the host has a field of its own
        QVERIFY(model.problem().isEmpty());
        model.addRow();
        model.setData(model.index(1, 0), u"password"_s, Qt::EditRole);
        model.setData(model.index(1, 1), u"sentinel"_s, Qt::EditRole);
        QVERIFY(!model.problem().isEmpty());
        QVERIFY(!model.options().contains(u"password"_s));
        model.setData(model.index(1, 0), u"target_session_attrs"_s, Qt::EditRole);
        QVERIFY(model.problem().contains("read-write"_L1));
        model.setData(model.index(1, 1), u"primary"_s, Qt::EditRole);
        QVERIFY(model.problem().isEmpty());
        model.removeRowAt(0);
        QCOMPARE(model.options().keys(), QStringList{u"target_session_attrs"_s});
    }

    void showsTheServersWordsAsText()
    {
        ui::ConnectionDialog dialog;
        QSignalSpy tested(&dialog, &ui::ConnectionDialog::testRequested);
        open(dialog);
        click(dialog, "test");
        QCOMPARE(tested.count(), 1);
        QVERIFY(!child<QPushButton>(dialog, "test")->isEnabled());
        const QString hostile = u"FATAL: <img src=x> <i id=z>"_s;
        dialog.showTestResult({ui::TestResult::Failed, hostile, u"Try again."_s});
        auto *result = child<QWidget>(dialog, "testResult");
        QVERIFY(result->isVisible());
        QCOMPARE(result->findChild<QPlainTextEdit *>()->toPlainText(), hostile);
        for (const QLabel *label : dialog.findChildren<QLabel *>())
            QVERIFY(label->textFormat() == Qt::PlainText || !label->text().contains(u'<'));
        QVERIFY(child<QPushButton>(dialog, "test")->isEnabled());
        type(dialog, "host", u"other"_s);
        QVERIFY(!result->isVisible()); // it was about the other host
    }

    void saysWhyThereIsNoKeyring()
    {
        ui::ConnectionDialog dialog;
        dialog.setKeyring(KeyringState::Unavailable, u"no bus"_s);
        open(dialog);
        QVERIFY(!child<QCheckBox>(dialog, "keepPassword")->isEnabled());
        QVERIFY(child<QLabel>(dialog, "passwordNote")->isVisible());
    }

    void keepsWhatItDoesNotShow()
    {
        Profile profile;
        profile.id = QUuid::createUuid();
        profile.passwordPolicy = PasswordPolicy::PassFile;
        profile.passFile = u"/home/x/.pgpass"_s;
        profile.refreshInterval = std::chrono::milliseconds(1234);
        profile.unknown.insert("later"_L1, 1);
        profile.spec = pg::ConnectionSpec::parse(u"host=a sslmode=verify-ca keepalives=0"_s)->spec;
        ui::ConnectionDialog dialog;
        QSignalSpy saved(&dialog, &ui::ConnectionDialog::saveRequested);
        dialog.setProfile(profile);
        open(dialog);
        click(dialog, "save");
        QCOMPARE(saved[0][0].value<Profile>(), profile);
    }

    void aRevealedPasswordIsNotCopied()
    {
        ui::PasswordEdit edit;
        edit.show();
        QTest::keyClicks(&edit, u"sentinel"_s);
        QGuiApplication::clipboard()->setText(u"before"_s);
        child<QAction>(edit, "reveal")->trigger();
        QVERIFY(edit.isRevealed());
        QTest::keyClick(&edit, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&edit, Qt::Key_C, Qt::ControlModifier);
        QTest::keyClick(&edit, Qt::Key_X, Qt::ControlModifier);
        QTest::mouseDClick(&edit, Qt::LeftButton, {}, {20, edit.height() / 2});
        QTest::keyClick(&edit, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
        QCOMPARE(edit.text(), u"sentinel"_s);
        edit.hide();
        QVERIFY(!edit.isRevealed());
    }

    void asksForOnePassword()
    {
        Profile profile;
        profile.name = u"<b>Orders</b>"_s;
        ui::PasswordDialog dialog(profile);
        QSignalSpy given(&dialog, &ui::PasswordDialog::passwordGiven);
        open(dialog);
        QVERIFY(!child<QPushButton>(dialog, "connect")->isEnabled());
        type(dialog, "password", u"pw"_s);
        check(dialog, "keepPassword");
        QTest::keyClick(child<QLineEdit>(dialog, "password"), Qt::Key_Return);
        QCOMPARE(given.count(), 1);
        QCOMPARE(given[0][0].value<base::Secret>().view(), "pw");
        QVERIFY(given[0][1].toBool());
        QVERIFY(child<QLineEdit>(dialog, "password")->text().isEmpty());
    }

    void importsWhatIsChecked()
    {
        const QTemporaryDir home;
        write(home, u".pgpass"_s, "db:5432:*:app:sentinel\n");
        write(home, u".pg_service.conf"_s,
              "[orders]\nhost=db\nuser=app\nsslkey=/"
              "k\n[stock]\nhost=db2\npassword=pw\n[bad]\nport=x\n");
        ui::ImportDialog dialog({}, home.path());
        const QAbstractItemModelTester tester(child<QTableView>(dialog, "entries")->model());
        QSignalSpy imported(&dialog, &ui::ImportDialog::importRequested);
        open(dialog);
        auto *table = child<QTableView>(dialog, "entries");
        QTRY_COMPARE(table->model()->rowCount(), 3);
        QVERIFY(child<QPlainTextEdit>(dialog, "notes")->toPlainText().contains("sslkey"_L1));
        const QModelIndex bad = table->model()->index(2, 0);
        QVERIFY(!(bad.flags() & Qt::ItemIsUserCheckable));
        auto *choice = child<QComboBox>(dialog, "passwordChoice");
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Down); // from the pass file
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Down);
        QTest::keyClick(choice, Qt::Key_Down); // into the keyring
        QCOMPARE(imported.count(), 0);
        click(dialog, "import");
        QCOMPARE(imported.count(), 1);
        const auto list = imported[0][0].value<QList<ui::ImportedConnection>>();
        QCOMPARE(list.size(), 2);
        QCOMPARE(list[0].profile.passwordPolicy, PasswordPolicy::PassFile);
        QVERIFY(list[0].password.isEmpty());
        QCOMPARE(list[1].profile.passwordPolicy, PasswordPolicy::Keyring);
        QCOMPARE(list[1].password.view(), "pw");
    }

    void nothingIsImportedUnchecked()
    {
        const QTemporaryDir home;
        ui::ImportDialog dialog({}, home.path());
        QSignalSpy imported(&dialog, &ui::ImportDialog::importRequested);
        open(dialog);
        QTRY_VERIFY(child<QLabel>(dialog, "files")->text().contains("no .pgpass"_L1));
        dialog.addFiles({write(home, u"export"_s, "[a]\nhost=h\n")});
        auto *table = child<QTableView>(dialog, "entries");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QVERIFY(child<QPushButton>(dialog, "import")->isEnabled());
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Space); // takes the check away
        QVERIFY(!child<QPushButton>(dialog, "import")->isEnabled());
        click(dialog, "cancel");
        QCOMPARE(imported.count(), 0);
    }
};

QTEST_MAIN(TestAccessDialogs)
#include "tst_accessdialogs.moc"
