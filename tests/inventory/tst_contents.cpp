// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/besideconnection.h"
#include "inventory/contentsfixture.h"
#include "inventory/contentsreader.h"
#include "inventory/privileges.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tests;
using inventory::DatabaseContents;
using inventory::Migration;
using inventory::Policy;
using inventory::Relation;
using inventory::Unread;

namespace {

constexpr auto Shop =
    "CREATE ROLE keeper; CREATE ROLE reader; CREATE ROLE guest LOGIN;"
    "CREATE SCHEMA shop AUTHORIZATION keeper; COMMENT ON SCHEMA shop IS 'what is sold';"
    "CREATE TABLE shop.orders (id int PRIMARY KEY, who text, note text);"
    "INSERT INTO shop.orders SELECT i, 'a', repeat(md5(i::text), 300) FROM generate_series(1, 500) "
    "i;"
    "ALTER TABLE shop.orders OWNER TO keeper; COMMENT ON TABLE shop.orders IS 'since 1998';"
    "GRANT SELECT, INSERT ON shop.orders TO reader WITH GRANT OPTION; GRANT SELECT (who) ON "
    "shop.orders TO guest;"
    "DELETE FROM shop.orders WHERE id > 400;"
    "CREATE TABLE shop.never (id int);"
    "CREATE TABLE shop.parted (id int) PARTITION BY RANGE (id);"
    "CREATE TABLE shop.part1 PARTITION OF shop.parted FOR VALUES FROM (0) TO (10);"
    "CREATE VIEW shop.seen AS SELECT id FROM shop.orders; CREATE SEQUENCE shop.counter;"
    "CREATE MATERIALIZED VIEW shop.sums AS SELECT count(*) FROM shop.orders;"
    "CREATE TABLE shop.revoked (id int); REVOKE ALL ON shop.revoked FROM postgres;"
    "ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY; ALTER TABLE shop.orders FORCE ROW LEVEL "
    "SECURITY;"
    "CREATE POLICY mine ON shop.orders TO reader, guest USING (who = current_user) WITH CHECK (id "
    "> 0);"
    "CREATE POLICY \"less\"\" %1 <b>\" ON shop.orders AS RESTRICTIVE FOR SELECT"
    " USING (id IN (SELECT id FROM shop.never));"
    "ALTER DEFAULT PRIVILEGES FOR ROLE keeper IN SCHEMA shop GRANT SELECT ON TABLES TO reader;"
    "ALTER DEFAULT PRIVILEGES FOR ROLE keeper REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC";

constexpr auto Lockable =
    "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);"
    "INSERT INTO alembic_version VALUES ('abc');"
    "CREATE TABLE knex_migrations (id int, name text, batch int, migration_time timestamptz);"
    "INSERT INTO knex_migrations VALUES (1, 'first', 1, now());"
    "CREATE TABLE free (id int); ALTER TABLE free ENABLE ROW LEVEL SECURITY;"
    "CREATE POLICY open ON free USING (id > 7);"
    "CREATE POLICY deep ON free USING (id IN (SELECT id FROM shop.part1))";

// What the code under test says while some are locked.
void checkPolicies(const std::vector<Policy> &now, const std::vector<Policy> &before)
{
    QCOMPARE(now.size(), before.size());
    for (size_t i = 0; i < now.size(); ++i) {
        const bool locked = now[i].name != "open"_L1;
        QCOMPARE(now[i].unread, locked ? Unread::Locked : Unread::None);
        QCOMPARE(before[i].unread, Unread::None);
        QVERIFY(!before[i].usingExpression.isEmpty());
        QCOMPARE(now[i].usingExpression.isEmpty(), locked);
    }
}

const Relation *relation(const DatabaseContents &contents, QStringView name)
{
    const auto found = std::ranges::find(contents.relations, name, &Relation::name);
    return found != contents.relations.end() ? &*found : nullptr;
}

const Migration *migration(const DatabaseContents &contents, QStringView table)
{
    const auto found = std::ranges::find(contents.migrations, table, &Migration::table);
    return found != contents.migrations.end() ? &*found : nullptr;
}

QByteArray aclText(const std::vector<inventory::AclItem> &acl)
{
    QByteArrayList items;
    for (const inventory::AclItem &item : acl)
        items.append(QByteArray::number(item.grantee) + '=' + item.privileges.toLatin1() + '*' +
                     item.grantable.toLatin1() + '/' + QByteArray::number(item.grantor));
    std::ranges::sort(items);
    return items.join(' ');
}

// What the catalogs say, asked in another way than the code under test does.
constexpr auto RelationsSql =
    "SELECT c.oid || '|' || n.nspname || '|' || c.relname || '|' || c.relowner::oid || '|' ||"
    " (pg_total_relation_size(c.oid) > 0)::text || '|' || c.relrowsecurity || '|' ||"
    " coalesce(obj_description(c.oid, 'pg_class'), '') || '|' || coalesce((SELECT"
    "  string_agg(x.item, ' ' ORDER BY x.item COLLATE \"C\") FROM (SELECT a.grantee || '=' ||"
    "  string_agg(translate(substr(m.l, 1, 1), '', ''), '' ORDER BY m.o) || '*' ||"
    "  coalesce(string_agg(m.l, '' ORDER BY m.o) FILTER (WHERE a.is_grantable), '') || '/' || "
    "a.grantor AS item"
    "  FROM aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' "
    "END::\"char\","
    "  c.relowner))) a JOIN (VALUES ('INSERT', 'a', 1), ('SELECT', 'r', 2), ('UPDATE', 'w', 3),"
    "  ('DELETE', 'd', 4), ('TRUNCATE', 'D', 5), ('REFERENCES', 'x', 6), ('TRIGGER', 't', 7),"
    "  ('MAINTAIN', 'm', 8), ('USAGE', 'U', 9)) m(p, l, o) ON m.p = a.privilege_type"
    "  GROUP BY a.grantee, a.grantor) x), '')"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
    " AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') ORDER BY c.oid";

QByteArray asCatalogsSay(const DatabaseContents &contents)
{
    QByteArrayList lines;
    for (const Relation &one : contents.relations) {
        const inventory::Schema *schema = contents.schema(one.schema);
        lines.append(QByteArrayList{
            QByteArray::number(one.oid), schema ? schema->name.toUtf8() : QByteArray("?"),
            one.name.toUtf8(), QByteArray::number(one.owner), one.estimatedBytes > 0 ? "true" : "?",
            one.rowSecurity ? "true" : "false", one.comment.toUtf8(), aclText(one.acl)}
                         .join('|'));
    }
    return lines.join('\n');
}

// The same lines, with a size only compared where VACUUM has been.
QByteArray withoutSizes(QByteArray lines)
{
    QByteArrayList all;
    for (const QByteArray &line : lines.split('\n')) {
        QByteArrayList cells = line.split('|');
        if (cells.size() > 4)
            cells[4] = {};
        all.append(cells.join('|'));
    }
    return all.join('\n');
}

// Policies, extensions, default privileges and grants on columns, a line each; asked with an empty
// search_path, so that names are whole.
constexpr auto RestSql =
    "SELECT concat_ws('|', 'policy', p.polrelid, p.polname, v.permissive, v.cmd, "
    "array_to_string(p.polroles, ','),"
    " replace(coalesce(v.qual, ''), E'\\n', ' '), coalesce(v.with_check, '')) FROM pg_policy p "
    "JOIN pg_class c ON c.oid "
    "= polrelid"
    " JOIN pg_namespace n ON n.oid = relnamespace JOIN pg_policies v ON v.schemaname = nspname"
    " AND v.tablename = relname AND v.policyname = polname"
    " UNION ALL SELECT concat_ws('|', 'extension', name, installed_version, default_version)"
    " FROM pg_available_extensions WHERE installed_version IS NOT NULL"
    " UNION ALL SELECT concat_ws('|', 'default', defaclrole, defaclnamespace, defaclobjtype, "
    "a.grantee, a.grantor,"
    " a.privilege_type) FROM pg_default_acl, aclexplode(defaclacl) a"
    " UNION ALL SELECT concat_ws('|', 'column', attrelid, attname, a.grantee, a.grantor, "
    "a.privilege_type)"
    " FROM pg_attribute, aclexplode(attacl) a WHERE attrelid >= 16384"
    " UNION ALL SELECT concat_ws('|', 'schema', n.oid, nspname, nspowner,"
    " coalesce(obj_description(n.oid, 'pg_namespace'), '')) FROM pg_namespace n"
    " WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'";

QString number(inventory::Oid oid)
{
    return QString::number(oid);
}

void addEntries(QStringList &lines, const QStringList &start,
                const std::vector<inventory::AclItem> &acl)
{
    for (const inventory::AclItem &item : acl) {
        for (const QChar letter : item.privileges)
            lines.append((start + QStringList{number(item.grantee), number(item.grantor),
                                              inventory::privilegeName(letter)})
                             .join(u'|'));
    }
}

QStringList restOf(const DatabaseContents &contents)
{
    QStringList lines;
    for (const Policy &one : contents.policies) {
        QStringList roles;
        for (const inventory::Oid role : one.roles)
            roles.append(number(role));
        lines.append(QStringList{
            u"policy"_s, number(one.relation), one.name,
            one.permissive ? u"PERMISSIVE"_s : u"RESTRICTIVE"_s, one.command, roles.join(u','),
            QString(one.usingExpression).replace(u'\n', u' '), one.checkExpression}
                         .join(u'|'));
    }
    for (const inventory::Extension &one : contents.extensions)
        lines.append(
            QStringList{u"extension"_s, one.name, one.version, one.availableVersion}.join(u'|'));
    static const QMap<QString, QString> kinds{{u"tables"_s, u"r"_s}, {u"functions"_s, u"f"_s}};
    for (const inventory::DefaultPrivileges &one : contents.defaultPrivileges)
        addEntries(lines,
                   {u"default"_s, number(one.role), number(one.schema), kinds.value(one.objects)},
                   one.acl);
    for (const inventory::ColumnGrants &one : contents.columnGrants)
        addEntries(lines, {u"column"_s, number(one.relation), one.column}, one.acl);
    for (const inventory::Schema &one : contents.schemas)
        lines.append(
            QStringList{u"schema"_s, number(one.oid), one.name, number(one.owner), one.comment}
                .join(u'|'));
    lines.sort();
    return lines;
}

} // namespace

/// What is inside of a database, compared with what its catalogs say, on real servers.
class TestContents final : public QObject
{
    Q_OBJECT

private slots:
    void equalsTheCatalogs_data() { addServerRows(); }
    void equalsTheCatalogs();
    void equalsTheRestOfThem_data() { addServerRows(); }
    void equalsTheRestOfThem();
    void reachesAnotherDatabase();
    void waitsForNothing_data() { addServerRows(); }
    void waitsForNothing();
    void saysWhatIsMissing();

private:
    std::unique_ptr<ContentsFixture> m_fixture;
};

void TestContents::equalsTheCatalogs()
{
    QFETCH(int, version);
    ContentsFixture fixture(version);
    QVERIFY_RESULT(fixture.start());
    QCOMPARE(fixture.sql(Shop), "");
    fixture.sql("VACUUM ANALYZE shop.orders");
    fixture.sql("DELETE FROM shop.orders WHERE id > 300");
    QTest::qWait(version < 15 ? 1200 : 100); // statistics are sent when a session ends
    for (const QString &user : {u"postgres"_s, u"guest"_s}) {
        const auto contents = fixture.read(user);
        QVERIFY_RESULT(contents);
        QCOMPARE(withoutSizes(asCatalogsSay(*contents)), withoutSizes(fixture.sql(RelationsSql)));
        QVERIFY(contents->gaps.empty());
        const Relation *orders = relation(*contents, u"orders");
        QVERIFY(orders && orders->forcedRowSecurity && !orders->locked);
        QCOMPARE(orders->estimatedRows, 400);
        QVERIFY(orders->deadRows > 0);
        QCOMPARE(
            QByteArray::number(orders->deadRows),
            fixture.sql("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'orders'"));
        QVERIFY(orders->lastVacuum && orders->lastAnalyze);
        // All pages of the heap, the index and the TOAST table, as VACUUM counted them.
        const qint64 size = fixture
                                .sql("SELECT pg_relation_size('shop.orders') + pg_indexes_size("
                                     "'shop.orders') + (SELECT pg_relation_size(reltoastrelid) +"
                                     " pg_indexes_size(reltoastrelid) FROM pg_class WHERE oid ="
                                     " 'shop.orders'::regclass)")
                                .toLongLong();
        QCOMPARE(orders->estimatedBytes, size);
        QVERIFY(!relation(*contents, u"never")->estimatedRows);
        QVERIFY(!relation(*contents, u"seen")->estimatedRows);
        QCOMPARE(relation(*contents, u"part1")->partitionOf, relation(*contents, u"parted")->oid);
        QVERIFY(relation(*contents, u"revoked")->acl.empty());
    }
}

void TestContents::equalsTheRestOfThem()
{
    QFETCH(int, version);
    ContentsFixture fixture(version);
    QVERIFY_RESULT(fixture.start());
    QCOMPARE(fixture.sql(Shop), "");
    auto session = fixture.server.session(u"postgres"_s);
    QVERIFY_RESULT(session->run("SET search_path = ''"));
    const auto rest = session->run(RestSql);
    QVERIFY_RESULT(rest);
    QStringList expected = QString::fromUtf8(*rest).split(u'\n');
    expected.sort();
    QVERIFY(expected.size() >= 8);
    for (const QString &user : {u"postgres"_s, u"guest"_s}) {
        const auto contents = fixture.read(user);
        QVERIFY_RESULT(contents);
        QCOMPARE(restOf(*contents).join(u'\n'), expected.join(u'\n'));
    }
}

void TestContents::reachesAnotherDatabase()
{
    ContentsFixture fixture(anyServer());
    QVERIFY_RESULT(fixture.start());
    fixture.sql("CREATE DATABASE \"o t'h\"\"er\"");
    fixture.sql("CREATE TABLE there (i int)", u"o t'h\"er"_s);
    // Of several hosts the second one answers; the other database is to be asked there as well.
    for (const QString &host : {u"127.0.0.1"_s, fixture.server.folder()}) {
        pg::ConnectParameters parameters = fixture.parameters();
        parameters.spec.set(u"host"_s, u"127.0.0.2,"_s + host);
        parameters.spec.set(u"port"_s, u"1,"_s + QString::number(fixture.server.port()));
        pg::Connection first;
        const auto facts = QCoro::waitFor(first.open(parameters));
        QVERIFY_RESULT(facts);
        QObject owner;
        const auto contents = QCoro::waitFor(inventory::readContentsApart(
            &owner, inventory::parametersBeside(parameters, *facts, u"o t'h\"er"_s)));
        QVERIFY_RESULT(contents);
        QVERIFY(relation(*contents, u"there"));
        QCOMPARE(QByteArray::number(contents->database),
                 fixture.sql("SELECT oid FROM pg_database WHERE datname LIKE 'o %'"));
    }
}

void TestContents::waitsForNothing()
{
    QFETCH(int, version);
    ContentsFixture fixture(version, {u"log_lock_waits = on"_s, u"deadlock_timeout = 10ms"_s});
    QVERIFY_RESULT(fixture.start());
    QCOMPARE(fixture.sql(Shop), "");
    QCOMPARE(fixture.sql(Lockable), "");
    const auto before = fixture.read();
    QVERIFY_RESULT(before);

    auto holder = fixture.server.session(u"postgres"_s);
    QVERIFY_RESULT(holder);
    QVERIFY_RESULT(
        holder->run("BEGIN; LOCK TABLE shop.orders, alembic_version, shop.part1, shop.seen,"
                    " shop.never IN ACCESS EXCLUSIVE MODE"));
    // Who comes after a waiting exclusive lock waits as well.
    auto reader = fixture.server.session(u"postgres"_s);
    QVERIFY_RESULT(reader->run("BEGIN; SELECT FROM knex_migrations"));
    auto waiter = fixture.server.session(u"postgres"_s);
    QVERIFY(waiter->send("BEGIN; LOCK TABLE knex_migrations IN ACCESS EXCLUSIVE MODE"));
    QTRY_VERIFY(fixture.server.log().contains("still waiting for AccessExclusiveLock"));

    const auto contents = fixture.read();
    QVERIFY_RESULT(contents);
    QVERIFY(!fixture.server.log().contains("still waiting for AccessShareLock"));
    QVERIFY(!fixture.server.log().contains("lock timeout"));
    QVERIFY(contents->gaps.empty());
    QCOMPARE(asCatalogsSay(*contents), asCatalogsSay(*before));
    for (const Relation &one : contents->relations) {
        static const QStringList locked{u"orders"_s, u"alembic_version"_s, u"part1"_s,
                                        u"seen"_s,   u"never"_s,           u"knex_migrations"_s};
        QVERIFY2(one.locked == locked.contains(one.name), qPrintable(one.name));
    }
    checkPolicies(contents->policies, before->policies);
    QCOMPARE(migration(*before, u"public.alembic_version")->version, u"abc"_s);
    for (const QString &table : {u"public.alembic_version"_s, u"public.knex_migrations"_s}) {
        QCOMPARE(migration(*contents, table)->unread, Unread::Locked);
        QCOMPARE(migration(*contents, table)->version, QString());
    }
}

void TestContents::saysWhatIsMissing()
{
    ContentsFixture fixture(anyServer());
    QVERIFY_RESULT(fixture.start());
    QCOMPARE(fixture.sql(Shop), "");
    fixture.sql("REVOKE EXECUTE ON FUNCTION pg_available_extensions() FROM PUBLIC");
    const QByteArray catalogs = fixture.sql(RelationsSql);
    auto holder = fixture.server.session(u"postgres"_s);
    QVERIFY_RESULT(holder->run("BEGIN; LOCK TABLE pg_policy IN ACCESS EXCLUSIVE MODE"));
    const auto contents = fixture.read(u"guest"_s);
    QVERIFY_RESULT(contents);
    QCOMPARE(withoutSizes(asCatalogsSay(*contents)), withoutSizes(catalogs));
    QCOMPARE(contents->gaps.size(), 2);
    QCOMPARE(contents->gaps[0].part, inventory::ContentsPart::Policies);
    QCOMPARE(contents->gaps[0].error.sqlState, u"55P03"_s);
    QCOMPARE(contents->gaps[1].part, inventory::ContentsPart::AvailableVersions);
    QCOMPARE(contents->gaps[1].error.sqlState, u"42501"_s);
    QVERIFY(contents->extensions.front().availableVersion.isEmpty());
    QVERIFY_RESULT(holder->run("ROLLBACK"));
    QVERIFY(fixture.read()->extensions.front().availableVersion.size() > 0);
}

QTEST_GUILESS_MAIN(TestContents)
#include "tst_contents.moc"
