// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/secretclipboard.h"
#include "actions/extensionlist.h"
#include "actions/newapplicationdialog.h"
#include "actions/settingsdialog.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace actions;
using namespace Qt::StringLiterals;
using ui::NewApplicationDialog;
using ui::SettingsDialog;

namespace {

ui::NewApplicationFacts facts()
{
    return {.server = u"orders"_s,
            .roles = {u"postgres"_s, u"taken"_s},
            .databases = {u"postgres"_s},
            .templates = {{u"template1"_s, u"UTF8"_s, u"C.UTF-8"_s, true},
                          {u"own"_s, u"LATIN1"_s, u"de"_s, false}}};
}

template <typename T>
T *find(const QWidget &dialog, const char *name)
{
    return dialog.findChild<T *>(QString::fromLatin1(name));
}

} // namespace

/// The dialogs before and after a new application is made.
class TestNewApplicationDialog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { new ui::Theme(*qApp, qApp); }
    void namesFollowUntilTheyAreGiven();
    void takenNamesAreRefused();
    void extensionsAreFoundAndAdded();
    void extensionsThatAreNotThereAreTold();
    void localeTakesTheEmptyTemplate();
    void settingsMaskThePassword();
    void settingsAreNotLostByAccident();
    void settingsAskBeforeTheyReplace();

private:
    SettingsDialog *settings();

    ui::SecretClipboard m_clipboard;
    std::unique_ptr<SettingsDialog> m_settings;
};

void TestNewApplicationDialog::namesFollowUntilTheyAreGiven()
{
    NewApplicationDialog dialog(facts());
    const QSignalSpy asked(&dialog, &NewApplicationDialog::sqlRequested);
    auto *show = find<QPushButton>(dialog, "showSql");
    QVERIFY(!show->isEnabled());
    QTest::keyClicks(find<QLineEdit>(dialog, "applicationName"), u"Web Shop"_s);
    QCOMPARE(dialog.wanted().role, u"web_shop"_s);
    QCOMPARE(dialog.wanted().database, u"web_shop"_s);
    QTest::keyClicks(find<QLineEdit>(dialog, "roleName"), u"_rw"_s);
    QTest::keyClicks(find<QLineEdit>(dialog, "applicationName"), u" 2"_s);
    QCOMPARE(dialog.wanted().role, u"web_shop_rw"_s);
    QCOMPARE(dialog.wanted().database, u"web_shop_2"_s);
    show->click();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].value<NewApplication>(), dialog.wanted());
}

void TestNewApplicationDialog::takenNamesAreRefused()
{
    NewApplicationDialog dialog(facts());
    auto *name = find<QLineEdit>(dialog, "applicationName");
    auto *problem = find<QLabel>(dialog, "problem");
    name->setText(u"taken"_s);
    QVERIFY(problem->text().contains(u"a role “taken” already"_s));
    QVERIFY(!find<QPushButton>(dialog, "showSql")->isEnabled());
    find<QLineEdit>(dialog, "roleName")->setText(u"free"_s);
    QCOMPARE(problem->text(), QString());
    find<QLineEdit>(dialog, "databaseName")->setText(u"postgres"_s);
    QVERIFY(problem->text().contains(u"a database “postgres” already"_s));
    find<QLineEdit>(dialog, "databaseName")->setText(QString(64, u'x'));
    QVERIFY(problem->text().contains(u"63 bytes"_s));
}

void TestNewApplicationDialog::extensionsAreFoundAndAdded()
{
    NewApplicationDialog dialog(facts());
    auto *filter = find<QLineEdit>(dialog, "extensionFilter");
    auto *list = find<QListWidget>(dialog, "extensions");
    // Before the server has answered any name can be given.
    QTest::keyClicks(filter, u"own_one"_s);
    QTest::keyClick(filter, Qt::Key_Return);
    QCOMPARE(dialog.wanted().extensions, QStringList{u"own_one"_s});
    dialog.extensions().setAvailable({{u"citext"_s, u"text <b>without</b> case"_s, false},
                                      {u"file_fdw"_s, u"files"_s, true},
                                      {u"pg_trgm"_s, u"trigrams"_s, false}},
                                     false);
    QCOMPARE(dialog.wanted().extensions, QStringList{u"own_one"_s});
    QVERIFY(list->item(1)->text().contains(u"needs a superuser"_s));
    QVERIFY(list->item(0)->toolTip().contains(u"&lt;b&gt;"_s));
    QTest::keyClicks(filter, u"trgm"_s);
    QVERIFY(list->item(0)->isHidden() && !list->item(2)->isHidden());
    filter->setText(u"pg_trgm"_s);
    QTest::keyClick(filter, Qt::Key_Return);
    QCOMPARE(dialog.wanted().extensions, QStringList({u"pg_trgm"_s, u"own_one"_s}));
    QCOMPARE(filter->text(), QString());
    QVERIFY(!list->item(0)->isHidden());
}

// By their names while it can still be mended, not at the end by an error.
void TestNewApplicationDialog::extensionsThatAreNotThereAreTold()
{
    NewApplicationDialog dialog(facts());
    dialog.show();
    auto *filter = find<QLineEdit>(dialog, "extensionFilter");
    auto *list = find<QListWidget>(dialog, "extensions");
    find<QLineEdit>(dialog, "applicationName")->setText(u"cloud"_s);
    std::vector<AvailableExtension> many;
    for (int i = 10; i < 40; ++i)
        many.push_back({u"e%1"_s.arg(i), {}, false});
    dialog.extensions().setAvailable(many, false);
    QCOMPARE(find<QLabel>(dialog, "problem")->text(), QString());
    filter->setText(u"e35"_s);
    QTest::keyClick(filter, Qt::Key_Return);
    QVERIFY(list->viewport()->rect().intersects(list->visualItemRect(list->item(25))));
    filter->setText(u"postgis"_s);
    QTest::keyClick(filter, Qt::Key_Return);
    QListWidgetItem *added = list->item(30);
    QVERIFY(added->text().contains(u"not on this server"_s));
    QVERIFY(list->viewport()->rect().intersects(list->visualItemRect(added)));
    QVERIFY(find<QLabel>(dialog, "problem")->text().contains(u"Not on this server: postgis."_s));
    QVERIFY(find<QPushButton>(dialog, "showSql")->isEnabled());
    QCOMPARE(find<QLabel>(dialog, "chosenExtensions")->text(), u"Chosen: e35, postgis"_s);
    filter->setText(u"e12"_s); // the chosen ones stay in sight
    QVERIFY(!list->item(25)->isHidden() && !added->isHidden() && list->item(0)->isHidden());
    added->setCheckState(Qt::Unchecked);
    QCOMPARE(find<QLabel>(dialog, "problem")->text(), QString());
}

void TestNewApplicationDialog::localeTakesTheEmptyTemplate()
{
    NewApplicationDialog dialog(facts());
    find<QLineEdit>(dialog, "applicationName")->setText(u"a"_s);
    QCOMPARE(dialog.wanted().databaseTemplate, QString());
    auto *templates = find<QComboBox>(dialog, "template");
    templates->setCurrentIndex(1);
    QCOMPARE(dialog.wanted().databaseTemplate, u"own"_s);
    QVERIFY(find<QLineEdit>(dialog, "encoding")->placeholderText().contains(u"LATIN1"_s));
    find<QLineEdit>(dialog, "locale")->setText(u"C"_s);
    QCOMPARE(dialog.wanted().databaseTemplate, u"template0"_s);
    QVERIFY(dialog.wanted().libcLocale);
}

SettingsDialog *TestNewApplicationDialog::settings()
{
    pg::ConnectionSpec spec;
    spec.set(u"host"_s, u"db.example.org"_s);
    spec.set(u"user"_s, u"shop"_s);
    spec.set(u"dbname"_s, u"shop"_s);
    m_settings = std::make_unique<SettingsDialog>(
        ui::ConnectionSettings{
            .title = u"shop"_s, .spec = spec, .password = base::Secret("s3ntinel")},
        m_clipboard);
    m_settings->show();
    return m_settings.get();
}

void TestNewApplicationDialog::settingsMaskThePassword()
{
    SettingsDialog *dialog = settings();
    auto *text = find<QPlainTextEdit>(*dialog, "settingsText");
    QVERIFY(text->toPlainText().contains(u"PGUSER=shop"_s));
    QVERIFY(!text->toPlainText().contains(u"s3ntinel"_s));
    find<QPushButton>(*dialog, "copySettings")->click();
    const QMimeData *copied = QApplication::clipboard()->mimeData();
    QVERIFY(copied->text().contains(u"PGPASSWORD=s3ntinel"_s));
    QCOMPARE(copied->data(u"x-kde-passwordManagerHint"_s), "secret");
    auto *reveal = find<QPushButton>(*dialog, "revealPassword");
    reveal->click();
    QVERIFY(text->toPlainText().contains(u"s3ntinel"_s));
    reveal->click();
    QVERIFY(!text->toPlainText().contains(u"s3ntinel"_s));
    QApplication::clipboard()->clear();
}

void TestNewApplicationDialog::settingsAreNotLostByAccident()
{
    SettingsDialog *dialog = settings();
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(dialog->isVisible());
    QVERIFY(find<QLabel>(*dialog, "messageTitle")->text().contains(u"lost"_s));
    find<QPushButton>(*dialog, "closeAnyway")->click();
    QVERIFY(!dialog->isVisible());
    dialog = settings();
    find<QPushButton>(*dialog, "copySettings")->click();
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
    QApplication::clipboard()->clear();
}

void TestNewApplicationDialog::settingsAskBeforeTheyReplace()
{
    SettingsDialog *dialog = settings();
    const QSignalSpy wanted(dialog, &SettingsDialog::writeRequested);
    find<QPushButton>(*dialog, "saveEnv")->click();
    auto *files = dialog->findChild<QDialog *>();
    QVERIFY(files);
    emit static_cast<QFileDialog *>(files)->fileSelected(u"/home/x/.env"_s);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].toString(), u"/home/x/.env"_s);
    QVERIFY(wanted[0][1].toString().contains(u"PGPASSWORD=s3ntinel\n"_s));
    QCOMPARE(wanted[0][2].toBool(), false);
    auto *replace = find<QPushButton>(*dialog, "replaceFile");
    QVERIFY(!replace->isVisible());
    dialog->askToReplace(u"/home/x/.env"_s);
    QVERIFY(replace->isVisible());
    replace->click();
    QCOMPARE(wanted.size(), 2);
    QCOMPARE(wanted[1][2].toBool(), true);
    dialog->showWritten(u"/home/x/.env"_s);
    QVERIFY(!replace->isVisible());
    QVERIFY(dialog->findChild<QLabel *>(u"messageTitle"_s)->text().contains(u"by you alone"_s));
}

QTEST_MAIN(TestNewApplicationDialog)
#include "tst_newapplicationdialog.moc"
