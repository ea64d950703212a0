// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/findings.h"
#include "inventory/inventoryfixture.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace inventory;
using namespace tests;

namespace {

constexpr Timestamp Now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};

// A server with nothing to say about it: a monitoring role, a role with its database.
Inventory calm()
{
    Inventory inventory{
        .serverVersion = 170000, .freezeMaxAge = 200'000'000, .multixactFreezeMaxAge = 400'000'000};
    inventory.roles = {{.oid = 10, .name = u"postgres"_s, .superuser = true, .login = true},
                       {.oid = 3373, .name = u"pg_monitor"_s},
                       {.oid = 20000, .name = u"watch"_s, .login = true},
                       {.oid = 20001, .name = u"app"_s, .login = true}};
    inventory.memberships = {{.role = 3373, .member = 20000, .grantor = 10}};
    inventory.databases = {{.oid = 5, .name = u"postgres"_s, .owner = 10, .sessions = 1},
                           {.oid = 30000, .name = u"shop"_s, .owner = 20001, .sessions = 1}};
    return inventory;
}

Role &app(Inventory &inventory)
{
    return inventory.roles.back();
}

Database &shop(Inventory &inventory)
{
    return inventory.databases.back();
}

// "warning md5_password app: ALTER …"
QString text(const std::vector<Finding> &findings, const Inventory &inventory)
{
    QStringList lines;
    for (const Finding &one : findings) {
        const Role *role = one.kind == SubjectKind::Role ? inventory.role(one.subject) : nullptr;
        const Database *database =
            one.kind == SubjectKind::Database ? inventory.database(one.subject) : nullptr;
        lines += severityName(one.severity) + QLatin1StringView(" ") + findingName(one.id) + u' ' +
                 (role       ? role->name
                  : database ? database->name
                             : one.name) +
                 u": "_s + one.sql.join(u"; "_s);
    }
    return lines.join(u'\n');
}

QString textOf(const Inventory &inventory)
{
    return text(inventoryFindings(inventory, {.now = Now}), inventory);
}

} // namespace

/// What is said about roles and databases, and that the SQL that is proposed works.
class TestFindings final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }

    void nothingToSay();
    void powersOfApplications();
    void passwords();
    void expiry_data();
    void expiry();
    void limits_data();
    void limits();
    void unusedRoles();
    void unusedDatabases();
    void ages();
    void monitoringRole();
    void namesThatAreNoText();
    void contents();
    void sharedServer();
};

void TestFindings::nothingToSay()
{
    QCOMPARE(textOf(calm()), u""_s);
}

void TestFindings::powersOfApplications()
{
    Inventory inventory = calm();
    app(inventory).createRole = true;
    app(inventory).bypassRls = true;
    QCOMPARE(textOf(inventory), u"warning app_bypasses_rls app: ALTER ROLE \"app\" NOBYPASSRLS\n"
                                "warning app_creates_roles app: ALTER ROLE \"app\" NOCREATEROLE"_s);
    app(inventory).superuser = true;
    QCOMPARE(textOf(inventory), u"warning app_superuser app: ALTER ROLE \"app\" NOSUPERUSER"_s);
    QCOMPARE(inventoryFindings(inventory, {.now = Now})[0].related, std::vector<Oid>{30000});
    // Somebody who looks after the server, and owns nothing of an application.
    shop(inventory).owner = 20000;
    app(inventory).connections = 1;
    QCOMPARE(textOf(inventory), u""_s);
    inventory.owned = {{.role = 20001, .database = 30000, .count = 1}};
    QVERIFY(isApplicationRole(inventory, app(inventory)));
    QVERIFY(textOf(inventory).startsWith("warning app_superuser"_L1));
}

void TestFindings::passwords()
{
    Inventory inventory = calm();
    for (Role &role : inventory.roles)
        role.password = PasswordKind::None;
    QCOMPARE(textOf(inventory),
             u"warning no_password watch: ALTER ROLE \"watch\" PASSWORD :'password'\n"
             "warning no_password app: ALTER ROLE \"app\" PASSWORD :'password'\n"
             "info no_password postgres: ALTER ROLE \"postgres\" PASSWORD :'password'"_s);
    for (Role &role : inventory.roles)
        role.password = PasswordKind::Scram;
    app(inventory).password = PasswordKind::Md5;
    QCOMPARE(textOf(inventory),
             u"warning md5_password app: ALTER ROLE \"app\" PASSWORD :'password'"_s);
}

void TestFindings::expiry_data()
{
    QTest::addColumn<Timestamp>("until");
    QTest::addColumn<QString>("expected");
    const auto text = [](const QString &name) {
        return u"warning %1 app: ALTER ROLE \"app\" PASSWORD :'password' "
               "VALID UNTIL :'until'"_s.arg(name);
    };
    QTest::newRow("long ago") << Now - 24h * 400 << text(u"password_expired"_s);
    QTest::newRow("just now") << Now - 1us << text(u"password_expired"_s);
    QTest::newRow("this moment") << Now << text(u"password_expires_soon"_s);
    QTest::newRow("in 14 days") << Now + 24h * 14 << text(u"password_expires_soon"_s);
    QTest::newRow("later") << Now + 24h * 14 + 1us << u""_s;
}

void TestFindings::expiry()
{
    QFETCH(const Timestamp, until);
    Inventory inventory = calm();
    app(inventory).validUntil = until;
    QTEST(textOf(inventory), "expected");
}

void TestFindings::limits_data()
{
    QTest::addColumn<int>("used");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QString>("severity");
    QTest::newRow("none") << 900 << -1 << u""_s;
    QTest::newRow("shut on purpose") << 0 << 0 << u""_s;
    QTest::newRow("79 %") << 79 << 100 << u""_s;
    QTest::newRow("80 %") << 80 << 100 << u"warning"_s;
    QTest::newRow("full") << 100 << 100 << u"critical"_s;
    QTest::newRow("one of one") << 1 << 1 << u"critical"_s;
}

void TestFindings::limits()
{
    QFETCH(const int, used);
    QFETCH(const int, limit);
    QFETCH(const QString, severity);
    const auto expected = [&](const QString &rest) {
        return severity.isEmpty() ? QString()
                                  : severity + rest + u" CONNECTION LIMIT %1"_s.arg(2 * limit);
    };
    Inventory inventory = calm();
    app(inventory).connections = used;
    app(inventory).connectionLimit = limit;
    QCOMPARE(textOf(inventory), expected(u" role_limit_near app: ALTER ROLE \"app\""_s));
    inventory = calm();
    shop(inventory).connections = used;
    shop(inventory).connectionLimit = limit;
    QCOMPARE(textOf(inventory), expected(u" database_limit_near shop: ALTER DATABASE \"shop\""_s));
}

void TestFindings::unusedRoles()
{
    Inventory inventory = calm();
    inventory.ourRole = 20003;
    inventory.roles.push_back({.oid = 20002, .name = u"left"_s});
    inventory.roles.push_back({.oid = 20003, .name = u"we"_s, .login = true});
    QCOMPARE(textOf(inventory), u"info role_unused left: DROP ROLE \"left\""_s);
    Inventory owner = inventory;
    owner.owned = {{.role = 20002, .database = 0, .count = 1}};
    QCOMPARE(textOf(owner), u""_s);
    Inventory group = inventory;
    group.memberships.push_back({.role = 20002, .member = 20001});
    QCOMPARE(textOf(group), u""_s);
    inventory.roles[4].connections = 1;
    QCOMPARE(textOf(inventory), u""_s);
}

void TestFindings::unusedDatabases()
{
    Inventory inventory = calm();
    shop(inventory).sessions = 0;
    shop(inventory).statsReset = Now - 50h;
    shop(inventory).existsSince = Now - 90h;
    QCOMPARE(textOf(inventory),
             u"info database_unused shop: ALTER DATABASE \"shop\" ALLOW_CONNECTIONS false"_s);
    QCOMPARE(inventoryFindings(inventory, {.now = Now})[0].when, Now - 50h);
    QCOMPARE(inventoryFindings(inventory, {.now = Now})[0].basis, UnusedBasis::Counters);
    Inventory used = inventory;
    shop(used).connections = 1;
    QCOMPARE(textOf(used), u""_s);
    shop(inventory).written = 1;
    QCOMPARE(textOf(inventory), u""_s);
}

void TestFindings::ages()
{
    Inventory inventory = calm();
    shop(inventory).xidAge = 199'999'999;
    shop(inventory).mxidAge = 399'999'999;
    QCOMPARE(textOf(inventory), u""_s);
    shop(inventory).xidAge = 1'000'000'001;
    shop(inventory).mxidAge = 400'000'000;
    QCOMPARE(textOf(inventory), u"critical xid_age shop: VACUUM (FREEZE)\n"
                                "warning mxid_age shop: VACUUM (FREEZE)"_s);
    QCOMPARE(inventoryFindings(inventory, {.now = Now})[0].database, 30000U);
}

void TestFindings::monitoringRole()
{
    const QString expected =
        u"info no_monitoring_role : CREATE ROLE \"%1\" LOGIN CONNECTION LIMIT 4 PASSWORD "
        ":'password'; GRANT pg_monitor TO \"%1\"; GRANT pg_signal_backend TO \"%1\""_s;
    Inventory inventory = calm();
    inventory.roles[2].superuser = true; // needs no membership
    QCOMPARE(textOf(inventory), expected.arg(u"pgvigil"_s));
    inventory = calm();
    inventory.memberships[0].inherit = false;
    inventory.roles[2].name = u"pgvigil"_s;
    QCOMPARE(textOf(inventory), expected.arg(u"pgvigil_2"_s));
}

// A statement with a name that is not the real one could hit another role.
void TestFindings::namesThatAreNoText()
{
    Inventory inventory = calm();
    app(inventory).createRole = true;
    app(inventory).name = u"a\uFFFDb"_s;
    QCOMPARE(inventoryFindings(inventory, {.now = Now})[0].sql, QStringList());
    app(inventory).name = u"a\"; DROP ROLE x; --%1"_s;
    QCOMPARE(inventoryFindings(inventory, {.now = Now})[0].sql[0],
             u"ALTER ROLE \"a\"\"; DROP ROLE x; --%1\" NOCREATEROLE"_s);
}

void TestFindings::contents()
{
    DatabaseContents contents{.database = 30000};
    contents.schemas = {
        {.oid = 1, .name = u"public"_s, .acl = {{.grantee = 0, .privileges = u"UC"_s}}},
        {.oid = 2,
         .name = u"private"_s,
         .acl = {{.grantee = 0, .privileges = u"U"_s}, {.grantee = 7, .privileges = u"UC"_s}}}};
    contents.extensions = {
        {.name = u"pg_trgm"_s, .version = u"1.5"_s, .availableVersion = u"1.6"_s},
        {.name = u"plpgsql"_s, .version = u"1.0"_s, .availableVersion = u"1.0"_s}};
    QCOMPARE(text(contentsFindings({}, contents), {}),
             u"warning public_schema_writable public: REVOKE CREATE ON SCHEMA \"public\" FROM "
             "PUBLIC\ninfo extension_outdated pg_trgm: ALTER EXTENSION \"pg_trgm\" UPDATE"_s);
}

// Case 4: one server, many applications. What is found is mended by the SQL that stands beside it.
void TestFindings::sharedServer()
{
    QFETCH_GLOBAL(const int, version);
    InventoryFixture fixture(version);
    QVERIFY_RESULT(fixture.start());
    QFile file(QStringLiteral(PGVIGIL_TEST_DATA "/inventory/case-4.sql"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const QByteArray &statement : file.readAll().split(';')) {
        if (!statement.trimmed().isEmpty())
            QVERIFY_RESULT(fixture.server.sql(statement));
    }
    QVERIFY_RESULT(fixture.server.sql("ALTER ROLE ALL SET password_encryption = 'scram-sha-256'"));
    Inventory inventory = fixture.read().value();
    // Made just now, so that nothing can be called unused of its databases; in two days it can.
    const QString early = text(inventoryFindings(inventory, {.now = base::now()}), inventory);
    QVERIFY2(!early.contains("database_unused"_L1), qPrintable(early));
    const FindingOptions later{.now = base::now() + 48h};
    const QString found = text(inventoryFindings(inventory, later), inventory);
    QVERIFY(found.contains("warning shared_login mcp: "_L1));
    QCOMPARE(found.count("shared_login"_L1), 1);
    QVERIFY(found.contains("warning app_superuser admin: "_L1));
    QCOMPARE(found.count("app_superuser"_L1), 1);
    for (const QString &role : {u"admin"_s, u"nextcloud"_s, u"mcp"_s, u"postfixadmin"_s})
        QVERIFY2(found.contains(u"warning no_password %1: "_s.arg(role)), qPrintable(found));
    QVERIFY(found.contains("no_monitoring_role"_L1));
    QVERIFY(found.contains("database_unused guacamole_db"_L1));

    for (const Finding &finding : inventoryFindings(inventory, later)) {
        if (finding.id == FindingId::SharedLogin) {
            QStringList names;
            for (const Oid oid : finding.related)
                names += inventory.database(oid)->name;
            names.sort();
            QCOMPARE(names, QStringList({u"mcp_memory"_s, u"mcp_memory_admin"_s,
                                         u"mcp_memory_administrator"_s}));
        }
        for (QString sql : finding.sql)
            QVERIFY_RESULT(fixture.server.sql(sql.replace(":'password'"_L1, "'x'"_L1).toUtf8()));
    }
    inventory = fixture.read().value();
    QCOMPARE(textOf(inventory), u""_s);
}

QTEST_GUILESS_MAIN(TestFindings)
#include "tst_findings.moc"
