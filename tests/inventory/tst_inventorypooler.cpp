// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults/pooler.h"
#include "inventory/inventoryfixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace inventory;
using namespace tests;

/// The inventory through a pooler, where all statements share one transaction.
class TestInventoryPooler final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void readsTheSame_data();
    void readsTheSame();
};

void TestInventoryPooler::initTestCase()
{
    if (faults::Pooler::program().isEmpty() || anyServer() == 0)
        QSKIP("There is no pgbouncer or no PostgreSQL server.");
}

void TestInventoryPooler::readsTheSame_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("session") << u"session"_s;
    QTest::newRow("transaction") << u"transaction"_s;
}

void TestInventoryPooler::readsTheSame()
{
    QFETCH(const QString, mode);
    InventoryFixture fixture(anyServer());
    QVERIFY_RESULT(fixture.start());
    QVERIFY_RESULT(fixture.server.sql("CREATE ROLE team; CREATE ROLE app LOGIN IN ROLE team"));
    faults::Pooler pooler(fixture.server, mode);
    QVERIFY_RESULT(pooler.start());
    const auto direct = fixture.read();
    QVERIFY_RESULT(direct);
    pg::Connection connection;
    QVERIFY_RESULT(QCoro::waitFor(connection.open({.spec = pooler.spec()})));
    QVERIFY(connection.facts().pooled);
    const auto read = QCoro::waitFor(readInventory(&connection));
    QVERIFY_RESULT(read);
    QCOMPARE(read->ourRole, direct->ourRole);
    QVERIFY(read->memberships == direct->memberships);
    QVERIFY(std::ranges::equal(read->roles, direct->roles, {}, &Role::name, &Role::name));
    QVERIFY(std::ranges::equal(read->roles, direct->roles, {}, &Role::password, &Role::password));
    QVERIFY(
        std::ranges::equal(read->databases, direct->databases, {}, &Database::acl, &Database::acl));
    // One that is gone does not take the others with it.
    const Oid known = databaseNamed(*read, u"postgres"_s).oid;
    const auto sizes = QCoro::waitFor(readDatabaseSizes(&connection, {900'000, known}));
    QVERIFY_RESULT(sizes);
    QVERIFY(!sizes->at(900'000) && sizes->at(known).value_or(0) > 1'000'000);
}

QTEST_GUILESS_MAIN(TestInventoryPooler)
#include "tst_inventorypooler.moc"
