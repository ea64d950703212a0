// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/findingwords.h"
#include "inventory/sessionscell.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace inventory;
using namespace ui;

namespace {

constexpr Timestamp Now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};
constexpr Oid Shop = 30'000;

Inventory people()
{
    Inventory out{.serverVersion = 170'000, .takenAt = Now};
    out.databases = {{.oid = Shop, .name = u"shop"_s}};
    return out;
}

} // namespace

/// What is said to people says no more than what is known.
class TestFindingWords final : public QObject
{
    Q_OBJECT

private slots:
    void unusedDatabase_data();
    void unusedDatabase();
    void whereToRunIt();
    void whatNamesTheRole();
    void expiredPassword();
    void defaultsForEverybody();
    void limitThatShuts();
};

void TestFindingWords::unusedDatabase_data()
{
    QTest::addColumn<std::optional<qint64>>("sessions");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("basis");
    const QString unwritten = u"Nothing is written in the database shop"_s;
    const QString readers = u"PgVigil's own among them, are not told apart"_s;
    QTest::newRow("nobody came") << std::optional<qint64>(0) << u"The database shop seems unused"_s
                                 << u"has counted no session in it since 2026-11-20"_s;
    QTest::newRow("somebody came") << std::optional<qint64>(3) << unwritten << readers;
    QTest::newRow("not counted") << std::optional<qint64>() << unwritten << readers;
}

void TestFindingWords::unusedDatabase()
{
    QFETCH(const std::optional<qint64>, sessions);
    QFETCH(const QString, basis);
    const FindingText said = findingText(people(), {.id = FindingId::DatabaseUnused,
                                                    .kind = SubjectKind::Database,
                                                    .subject = Shop,
                                                    .when = Now - 24h,
                                                    .basis = UnusedBasis::Counters,
                                                    .sessions = sessions});
    QTEST(said.title, "title");
    QVERIFY2(said.sentence.contains(basis), qPrintable(said.sentence));
    QVERIFY2(said.sentence.contains("since 2026-11-20"_L1), qPrintable(said.sentence));
}

// What must run in one database says in which, in words and in the SQL.
void TestFindingWords::whereToRunIt()
{
    Inventory inventory = people();
    inventory.databases[0].name = u"web \"shop\""_s;
    Finding writable{.id = FindingId::PublicSchemaWritable,
                     .kind = SubjectKind::Schema,
                     .database = Shop,
                     .name = u"public"_s,
                     .sql = {u"REVOKE CREATE ON SCHEMA \"public\" FROM PUBLIC"_s}};
    const FindingText said = findingText(inventory, writable);
    QCOMPARE(said.title, u"Everybody may create objects in the schema public of web \"shop\""_s);
    QCOMPARE(said.statement, u"\\connect \"web \"\"shop\"\"\"\n"
                             "REVOKE CREATE ON SCHEMA \"public\" FROM PUBLIC;"_s);
    writable.database = 0;
    QCOMPARE(findingStatements(inventory, writable),
             QStringList(u"REVOKE CREATE ON SCHEMA \"public\" FROM PUBLIC;"_s));
    writable.sql.clear();
    QCOMPARE(findingText(inventory, writable).statement, QString());
}

// No DROP that the server would refuse.
void TestFindingWords::whatNamesTheRole()
{
    Inventory inventory = people();
    inventory.roles = {{.oid = 20'000, .name = u"left"_s}};
    const auto said = [&inventory] {
        for (const Finding &each : inventoryFindings(inventory, {.now = Now})) {
            if (each.id == FindingId::RoleUnused)
                return findingText(inventory, each);
        }
        return FindingText();
    };
    QCOMPARE(said().statement, u"DROP ROLE \"left\";"_s);
    QVERIFY(said().sentence.contains("can be dropped"_L1));
    inventory.naming = {{.role = 20'000, .database = 0, .count = 1},
                        {.role = 20'000, .database = Shop, .count = 3},
                        {.role = 20'001, .database = Shop, .count = 5}};
    QCOMPARE(said().statement, QString());
    QVERIFY2(said().sentence.contains(
                 "4 grants and policies name it in what all databases share, shop: "_L1),
             qPrintable(said().sentence));
}

// Nobody's old password is made valid again, and no date is made up.
void TestFindingWords::expiredPassword()
{
    Inventory inventory = people();
    inventory.roles = {{.oid = 20'000, .name = u"app"_s, .login = true, .validUntil = Now - 1h}};
    const auto all = inventoryFindings(inventory, {.now = Now});
    const auto found = std::ranges::find(all, FindingId::PasswordExpired, &Finding::id);
    QVERIFY(found != all.end());
    const FindingText said = findingText(inventory, *found);
    QCOMPARE(said.statement, u"ALTER ROLE \"app\" PASSWORD :'password' VALID UNTIL :'until';"_s);
    QVERIFY2(said.sentence.contains(u"refused. Set a new one (“Set Password…”"_s),
             qPrintable(said.sentence));
}

void TestFindingWords::defaultsForEverybody()
{
    Inventory inventory = people();
    inventory.roles = {{.oid = 20'000, .name = u"app"_s}};
    DatabaseContents contents{.database = Shop};
    contents.defaultPrivileges = {
        {.role = 20'000, .objects = u"tables"_s, .acl = {{.grantee = 0, .privileges = u"arw"_s}}}};
    const FindingText said = findingText(inventory, contentsFindings(inventory, contents).at(0));
    QCOMPARE(said.title, u"New tables of app in shop are open to everybody"_s);
    QVERIFY2(said.sentence.contains("everybody gets INSERT, UPDATE on them."_L1),
             qPrintable(said.sentence));
    QCOMPARE(said.statement,
             u"\\connect \"shop\"\nALTER DEFAULT PRIVILEGES FOR ROLE \"app\" REVOKE INSERT, UPDATE "
             "ON TABLES FROM PUBLIC;"_s);
}

// A limit of 0 shuts a role as it shuts a database, and both look so.
void TestFindingWords::limitThatShuts()
{
    const Role role{.login = true, .connectionLimit = 0};
    const Database database{.connectionLimit = 0};
    QCOMPARE(sessionsCell(role).severity, Severity::Warning);
    QCOMPARE(sessionsCell(role), sessionsCell(database));
    QVERIFY(sessionsCell(role).tip.contains("limit is 0"_L1));
    QCOMPARE(sessionsCell(Role{.connectionLimit = 0}).severity, Severity::None); // no LOGIN
    QCOMPARE(sessionsCell(Role{.superuser = true, .login = true, .connectionLimit = 0}).severity,
             Severity::None);
    QCOMPARE(sessionsCell(Database{.allowConnections = false, .connectionLimit = 0}).severity,
             Severity::None);
    QCOMPARE(sessionsCell(Database{.connectionLimit = 3, .connections = 2}).severity,
             Severity::None);
    QCOMPARE(sessionsCell(Database{.connectionLimit = 3, .connections = 3}).severity,
             Severity::Warning);
}

QTEST_MAIN(TestFindingWords)
#include "tst_findingwords.moc"
