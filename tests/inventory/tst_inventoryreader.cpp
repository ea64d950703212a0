// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/inventoryfixture.h"

#include <QTest>

#include <map>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace inventory;
using namespace tests;

/// Reading the inventory where something is in the way: no rights, a dropped role, a locked
/// catalog.
class TestInventoryReader final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }
    void init();
    void cleanupTestCase() { m_fixtures.clear(); }

    void factsOfTheServer();
    void attributesOfRoles();
    void passwordKinds();
    void sessionsAreCounted();
    void ourOwnRoleDropped();
    void lockedCatalog_data();
    void lockedCatalog();
    void lockedUserTable();
    void sizesWithoutRight();
    void sizesOfWhatIsGone();
    void tellsSinceWhen();
    void closedConnection();

private:
    std::map<int, std::unique_ptr<InventoryFixture>> m_fixtures;
    InventoryFixture *m_fixture = nullptr;
    int m_version = 0;
};

void TestInventoryReader::init()
{
    QFETCH_GLOBAL(const int, version);
    m_version = version;
    auto &fixture = m_fixtures[version];
    const bool fresh = !fixture;
    if (fresh)
        fixture = std::make_unique<InventoryFixture>(version);
    m_fixture = fixture.get();
    if (fresh) {
        QVERIFY_RESULT(m_fixture->start());
        QVERIFY_RESULT(m_fixture->server.sql(
            "CREATE ROLE nobody LOGIN; CREATE ROLE shop LOGIN CREATEDB CONNECTION LIMIT 7 "
            "VALID UNTIL '2031-05-01 12:00:00.5+02' PASSWORD 'x'; COMMENT ON ROLE shop IS 'Ours';"
            "CREATE ROLE never LOGIN VALID UNTIL '-infinity'; "
            "CREATE ROLE always VALID UNTIL 'infinity' SUPERUSER NOINHERIT"));
        QVERIFY_RESULT(m_fixture->server.sql("CREATE DATABASE shut OWNER shop"));
        QVERIFY_RESULT(m_fixture->server.sql("REVOKE ALL ON DATABASE shut FROM PUBLIC"));
    }
    QVERIFY_RESULT(m_fixture->connectAs(u"postgres"_s));
}

void TestInventoryReader::factsOfTheServer()
{
    const auto read = m_fixture->read();
    QVERIFY_RESULT(read);
    QCOMPARE(read->serverVersion / 10000, m_version);
    QCOMPARE(read->ourRole, roleNamed(*read, u"postgres"_s).oid);
    QVERIFY(read->superuser);
    QCOMPARE(QString::number(read->maxConnections), m_fixture->lines("SHOW max_connections")[0]);
    QCOMPARE(QString::number(read->usableConnections),
             m_fixture->lines("SELECT current_setting('max_connections')::int - "
                              "current_setting('superuser_reserved_connections')::int")[0]);
    QCOMPARE(read->freezeMaxAge, 200'000'000);
    QCOMPARE(read->multixactFreezeMaxAge, 400'000'000);
    QVERIFY(read->takenAt > base::now() - 1h && read->takenAt < base::now() + 1h);
    QVERIFY(!databaseNamed(*read, u"template0"_s).allowConnections);
    QVERIFY(databaseNamed(*read, u"template1"_s).isTemplate);
    QCOMPARE(databaseNamed(*read, u"template1"_s).sizeBytes, std::nullopt);
}

void TestInventoryReader::attributesOfRoles()
{
    const auto read = m_fixture->read();
    QVERIFY_RESULT(read);
    const Role shop = roleNamed(*read, u"shop"_s);
    QVERIFY(shop.login && shop.createDatabase && shop.inherits);
    QVERIFY(!shop.superuser && !shop.createRole && !shop.replication && !shop.bypassRls);
    QCOMPARE(shop.connectionLimit, 7);
    QCOMPARE(shop.comment, u"Ours"_s);
    QCOMPARE(base::toIso(shop.validUntil.value()), u"2031-05-01T10:00:00.500000Z"_s);
    const Role always = roleNamed(*read, u"always"_s);
    QVERIFY(always.superuser && !always.login && !always.inherits);
    QCOMPARE(always.validUntil, std::nullopt);
    QVERIFY(roleNamed(*read, u"never"_s).validUntil.value() < base::now() - 24h * 365 * 1000);
    QVERIFY(roleNamed(*read, u"pg_monitor"_s).isPredefined());
}

void TestInventoryReader::passwordKinds()
{
    QVERIFY_RESULT(
        m_fixture->server.sql("SET password_encryption = 'md5'; CREATE ROLE old PASSWORD 'x'"));
    QVERIFY_RESULT(m_fixture->server.sql(
        "SET password_encryption = 'scram-sha-256'; CREATE ROLE fresh PASSWORD 'x'"));
    const auto read = m_fixture->read();
    QVERIFY_RESULT(read);
    QCOMPARE(roleNamed(*read, u"old"_s).password, PasswordKind::Md5);
    QCOMPARE(roleNamed(*read, u"fresh"_s).password, PasswordKind::Scram);
    QCOMPARE(roleNamed(*read, u"nobody"_s).password, PasswordKind::None);
    QVERIFY_RESULT(m_fixture->connectAs(u"nobody"_s));
    const auto seen = m_fixture->read();
    QVERIFY_RESULT(seen);
    QVERIFY(!seen->superuser);
    for (const Role &role : seen->roles)
        QCOMPARE(role.password, PasswordKind::Hidden);
    QCOMPARE(seen->roles.size(), read->roles.size());
    QVERIFY(!databaseNamed(*seen, u"shut"_s).canConnect);
    QVERIFY(databaseNamed(*seen, u"postgres"_s).canConnect);
    QVERIFY_RESULT(m_fixture->server.sql("DROP ROLE old, fresh"));
}

void TestInventoryReader::sessionsAreCounted()
{
    auto first = m_fixture->server.session(u"shop"_s);
    auto second = m_fixture->server.session(u"shop"_s);
    QVERIFY_RESULT(first);
    QVERIFY_RESULT(second);
    const QString start = m_fixture->lines(
        "SELECT to_char(max(backend_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        " FROM pg_stat_activity WHERE usename = 'shop'")[0];
    const auto read = m_fixture->read();
    QVERIFY_RESULT(read);
    const Role shop = roleNamed(*read, u"shop"_s);
    QCOMPARE(shop.connections, 2);
    QCOMPARE(base::toIso(shop.lastSeen.value()), start);
    const Database database = databaseNamed(*read, u"postgres"_s);
    QTRY_COMPARE(databaseNamed(m_fixture->read().value(), u"postgres"_s).connections, 3);
    QVERIFY(database.lastActivity >= shop.lastSeen);
    QVERIFY(database.transactions > 0);
    QCOMPARE(database.sessions.has_value(), m_version >= 14);
    QCOMPARE(roleNamed(*read, u"nobody"_s).lastSeen, std::nullopt);
    QCOMPARE(databaseNamed(*read, u"shut"_s).connections, 0);

    QVERIFY_RESULT(m_fixture->connectAs(u"nobody"_s));
    const auto seen = m_fixture->read();
    QVERIFY_RESULT(seen);
    QCOMPARE(roleNamed(*seen, u"shop"_s).connections, 2);
    QCOMPARE(roleNamed(*seen, u"shop"_s).lastSeen, std::nullopt);
}

// F18: every function that wants the name of our role fails.
void TestInventoryReader::ourOwnRoleDropped()
{
    QVERIFY_RESULT(m_fixture->server.sql("CREATE ROLE shortlived LOGIN"));
    QVERIFY_RESULT(m_fixture->connectAs(u"shortlived"_s));
    const Oid oid = m_fixture->lines("SELECT 'shortlived'::regrole::oid")[0].toUInt();
    QVERIFY_RESULT(m_fixture->server.sql("DROP ROLE shortlived"));
    const auto read = m_fixture->read();
    QVERIFY_RESULT(read);
    QCOMPARE(read->ourRole, oid);
    QCOMPARE(read->role(oid), nullptr);
    QVERIFY(databaseNamed(*read, u"postgres"_s).canConnect); // by PUBLIC
    QVERIFY(!databaseNamed(*read, u"shut"_s).canConnect);
    const auto sizes = m_fixture->sizes({databaseNamed(*read, u"postgres"_s).oid});
    QVERIFY_RESULT(sizes);
    QVERIFY(sizes->begin()->second.value_or(0) > 1'000'000);
}

void TestInventoryReader::lockedCatalog_data()
{
    QTest::addColumn<QByteArray>("catalog");
    QTest::newRow("roles") << "pg_authid"_ba;
    QTest::newRow("memberships") << "pg_auth_members"_ba;
    QTest::newRow("databases") << "pg_database"_ba;
}

// F21: a clear answer, soon, and the connection stays.
void TestInventoryReader::lockedCatalog()
{
    QFETCH(const QByteArray, catalog);
    auto locker = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(locker);
    QVERIFY_RESULT(locker->run("BEGIN; LOCK pg_catalog." + catalog + " IN ACCESS EXCLUSIVE MODE"));
    const auto during = m_fixture->read();
    QVERIFY(!during);
    QVERIFY2(isBusy(during.error()), why(during).constData());
    QVERIFY_RESULT(locker->run("ROLLBACK"));
    QVERIFY_RESULT(m_fixture->read());
}

void TestInventoryReader::lockedUserTable()
{
    auto locker = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(locker);
    QVERIFY_RESULT(locker->run("CREATE TABLE locked (a int)"));
    QVERIFY_RESULT(locker->run("BEGIN; LOCK locked IN ACCESS EXCLUSIVE MODE"));
    const auto read = m_fixture->read();
    QVERIFY_RESULT(read);
    const auto sizes = m_fixture->sizes({databaseNamed(*read, u"postgres"_s).oid});
    QVERIFY_RESULT(sizes);
    QVERIFY(sizes->begin()->second);
    QVERIFY_RESULT(locker->run("ROLLBACK; DROP TABLE locked"));
}

void TestInventoryReader::sizesWithoutRight()
{
    const auto read = m_fixture->read();
    QVERIFY_RESULT(read);
    const Oid shut = databaseNamed(*read, u"shut"_s).oid;
    const Oid open = databaseNamed(*read, u"postgres"_s).oid;
    const auto all = m_fixture->sizes({shut, open});
    QVERIFY_RESULT(all);
    QCOMPARE(QString::number(all->at(shut).value()),
             m_fixture->lines("SELECT pg_database_size('shut')")[0]);
    QVERIFY_RESULT(m_fixture->connectAs(u"nobody"_s));
    const auto some = m_fixture->sizes({shut, open});
    QVERIFY_RESULT(some);
    QCOMPARE(some->at(shut), std::nullopt);
    QVERIFY(some->at(open));
    const Inventory filled = withSizes(*read, *some);
    QCOMPARE(filled.database(open)->sizeBytes, some->at(open));
    QCOMPARE(filled.database(shut)->sizeBytes, std::nullopt);
    QVERIFY(!m_fixture->server.log().contains("permission denied for database"));
}

void TestInventoryReader::sizesOfWhatIsGone()
{
    std::vector<Oid> wanted;
    for (Oid oid = 900'000; oid < 900'040; ++oid)
        wanted.push_back(oid);
    const auto read = m_fixture->read();
    QVERIFY_RESULT(read);
    wanted.push_back(databaseNamed(*read, u"shut"_s).oid);
    const auto sizes = m_fixture->sizes(wanted);
    QVERIFY_RESULT(sizes);
    QCOMPARE(sizes->size(), wanted.size());
    QCOMPARE(std::ranges::count_if(*sizes, [](const auto &one) { return one.second.has_value(); }),
             1);
}

// Counters begin anew after a crash, and the server says when.
void TestInventoryReader::tellsSinceWhen()
{
    const Timestamp before = base::now();
    QVERIFY_RESULT(m_fixture->server.sql("CREATE DATABASE fresh"));
    const auto read = m_fixture->read();
    QVERIFY_RESULT(read);
    const auto made = databaseNamed(*read, u"fresh"_s).existsSince;
    QVERIFY(made && *made >= before - 2s && *made <= base::now());
    QVERIFY(read->countersSince && *read->countersSince < before);
    QVERIFY_RESULT(m_fixture->connectAs(u"nobody"_s));
    const auto asNobody = m_fixture->read();
    QVERIFY_RESULT(asNobody);
    QVERIFY(!databaseNamed(*asNobody, u"fresh"_s).existsSince);
    QCOMPARE(asNobody->countersSince, read->countersSince);
    m_fixture->server.stop(TestServer::Stop::Immediate);
    QVERIFY_RESULT(m_fixture->server.start());
    QVERIFY_RESULT(m_fixture->connectAs(u"postgres"_s));
    const auto after = m_fixture->read();
    QVERIFY_RESULT(after);
    QVERIFY(after->countersSince >= before);
    QVERIFY(databaseNamed(*after, u"fresh"_s).existsSince >= made); // recovery may write it again
}

void TestInventoryReader::closedConnection()
{
    m_fixture->connection.close();
    QVERIFY(!m_fixture->read());
    QVERIFY(!m_fixture->sizes({1, 5}));
    QVERIFY(m_fixture->sizes({}));
}

QTEST_GUILESS_MAIN(TestInventoryReader)
#include "tst_inventoryreader.moc"
