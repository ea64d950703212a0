// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/importpreview.h"
#include "actions/changedialog.h"
#include "actions/newapplicationdialog.h"
#include "actions/settingsdialog.h"
#include "dotenv.h"
#include "inventory/inventorypage.h"
#include "inventorywindow.h"
#include "roles/rolerows.h"
#include "sharedservers.h"
#include "support/testsession.h"

#include <QAction>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tests;

/// Two servers, one of them shared by many applications, from their import to an application of
/// their own, in the real window: the field case as a whole.
class TestSharedServer final : public QObject
{
    Q_OBJECT

private slots:
    void fromImportToDrop_data() { addServerRows(); }
    void fromImportToDrop();
    void cleanup();

private:
    void import();
    void checkProfiles();
    void openServer(const QString &name);
    void compareInventory();
    void compareFindings();
    void compareLogins();
    void makeApplication();
    void saveSettings(ui::SettingsDialog &settings);
    void connectAsApplication();
    void selectUnused(const QString &database);
    void refuseToDrop();
    void drop(const QString &database);
    void compareTraces();

    template <typename T>
    T *shown()
    {
        for (T *found : m_window.window().findChildren<T *>()) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
    template <typename T>
    T *part(QWidget *of, const char *name)
    {
        return of->findChild<T *>(QString::fromLatin1(name));
    }
    QByteArray sql(const QByteArray &text) { return m_servers->main.sql(text).value_or("failed"); }
    QString idOf(const QString &name)
    {
        for (const ui::ServerRow &row : m_window.program().servers().rows()) {
            if (row.name == name)
                return row.id;
        }
        return {};
    }

    InventoryWindow m_window;
    std::unique_ptr<SharedServers> m_servers;
    QByteArray m_generated; ///< The password of the new application.
    QString m_dotEnv;
};

void TestSharedServer::cleanup()
{
    m_window.close();
    m_servers.reset();
}

void TestSharedServer::import()
{
    const QStringList files{m_window.home(u"servers.json"_s), m_window.home(u"pgpass"_s)};
    QVERIFY(m_servers->writeFile(u"access/servers.json"_s, files[0]));
    QVERIFY(m_servers->writeFile(u"access/pgpass"_s, files[1]));
    m_window.find<QAction>(u"importConnections"_s)->trigger();
    QTRY_VERIFY(m_window.find<QDialog>(u"importDialog"_s));
    auto *dialog = m_window.find<QDialog>(u"importDialog"_s);
    part<QPushButton>(dialog, "chooseFile")->click();
    auto *chooser = dialog->findChild<QFileDialog *>();
    emit chooser->filesSelected(files);
    chooser->reject();
    auto *entries = part<QTableView>(dialog, "entries");
    QTRY_COMPARE(entries->model()->rowCount(), 2);
    auto *choice = part<QComboBox>(dialog, "passwordChoice");
    for (int row = 0; row < 2; ++row) {
        entries->setCurrentIndex(entries->model()->index(row, 0));
        QTest::keyClick(choice, Qt::Key_Down); // nothing is used unasked
        QCOMPARE(choice->currentData().toInt(), int(pgaccess::ImportPassword::FromPassFile));
    }
    part<QPushButton>(dialog, "import")->click();
    QTRY_COMPARE(m_window.program().servers().rows().size(), 2u);
    QTRY_VERIFY(!m_window.find<QDialog>(u"importDialog"_s));
}

void TestSharedServer::checkProfiles()
{
    const auto main = m_window.program().servers().profile(idOf(u"Main PostgreSQL"_s));
    QVERIFY(main);
    QCOMPARE(main->group, u"Servers"_s);
    QCOMPARE(main->passwordPolicy, pgaccess::PasswordPolicy::PassFile);
    QFile saved(m_window.home(u"config/pgvigil/profiles.json"_s));
    QTRY_VERIFY(saved.exists());
    QVERIFY(saved.open(QFile::ReadOnly));
    const QByteArray text = saved.readAll();
    QVERIFY(text.contains("Keycloak PostgreSQL"));
    QVERIFY(!text.contains(SharedServers::AdminPassword) && !text.contains("p:with"));
}

void TestSharedServer::openServer(const QString &name)
{
    const QString id = idOf(name);
    QVERIFY(!id.isEmpty());
    m_window.window().selectServer(id);
    const auto isLive = [&] {
        const app::ServerLink *link = m_window.program().servers().link(id);
        return link && link->snapshot() && link->status().state == base::ServerState::Live;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isLive(), 15'000);
}

// Each database with owner, size and sessions, each role with what it owns.
void TestSharedServer::compareInventory()
{
    m_window.window().openPanel(u"databases"_s);
    QTRY_VERIFY(m_window.rowWith(u"databaseTable"_s, u"postfixadmin"_s) >= 0);
    const QByteArray databases =
        sql("SELECT datname, pg_get_userbyid(datdba), (SELECT count(*) FROM pg_stat_activity a "
            "WHERE a.datid = d.oid AND usename IN ('nextcloud')) FROM pg_database d WHERE "
            "datname NOT LIKE 'template_' AND datname <> 'postgres'");
    QCOMPARE(databases.split('\n').size(), 8);
    for (const QByteArray &line : databases.split('\n')) {
        const QList<QByteArray> truth = line.split('|');
        const QString name = QString::fromUtf8(truth[0]);
        QCOMPARE(m_window.cell(u"databaseTable"_s, name, 1), QString::fromUtf8(truth[1]));
        QTRY_VERIFY_WITH_TIMEOUT(m_window.cell(u"databaseTable"_s, name, 2).endsWith(u"MB"_s),
                                 15'000);
        QCOMPARE(m_window.cell(u"databaseTable"_s, name, 4), QString::fromUtf8(truth[2]));
    }
    m_window.window().openPanel(u"roles"_s);
    QTRY_VERIFY(m_window.rowWith(u"roleTable"_s, u"mcp"_s) >= 0);
    QVERIFY(m_window.cell(u"roleTable"_s, u"mcp"_s, ui::RoleRows::OwnsColumn)
                .startsWith(u"3 databases"_s));
    QVERIFY(m_window.cell(u"roleTable"_s, u"nextcloud"_s, ui::RoleRows::OwnsColumn)
                .startsWith(u"1 database"_s));
    QCOMPARE(m_window.cell(u"roleTable"_s, u"admin"_s, ui::RoleRows::AttributesColumn),
             u"superuser"_s);
    QCOMPARE(m_window.cell(u"roleTable"_s, u"nextcloud"_s, ui::RoleRows::PasswordColumn),
             u"scram"_s);
    QCOMPARE(m_window.cell(u"roleTable"_s, u"openproject"_s, ui::RoleRows::PasswordColumn),
             u"none"_s);
}

void TestSharedServer::compareFindings()
{
    const auto has = [this](const QString &role, const QString &title) {
        if (!m_window.select(u"roleTable"_s, role))
            return false;
        return m_window.findings(u"roleDetail"_s).contains(title);
    };
    QVERIFY(has(u"mcp"_s, u"3 databases share the role mcp"_s));
    QVERIFY(has(u"mcp"_s, u"mcp has no password"_s));
    QVERIFY(has(u"admin"_s, u"The application role admin is a superuser"_s));
    QVERIFY(has(u"postfixadmin"_s, u"postfixadmin has an MD5 password"_s));
    QVERIFY(has(u"openproject"_s, u"openproject has no password"_s));
    m_window.window().openPanel(u"databases"_s);
    QVERIFY(m_window.select(u"databaseTable"_s, u"mcp_memory"_s));
    const QString writable = u"Everybody may create objects in the schema public of mcp_memory"_s;
    QTRY_VERIFY(m_window.findings(u"databaseDetail"_s).contains(writable));
}

// By pg_hba.conf, too: line 2 asks for a password, by SCRAM.
void TestSharedServer::compareLogins()
{
    m_window.click(u"chip-logins"_s);
    const auto said = [this](const QString &role, int column) {
        return m_window.cell(u"databaseLogins"_s, role, column);
    };
    QTRY_COMPARE(said(u"nextcloud"_s, 2), u"127.0.0.1/32 (scram-sha-256, line 2)"_s);
    QCOMPARE(said(u"nextcloud"_s, 1), u"yes"_s);
    QCOMPARE(said(u"mcp"_s, 1), u"no"_s);
    QCOMPARE(said(u"mcp"_s, 3), u"line 2 asks for a password, and it has none"_s);
    QCOMPARE(said(u"postfixadmin"_s, 1), u"no"_s);
    QCOMPARE(said(u"postgres"_s, 1), u"partly"_s);
    QCOMPARE(said(u"postgres"_s, 2), u"local socket (trust, line 1)"_s);
}

void TestSharedServer::saveSettings(ui::SettingsDialog &settings)
{
    m_dotEnv = m_window.home(u".env"_s);
    QFile::remove(m_dotEnv);
    part<QPushButton>(&settings, "saveEnv")->click();
    emit settings.findChild<QFileDialog *>()->fileSelected(m_dotEnv);
    QTRY_VERIFY(part<QLabel>(&settings, "messageTitle")->text().contains(u"by you alone"_s));
    const QFile::Permissions others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QCOMPARE(QFileInfo(m_dotEnv).permissions() & others, QFile::Permissions());
    QVERIFY(!QFileInfo(m_dotEnv).permission(QFile::ExeOwner));
}

void TestSharedServer::makeApplication()
{
    m_window.click(u"change-newButton"_s);
    auto *ask = shown<ui::NewApplicationDialog>();
    QVERIFY(ask);
    auto *extensions = part<QListWidget>(ask, "extensions");
    QTRY_VERIFY(extensions->count() > 5); // as the server has them
    QTest::keyClicks(part<QLineEdit>(ask, "applicationName"), u"shop"_s);
    auto *filter = part<QLineEdit>(ask, "extensionFilter");
    for (const QString &name : {u"pg_trgm"_s, u"btree_gist"_s, u"uuid-ossp"_s}) {
        filter->clear();
        QTest::keyClicks(filter, name);
        QTest::keyClick(filter, Qt::Key_Return);
    }
    part<QPushButton>(ask, "showSql")->click();
    auto *dialog = shown<ui::ChangeDialog>();
    QVERIFY(dialog);
    part<QPushButton>(dialog, "run")->click();
    auto *next = part<QPushButton>(dialog, "next");
    QTRY_VERIFY_WITH_TIMEOUT(next->isVisible(), 30'000);
    next->click();
    auto *settings = shown<ui::SettingsDialog>();
    QVERIFY(settings);
    saveSettings(*settings);
    settings->reject();
    QTRY_VERIFY(!shown<QDialog>());
}

// A new connection, with what the file says and nothing else.
void TestSharedServer::connectAsApplication()
{
    QFile file(m_dotEnv);
    QVERIFY(file.open(QFile::ReadOnly));
    const pg::ConnectionSpec spec = specOfDotEnv(file.readAll());
    m_generated = spec.value(u"password"_s).toUtf8();
    QCOMPARE(m_generated.size(), 24);
    auto session = TestSession::open(spec);
    QVERIFY_RESULT(session);
    QCOMPARE(session->run("SELECT current_user, current_database()"), "shop|shop");
    QCOMPARE(session->run("SELECT string_agg(extname, ',' ORDER BY extname) FROM pg_extension "
                          "WHERE extname <> 'plpgsql'"),
             "btree_gist,pg_trgm,uuid-ossp");
    QVERIFY_RESULT(session->run("CREATE TABLE goods (name text)"));
    QVERIFY_RESULT(session->run("CREATE INDEX ON goods USING gin (name gin_trgm_ops)"));
    pg::ConnectionSpec other = spec;
    other.set(u"dbname"_s, u"nextcloud"_s);
    QVERIFY_RESULT(TestSession::open(other)); // which PUBLIC may connect to
    QVERIFY(!TestSession::open(m_servers->application(u"nextcloud"_s, u"shop"_s, u"files"_s)));
}

// The panel itself looks into what is selected, and is a session there until it has.
void TestSharedServer::selectUnused(const QString &database)
{
    QVERIFY(m_window.select(u"databaseTable"_s, database));
    QTRY_VERIFY(m_window.cell(u"databaseTable"_s, database, 9) != u"–"_s);
    QTRY_COMPARE_WITH_TIMEOUT(
        sql("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database.toUtf8() + '\''),
        "0", 15'000);
}

// Known to be used: the button says by whom. Used since: the dialog does.
void TestSharedServer::refuseToDrop()
{
    QVERIFY(m_window.select(u"databaseTable"_s, u"nextcloud"_s));
    auto *button = m_window.find<QPushButton>(u"change-dropButton"_s);
    QVERIFY(!button->isEnabled());
    QVERIFY2(button->accessibleDescription().contains(u"nextcloud (files)"_s),
             qUtf8Printable(button->accessibleDescription()));
    selectUnused(u"guacamole_db"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), 15'000);
    const auto session =
        TestSession::open(m_servers->application(u"guacamole"_s, u"guacamole_db"_s, u"desk"_s));
    QVERIFY_RESULT(session);
    emit m_window.find<ui::InventoryPage>(u"databases"_s)
        ->changeRequested(u"drop"_s,
                          m_window.find<ui::LazyTable>(u"databaseTable"_s)->currentKey().value());
    QTRY_VERIFY(shown<ui::ChangeDialog>());
    auto *dialog = shown<ui::ChangeDialog>();
    const QLabel *refusal =
        part<QWidget>(dialog, "refusal")->findChild<QLabel *>(u"messageTitle"_s);
    QCOMPARE(refusal->text(), u"1 session is connected to it: guacamole (desk)"_s);
    QVERIFY(!part<QPushButton>(dialog, "run")->isEnabled());
    dialog->reject();
    QTRY_VERIFY(!shown<QDialog>());
    QCOMPARE(sql("SELECT count(*) FROM pg_database WHERE datname = 'guacamole_db'"), "1");
}

// By its name, with its size and its last activity in sight.
void TestSharedServer::drop(const QString &database)
{
    selectUnused(database);
    auto *button = m_window.find<QPushButton>(u"change-dropButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), 15'000);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY(shown<ui::ChangeDialog>());
    auto *dialog = shown<ui::ChangeDialog>();
    QStringList facts;
    for (const QLabel *each : dialog->findChildren<QLabel *>())
        facts.append(each->text());
    QVERIFY2(!facts.filter(u"MB"_s).isEmpty() && !facts.filter(u"nobody is connected"_s).isEmpty(),
             qUtf8Printable(facts.join(u'|')));
    auto *run = part<QPushButton>(dialog, "run");
    QVERIFY(!run->isEnabled());
    QTest::keyClicks(part<QLineEdit>(dialog, "typedWord"), database);
    QVERIFY(run->isEnabled());
    run->click();
    QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>(dialog, "statementOutcome"), 20'000);
    dialog->reject();
    QTRY_VERIFY(!shown<QDialog>());
    QCOMPARE(sql("SELECT count(*) FROM pg_database WHERE datname = '" + database.toUtf8() + '\''),
             "0");
    QTRY_COMPARE_WITH_TIMEOUT(m_window.rowWith(u"databaseTable"_s, database), -1, 15'000);
}

// Who did what is written down; what nobody may read is not, neither here nor in the servers' logs.
void TestSharedServer::compareTraces()
{
    QFile file(m_window.home(u"state/pgvigil/actions.jsonl"_s));
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray audit = file.readAll();
    QVERIFY(audit.contains("CREATE DATABASE \\\"shop\\\"") && audit.contains("CREATE EXTENSION") &&
            audit.contains("uuid-ossp"));
    QVERIFY(audit.contains("DROP DATABASE \\\"openproject_production\\\""));
    const QByteArray logs = m_servers->main.log() + m_servers->keycloak.log();
    QVERIFY(logs.contains("CREATE ROLE \"shop\"") && logs.contains("SCRAM-SHA-256$"));
    QVERIFY(!audit.contains("SCRAM-SHA-256$"));
    for (const QByteArray &secret : {m_generated, QByteArray(SharedServers::AdminPassword),
                                     QByteArray(SharedServers::KeycloakPassword), "p:with"_ba}) {
        QVERIFY(!secret.isEmpty());
        QVERIFY(!audit.contains(secret));
        QVERIFY(!logs.contains(secret));
    }
}

void TestSharedServer::fromImportToDrop()
{
    QFETCH(const int, version);
    m_servers = std::make_unique<SharedServers>(version);
    QVERIFY_RESULT(m_servers->start());
    const auto nextcloud =
        TestSession::open(m_servers->application(u"nextcloud"_s, u"nextcloud"_s, u"files"_s));
    QVERIFY_RESULT(nextcloud);
    QFile::remove(m_window.home(u"config/pgvigil/profiles.json"_s));
    QFile::remove(m_window.home(u"state/pgvigil/actions.jsonl"_s));
    QVERIFY(m_window.start());
    using Step = void (TestSharedServer::*)();
    const auto run = [this](std::initializer_list<Step> steps) {
        for (const Step step : steps) {
            if (!QTest::currentTestFailed())
                (this->*step)();
        }
    };
    run({&TestSharedServer::import, &TestSharedServer::checkProfiles});
    openServer(u"Keycloak PostgreSQL"_s);
    QCOMPARE(m_servers->keycloak.sql(
                 "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = 'keycloak'"),
             "t");
    openServer(u"Main PostgreSQL"_s);
    run({&TestSharedServer::compareInventory, &TestSharedServer::compareFindings,
         &TestSharedServer::compareLogins, &TestSharedServer::makeApplication,
         &TestSharedServer::connectAsApplication, &TestSharedServer::refuseToDrop});
    if (!QTest::currentTestFailed())
        drop(u"openproject_production"_s);
    run({&TestSharedServer::compareTraces});
}

QTEST_MAIN(TestSharedServer)
#include "tst_sharedserver.moc"
