// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/baselineview.h"
#include "inventory/inventoryreader.h"
#include "support/testserver.h"
#include "widgets/theme.h"
#include "window/baselinelink.h"
#include "window/inventoryreader.h"
#include "window/serverlist.h"

#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using inventory::Baseline;
using inventory::BaselineStore;

/// From the buttons of the view to the files, over the threads of the program.
class TestBaselineLink : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void keepsWhatWasAskedFor();
    void keepsItWhileAnotherServerIsLookedAt();
    void saysThatItForgotNothing();
    void saysThatTheConnectionWent();

private:
    std::vector<Baseline> kept(const QString &database) const
    {
        return BaselineStore(m_home.filePath(u"baselines"_s)).list(m_id, database).baselines;
    }
    QString note() const { return m_view->findChild<QLabel *>(u"baselineNote"_s)->text(); }

    QTemporaryDir m_home;
    std::unique_ptr<tests::TestServer> m_server;
    QThread m_ioThread;
    std::unique_ptr<pgaccess::ProfileStore> m_profiles;
    std::unique_ptr<pgaccess::SecretStore> m_secrets;
    std::unique_ptr<app::ServerList> m_servers;
    std::unique_ptr<ui::BaselineView> m_view;
    std::unique_ptr<app::BaselineLink> m_link;
    QString m_id;
    inventory::Oid m_shop = 0;
    inventory::Oid m_postgres = 0;
};

void TestBaselineLink::initTestCase()
{
    new ui::Theme(*qApp, qApp);
    m_server =
        std::make_unique<tests::TestServer>(tests::ServerSetup{.version = tests::anyServer()});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("CREATE DATABASE shop"));
    QVERIFY_RESULT(m_server->sql("CREATE TABLE orders AS SELECT 1 AS id"));
    pg::Connection connection;
    QVERIFY_RESULT(QCoro::waitFor(connection.open({.spec = m_server->spec()})));
    const auto read = QCoro::waitFor(inventory::readInventory(&connection));
    QVERIFY_RESULT(read);
    m_shop = std::ranges::find(read->databases, u"shop"_s, &inventory::Database::name)->oid;
    m_postgres = std::ranges::find(read->databases, u"postgres"_s, &inventory::Database::name)->oid;
    m_ioThread.start();
    m_profiles = std::make_unique<pgaccess::ProfileStore>(m_home.filePath(u"profiles.json"_s));
    m_secrets = std::make_unique<pgaccess::SecretStore>(u"org.pgvigil.test.baselinelink"_s);
    m_servers =
        std::make_unique<app::ServerList>(*m_profiles, *m_secrets, m_ioThread,
                                          actions::AuditLog(m_home.filePath(u"actions.jsonl"_s)));
    m_id = m_servers->addTemporary(m_server->spec().toKeywords(), u"practice"_s);
    m_view = std::make_unique<ui::BaselineView>();
    m_link =
        std::make_unique<app::BaselineLink>(*m_servers, *m_view, m_home.filePath(u"baselines"_s));
    m_link->setInventory(std::make_shared<const inventory::Inventory>(*read));
}

void TestBaselineLink::init()
{
    m_servers->setCurrent(m_id);
    QTRY_VERIFY(m_servers->link(m_id) && m_servers->link(m_id)->snapshot());
}

void TestBaselineLink::cleanupTestCase()
{
    m_link.reset();
    m_servers->closeAll();
    m_ioThread.quit();
    m_ioThread.wait();
}

// One is looked at after the other, faster than the server counts.
void TestBaselineLink::keepsWhatWasAskedFor()
{
    const QSignalSpy answered(m_servers->link(m_id)->inventory(),
                              &app::InventoryReader::baselineRead);
    emit m_view->saveWanted(m_postgres, u"before"_s, true);
    emit m_view->compareWanted(m_shop, false);
    QTRY_COMPARE(answered.size(), 2);
    QTRY_COMPARE(kept(u"postgres"_s).size(), 1U);
    const Baseline baseline = kept(u"postgres"_s).front();
    QCOMPARE(baseline.name, u"before"_s);
    QCOMPARE(baseline.server, u"practice"_s);
    QCOMPARE(baseline.tables.size(), 1U);
    QCOMPARE(baseline.tables.front().rows, 1);
    QVERIFY(kept(u"shop"_s).empty());
}

void TestBaselineLink::keepsItWhileAnotherServerIsLookedAt()
{
    emit m_view->saveWanted(m_shop, u"elsewhere"_s, false);
    m_servers->setCurrent(u"nowhere"_s);
    QTRY_COMPARE(kept(u"shop"_s).size(), 1U);
    QCOMPARE(kept(u"shop"_s).front().serverId, m_id);
}

// The list that comes after a removal does not wipe the reason away.
void TestBaselineLink::saysThatItForgotNothing()
{
    emit m_view->removeWanted({.name = u"never saved"_s, .serverId = m_id});
    QTRY_VERIFY(note().contains(u"No such file"_s));
    QTest::qWait(200); // long enough for what could come after it
    QVERIFY(note().contains(u"No such file"_s));
}

void TestBaselineLink::saysThatTheConnectionWent()
{
    auto contents = std::make_shared<inventory::DatabaseContents>();
    contents->database = m_shop;
    m_view->showContents(contents);
    emit m_view->compareWanted(m_shop, true);
    m_servers->link(m_id)->close();
    QTRY_VERIFY(note().contains(u"was closed"_s));
}

QTEST_MAIN(TestBaselineLink)
#include "tst_baselinelink.moc"
