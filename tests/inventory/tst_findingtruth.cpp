// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/contentsreader.h"
#include "inventory/findings.h"
#include "inventory/inventoryfixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace inventory;
using namespace tests;

/// What findings say of a server holds there, and is mended by the SQL beside it.
class TestFindingTruth final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }

    void readingDestroysNoEvidence();
    void rolesThatAreNamed();
    void defaultsForEverybody();
};

// What is read of its contents are sessions of ours, and nothing that could be taken for use.
void TestFindingTruth::readingDestroysNoEvidence()
{
    QFETCH_GLOBAL(const int, version);
    InventoryFixture fixture(version);
    QVERIFY_RESULT(fixture.start());
    QVERIFY_RESULT(fixture.server.sql("CREATE DATABASE quiet"));
    const auto unused = [&fixture] {
        const Inventory inventory = fixture.read().value();
        const auto all = inventoryFindings(inventory, {.now = base::now() + 48h});
        const auto found = std::ranges::find(all, FindingId::DatabaseUnused, &Finding::id);
        return found == all.end() ? std::nullopt : std::optional(*found);
    };
    const std::optional<qint64> none = version >= 14 ? std::optional(0) : std::nullopt;
    QVERIFY(unused());
    QCOMPARE(unused()->sessions, none);
    for (int i = 0; i < 3; ++i) {
        QVERIFY_RESULT(fixture.connectAs(u"postgres"_s, u"quiet"_s));
        QVERIFY_RESULT(QCoro::waitFor(readContents(&fixture.connection)));
    }
    QVERIFY_RESULT(fixture.connectAs(u"postgres"_s));
    if (version >= 14)
        QTRY_VERIFY(unused() && unused()->sessions >= 3);
    QVERIFY(unused());
    QVERIFY_RESULT(fixture.server.sql("CREATE TABLE t AS SELECT 1 AS a", u"quiet"_s));
    QTRY_VERIFY(!unused());
}

// DROP ROLE is offered where the server does it, and only there.
void TestFindingTruth::rolesThatAreNamed()
{
    QFETCH_GLOBAL(const int, version);
    InventoryFixture fixture(version);
    QVERIFY_RESULT(fixture.start());
    QVERIFY_RESULT(fixture.server.sql("CREATE ROLE bare; CREATE ROLE held; CREATE ROLE guest;"
                                      "CREATE TABLE t (a int); GRANT SELECT ON t TO held;"
                                      "CREATE POLICY p ON t TO held;"
                                      "GRANT CONNECT ON DATABASE postgres TO guest"));
    const Inventory inventory = fixture.read().value();
    QMap<QString, qint64> named;
    for (const Finding &finding : inventoryFindings(inventory, {.now = base::now()})) {
        if (finding.id != FindingId::RoleUnused)
            continue;
        const QString name = inventory.role(finding.subject)->name;
        named[name] = finding.value;
        const QString drop = u"DROP ROLE %1"_s.arg(quotedIdentifier(name));
        QCOMPARE(finding.sql, name == "bare"_L1 ? QStringList(drop) : QStringList());
        QCOMPARE(fixture.server.sql(drop.toUtf8()).has_value(), name == "bare"_L1);
    }
    QCOMPARE(named, (QMap<QString, qint64>{{u"bare"_s, 0}, {u"guest"_s, 1}, {u"held"_s, 2}}));
}

// What everybody gets of what comes; reading is often meant. The SQL ends it.
void TestFindingTruth::defaultsForEverybody()
{
    QFETCH_GLOBAL(const int, version);
    InventoryFixture fixture(version);
    QVERIFY_RESULT(fixture.start());
    QVERIFY_RESULT(fixture.server.sql(
        "CREATE ROLE \"the app\"; CREATE ROLE tame; CREATE SCHEMA \"my shop\";"
        "ALTER DEFAULT PRIVILEGES FOR ROLE \"the app\" GRANT ALL ON TABLES TO PUBLIC;"
        "ALTER DEFAULT PRIVILEGES FOR ROLE \"the app\" IN SCHEMA \"my shop\" "
        "GRANT SELECT, UPDATE ON TABLES TO PUBLIC;"
        "ALTER DEFAULT PRIVILEGES FOR ROLE \"the app\" GRANT CREATE ON SCHEMAS TO PUBLIC;"
        "ALTER DEFAULT PRIVILEGES FOR ROLE tame GRANT SELECT ON TABLES TO PUBLIC;"
        "ALTER DEFAULT PRIVILEGES FOR ROLE tame GRANT USAGE ON SCHEMAS TO PUBLIC;"
        "ALTER DEFAULT PRIVILEGES FOR ROLE tame GRANT ALL ON TABLES TO \"the app\""));
    const auto found = [&fixture] {
        const Inventory inventory = fixture.read().value();
        const DatabaseContents contents = QCoro::waitFor(readContents(&fixture.connection)).value();
        QStringList sql;
        for (const Finding &finding : contentsFindings(inventory, contents)) {
            if (finding.id == FindingId::DefaultsForEverybody)
                sql += finding.sql;
        }
        sql.sort();
        return sql;
    };
    const QString head = u"ALTER DEFAULT PRIVILEGES FOR ROLE \"the app\" "_s;
    const QStringList sql = found();
    QCOMPARE(sql,
             (QStringList{head + u"IN SCHEMA \"my shop\" REVOKE UPDATE ON TABLES FROM PUBLIC"_s,
                          head + u"REVOKE CREATE ON SCHEMAS FROM PUBLIC"_s,
                          head + u"REVOKE INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER ON TABLES "
                                 "FROM PUBLIC"_s}));
    for (const QString &statement : sql)
        QVERIFY_RESULT(fixture.server.sql(statement.toUtf8()));
    QCOMPARE(found(), QStringList());
}

QTEST_GUILESS_MAIN(TestFindingTruth)
#include "tst_findingtruth.moc"
