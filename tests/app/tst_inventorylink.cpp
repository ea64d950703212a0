// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/databasespage.h"
#include "roles/rolespage.h"
#include "support/testserver.h"
#include "widgets/theme.h"
#include "window/inventorylink.h"
#include "window/serverlist.h"

#include <KSyntaxHighlighting/Repository>

#include <QApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// Roles and databases of a server on their way to the panels, over the threads of the program.
class TestInventoryLink : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void readsAnewAfterTheConnectionWasMadeAnew();
    void asksAgainWhatWasNotAnswered();

private:
    inventory::Oid oidOf(const QString &database) const
    {
        return std::ranges::find(m_shown->databases, database, &inventory::Database::name)->oid;
    }

    QTemporaryDir m_home;
    std::unique_ptr<tests::TestServer> m_server;
    QThread m_ioThread;
    std::unique_ptr<pgaccess::ProfileStore> m_profiles;
    std::unique_ptr<pgaccess::SecretStore> m_secrets;
    std::unique_ptr<app::ServerList> m_servers;
    KSyntaxHighlighting::Repository m_repository;
    std::unique_ptr<ui::RolesPage> m_roles;
    std::unique_ptr<ui::DatabasesPage> m_databases;
    std::unique_ptr<app::InventoryLink> m_link;
    inventory::InventoryPtr m_shown;
    ui::KnownContentsPtr m_known;
    QString m_id;
};

void TestInventoryLink::initTestCase()
{
    new ui::Theme(*qApp, qApp);
    m_server =
        std::make_unique<tests::TestServer>(tests::ServerSetup{.version = tests::anyServer()});
    QVERIFY_RESULT(m_server->start());
    m_ioThread.start();
    m_profiles = std::make_unique<pgaccess::ProfileStore>(m_home.filePath(u"profiles.json"_s));
    m_secrets = std::make_unique<pgaccess::SecretStore>(u"org.pgvigil.test.inventorylink"_s);
    m_servers =
        std::make_unique<app::ServerList>(*m_profiles, *m_secrets, m_ioThread,
                                          actions::AuditLog(m_home.filePath(u"actions.jsonl"_s)));
    m_roles = std::make_unique<ui::RolesPage>();
    m_databases = std::make_unique<ui::DatabasesPage>(m_repository);
    m_link = std::make_unique<app::InventoryLink>(
        *m_servers, app::InventoryLink::Panels{*m_roles, *m_databases});
    connect(m_link.get(), &app::InventoryLink::inventoryShown, this,
            [this](const inventory::InventoryPtr &shown) { m_shown = shown; });
    connect(m_link.get(), &app::InventoryLink::contentsKnown, this,
            [this](const ui::KnownContentsPtr &known) { m_known = known; });
    m_id = m_servers->addTemporary(m_server->spec().toKeywords(), u"practice"_s);
}

void TestInventoryLink::init()
{
    m_shown.reset();
    m_servers->setCurrent(m_id);
    m_link->showServer(m_id);
    QTRY_VERIFY_WITH_TIMEOUT(m_shown, 20'000);
}

void TestInventoryLink::cleanupTestCase()
{
    m_link.reset();
    m_servers->closeAll();
    m_ioThread.quit();
    m_ioThread.wait();
}

// What was asked of the connection before is never answered.
void TestInventoryLink::readsAnewAfterTheConnectionWasMadeAnew()
{
    emit m_databases->contentsWanted(oidOf(u"postgres"_s));
    QTRY_COMPARE(m_known->read.size(), 1U);
    m_shown.reset();
    m_link->refresh();
    m_servers->reconnect(m_id);
    QVERIFY(m_known->read.empty()); // it may lead to another server now
    QTRY_VERIFY_WITH_TIMEOUT(m_shown, 20'000);
}

void TestInventoryLink::asksAgainWhatWasNotAnswered()
{
    const QSignalSpy wanted(m_databases.get(), &ui::DatabasesPage::contentsWanted);
    m_databases->selectDatabase(oidOf(u"template1"_s));
    QCOMPARE(wanted.size(), 1);
    m_shown.reset();
    m_servers->reconnect(m_id);
    QTRY_VERIFY_WITH_TIMEOUT(m_shown, 20'000);
    m_databases->selectDatabase(oidOf(u"template0"_s)); // into which nobody looks
    m_databases->selectDatabase(oidOf(u"template1"_s));
    QCOMPARE(wanted.size(), 2);
}

QTEST_MAIN(TestInventoryLink)
#include "tst_inventorylink.moc"
