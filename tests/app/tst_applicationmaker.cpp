// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changedialog.h"
#include "actions/settingsdialog.h"
#include "dotenv.h"
#include "inventory/inventoryreader.h"
#include "support/testserver.h"
#include "widgets/theme.h"
#include "window/applicationmaker.h"
#include "window/changerunner.h"
#include "window/databasechanges.h"
#include "window/rolechanges.h"
#include "window/serverlist.h"

#include <KSyntaxHighlighting/Repository>

#include <QApplication>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// The doors of the panels over the threads of the program: from a wish to what the server has.
class TestApplicationMaker : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void makesAnApplicationByHand();
    void dropsADatabaseAndItsRole();
    void asksAboutTheLastDropAlone();
    void stopEndsWhatRuns();
    void unknownServerDoesNothing();

private:
    template <typename T>
    T *shown()
    {
        for (T *found : m_window->findChildren<T *>()) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
    void saveSettings(ui::SettingsDialog &settings, const QString &path);
    template <typename T>
    T *part(QWidget *of, const char *name)
    {
        return of->findChild<T *>(QString::fromLatin1(name));
    }
    inventory::InventoryPtr inventory();
    QByteArray sql(const QByteArray &text) { return m_server->sql(text).value_or("failed"); }

    QTemporaryDir m_home;
    std::unique_ptr<tests::TestServer> m_server;
    QThread m_ioThread;
    std::unique_ptr<pgaccess::ProfileStore> m_profiles;
    std::unique_ptr<pgaccess::SecretStore> m_secrets;
    std::unique_ptr<app::ServerList> m_servers;
    KSyntaxHighlighting::Repository m_repository;
    std::unique_ptr<QWidget> m_window;
    app::ChangeRunner *m_runner = nullptr;
    std::unique_ptr<app::DatabaseChanges> m_databases;
    std::unique_ptr<app::RoleChanges> m_roles;
    pg::Connection m_admin;
    QString m_id;
};

void TestApplicationMaker::initTestCase()
{
    new ui::Theme(*qApp, qApp);
    m_server = std::make_unique<tests::TestServer>(
        tests::ServerSetup{.version = tests::anyServer(),
                           .settings = {u"log_statement = all"_s},
                           .hba = "local all all trust\nhost all postgres all trust\n"
                                  "host all all all scram-sha-256\n"});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(QCoro::waitFor(m_admin.open({.spec = m_server->spec()})));
    m_ioThread.start();
    m_profiles = std::make_unique<pgaccess::ProfileStore>(m_home.filePath(u"profiles.json"_s));
    m_secrets = std::make_unique<pgaccess::SecretStore>(u"org.pgvigil.test.applicationmaker"_s);
    m_servers =
        std::make_unique<app::ServerList>(*m_profiles, *m_secrets, m_ioThread,
                                          actions::AuditLog(m_home.filePath(u"actions.jsonl"_s)));
    m_window = std::make_unique<QWidget>();
    m_window->show();
    m_runner = new app::ChangeRunner(*m_servers, m_repository, m_window.get());
    m_databases = std::make_unique<app::DatabaseChanges>(*m_servers, *m_runner);
    m_roles = std::make_unique<app::RoleChanges>(*m_servers, *m_runner);
    m_id = m_servers->addTemporary(m_server->spec().toKeywords(), u"practice"_s);
    m_servers->setCurrent(m_id);
    m_runner->setCurrent(m_id);
    QTRY_VERIFY(m_servers->link(m_id) && m_servers->link(m_id)->snapshot());
}

void TestApplicationMaker::cleanupTestCase()
{
    m_databases.reset();
    m_roles.reset();
    m_window.reset();
    m_servers->closeAll();
    m_ioThread.quit();
    m_ioThread.wait();
}

inventory::InventoryPtr TestApplicationMaker::inventory()
{
    const auto read = QCoro::waitFor(inventory::readInventory(&m_admin));
    return read ? std::make_shared<const inventory::Inventory>(*read) : nullptr;
}

void TestApplicationMaker::saveSettings(ui::SettingsDialog &settings, const QString &path)
{
    part<QPushButton>(&settings, "saveEnv")->click();
    emit settings.findChild<QFileDialog *>()->fileSelected(path);
    QTRY_VERIFY(part<QLabel>(&settings, "messageTitle")->text().contains(u"by you alone"_s));
    QCOMPARE(QFileInfo(path).permissions() & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
}

void TestApplicationMaker::makesAnApplicationByHand()
{
    const QSignalSpy changed(m_runner, &app::ChangeRunner::changed);
    m_databases->createApplication(m_id, inventory());
    auto *ask = shown<ui::NewApplicationDialog>();
    QVERIFY(ask);
    auto *extensions = part<QListWidget>(ask, "extensions");
    QTRY_VERIFY(extensions->count() > 5); // as the server has them
    QTest::keyClicks(part<QLineEdit>(ask, "applicationName"), u"Web Shop"_s);
    auto *filter = part<QLineEdit>(ask, "extensionFilter");
    QTest::keyClicks(filter, u"pg_trgm"_s);
    QTest::keyClick(filter, Qt::Key_Return);
    part<QPushButton>(ask, "showSql")->click();
    auto *sql = shown<ui::ChangeDialog>();
    QVERIFY(sql);
    part<QPushButton>(sql, "run")->click();
    auto *next = part<QPushButton>(sql, "next");
    QTRY_VERIFY_WITH_TIMEOUT(next->isVisible(), 20'000);
    QCOMPARE(changed.size(), 1);
    QTRY_VERIFY(!shown<ui::NewApplicationDialog>());
    next->click();
    auto *settings = shown<ui::SettingsDialog>();
    QVERIFY(settings);
    const QString path = m_home.filePath(u".env"_s);
    saveSettings(*settings, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const pg::ConnectionSpec spec = tests::specOfDotEnv(file.readAll());
    const QByteArray password = spec.value(u"password"_s).toUtf8();
    QCOMPARE(password.size(), 24);
    QVERIFY_RESULT(tests::TestSession::open(spec));
    QVERIFY(!m_server->log().contains(password));
    QFile audit(m_home.filePath(u"actions.jsonl"_s));
    QVERIFY(audit.open(QIODevice::ReadOnly));
    QVERIFY(!audit.readAll().contains(password));
    settings->reject();
    QTRY_VERIFY(!shown<QDialog>());
}

void TestApplicationMaker::dropsADatabaseAndItsRole()
{
    const auto before = inventory();
    const auto database =
        std::ranges::find(before->databases, u"web_shop"_s, &inventory::Database::name);
    const auto role = std::ranges::find(before->roles, u"web_shop"_s, &inventory::Role::name);
    QVERIFY(database != before->databases.end() && role != before->roles.end());
    m_databases->drop(m_id, before, database->oid);
    QTRY_VERIFY(shown<ui::ChangeDialog>());
    auto *dialog = shown<ui::ChangeDialog>();
    auto *run = part<QPushButton>(dialog, "run");
    QVERIFY(!run->isEnabled());
    QTest::keyClicks(part<QLineEdit>(dialog, "typedWord"), u"web_shop"_s);
    run->click();
    QTRY_VERIFY_WITH_TIMEOUT(!run->isEnabled() && part<QLabel>(dialog, "statementOutcome"), 20'000);
    QCOMPARE(sql("SELECT count(*) FROM pg_database WHERE datname = 'web_shop'"), "0");
    dialog->reject();
    QTRY_VERIFY(!shown<ui::ChangeDialog>());
    m_roles->drop(m_id, inventory(), role->oid);
    QTRY_VERIFY(shown<ui::ChangeDialog>());
    dialog = shown<ui::ChangeDialog>();
    QTest::keyClicks(part<QLineEdit>(dialog, "typedWord"), u"web_shop"_s);
    part<QPushButton>(dialog, "run")->click();
    QTRY_COMPARE(sql("SELECT count(*) FROM pg_roles WHERE rolname = 'web_shop'"), "0");
    QTRY_VERIFY(part<QLabel>(dialog, "statementOutcome"));
    dialog->reject();
    QTRY_VERIFY(!shown<ui::ChangeDialog>());
}

// Two wishes before the first answer.
void TestApplicationMaker::asksAboutTheLastDropAlone()
{
    sql("CREATE ROLE first_one");
    sql("CREATE ROLE last_one");
    const auto now = inventory();
    const auto oidOf = [&now](const QString &name) {
        return std::ranges::find(now->roles, name, &inventory::Role::name)->oid;
    };
    m_roles->drop(m_id, now, oidOf(u"first_one"_s));
    m_roles->drop(m_id, now, oidOf(u"last_one"_s));
    QTRY_VERIFY(shown<ui::ChangeDialog>());
    auto *dialog = shown<ui::ChangeDialog>();
    QTest::keyClicks(part<QLineEdit>(dialog, "typedWord"), u"last_one"_s);
    QVERIFY(part<QPushButton>(dialog, "run")->isEnabled());
    dialog->reject();
    QTRY_VERIFY(!shown<ui::ChangeDialog>());
}

void TestApplicationMaker::stopEndsWhatRuns()
{
    m_runner->request(
        m_id, ui::ChangeForm{.change = {.title = u"Sleep"_s,
                                        .statements = {u"CREATE ROLE never"_s,
                                                       u"SELECT pg_catalog.pg_sleep(61)"_s}},
                             .button = u"Sleep"_s});
    auto *dialog = shown<ui::ChangeDialog>();
    QVERIFY(dialog);
    part<QPushButton>(dialog, "run")->click();
    QTRY_VERIFY(m_server->log().contains("pg_sleep(61)"));
    part<QPushButton>(dialog, "stop")->click();
    QTRY_COMPARE_WITH_TIMEOUT(part<QLabel>(dialog, "messageTitle")->text(),
                              u"Stopped. Nothing is changed."_s, 20'000);
    QCOMPARE(sql("SELECT count(*) FROM pg_roles WHERE rolname = 'never'"), "0");
    dialog->reject();
    QTRY_VERIFY(!shown<ui::ChangeDialog>());
}

void TestApplicationMaker::unknownServerDoesNothing()
{
    m_databases->createApplication(u"nowhere"_s, inventory());
    m_databases->createApplication(m_id, nullptr);
    m_databases->drop(u"nowhere"_s, inventory(), 1);
    m_roles->drop(m_id, nullptr, 10);
    m_roles->alter(m_id, inventory(), 1);
    m_roles->setPassword(u"nowhere"_s, inventory(), 10);
    QVERIFY(!shown<QDialog>());
}

QTEST_MAIN(TestApplicationMaker)
#include "tst_applicationmaker.moc"
