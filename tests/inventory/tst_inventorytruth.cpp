// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/inventoryfixture.h"
#include "inventory/linetext.h"
#include "inventory/login.h"
#include "inventory/randominventory.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>
#include <set>

using namespace Qt::StringLiterals;
using namespace inventory;
using namespace tests;

/// Everything that is shown equals what the catalogs say, over made-up inventories: asked for in
/// other statements, as superuser and as a role without rights, and tried out.
class TestInventoryTruth final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void initTestCase_data() { addServerRows(); }
    void init();
    void cleanupTestCase() { m_fixtures.clear(); }

    void roles_data() { addReaders(); }
    void roles();
    void memberships_data() { addReaders(); }
    void memberships();
    void databases_data() { addReaders(); }
    void databases();
    void grants_data() { addReaders(); }
    void grants();
    void settings_data() { addReaders(); }
    void settings();
    void owned_data() { addReaders(); }
    void owned();
    void closureIsTheServers();
    void waysAreReal();
    void privilegesAreTheServers();
    void loginsComeTrue();
    void droppedMidway();

private:
    static void addReaders();
    Inventory readAs(const QString &role);

    std::map<int, std::unique_ptr<InventoryFixture>> m_fixtures;
    InventoryFixture *m_fixture = nullptr;
    quint32 m_seed = 0;
    int m_version = 0;
};

void TestInventoryTruth::initTestCase()
{
    bool given = false;
    m_seed = qEnvironmentVariable("PGVIGIL_TEST_SEED").toUInt(&given);
    if (!given)
        m_seed = QRandomGenerator::global()->generate();
    qInfo("PGVIGIL_TEST_SEED=%u", m_seed);
}

void TestInventoryTruth::init()
{
    QFETCH_GLOBAL(const int, version);
    m_version = version;
    auto &fixture = m_fixtures[version];
    if (!fixture) {
        fixture = std::make_unique<InventoryFixture>(version);
        QVERIFY_RESULT(fixture->start());
        QVERIFY_RESULT(fixture->server.sql("CREATE ROLE nobody LOGIN"));
        QVERIFY_RESULT(RandomInventory(version, m_seed).create(fixture->server));
    }
    m_fixture = fixture.get();
}

void TestInventoryTruth::addReaders()
{
    QTest::addColumn<QString>("reader");
    QTest::newRow("as superuser") << u"postgres"_s;
    QTest::newRow("without rights") << u"nobody"_s;
}

Inventory TestInventoryTruth::readAs(const QString &role)
{
    if (const auto opened = m_fixture->connectAs(role); !opened)
        qFatal("%s", why(opened).constData());
    const auto read = m_fixture->read();
    if (!read)
        qFatal("%s", why(read).constData());
    return *read;
}

void TestInventoryTruth::roles()
{
    QFETCH(const QString, reader);
    const Inventory read = readAs(reader);
    QStringList shown;
    for (const Role &role : read.roles) {
        shown +=
            line(role.oid, hex(role.name), role.superuser, role.inherits, role.createRole,
                 role.createDatabase, role.login, role.replication, role.bypassRls,
                 role.connectionLimit, role.validUntil ? base::toIso(*role.validUntil) : u"ever"_s,
                 passwordWord(role.password), hex(role.comment));
    }
    const QByteArray password = reader == "postgres"_L1
                                    ? "coalesce(substring(rolpassword from 'SCRAM|md5'), 'none')"
                                    : "'hidden'";
    const QStringList truth = m_fixture->lines(
        "SELECT oid, encode(convert_to(rolname, 'UTF8'), 'hex'), rolsuper, rolinherit, "
        "rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, "
        "CASE WHEN coalesce(rolvaliduntil, 'infinity') = 'infinity' THEN 'ever' "
        "WHEN rolvaliduntil = '-infinity' THEN '0001-01-01T00:00:00.000000Z' "
        "ELSE to_char(rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') "
        "END, " +
        password +
        ", encode(convert_to(coalesce(shobj_description(oid, 'pg_authid'), ''), 'UTF8'), 'hex') "
        "FROM pg_authid ORDER BY oid");
    QCOMPARE(shown, truth);
    QVERIFY(shown.size() > 70);
}

void TestInventoryTruth::memberships()
{
    QFETCH(const QString, reader);
    const Inventory read = readAs(reader);
    QStringList shown;
    for (const Membership &one : read.memberships)
        shown += line(one.role, one.member, one.grantor, one.admin, one.inherit, one.set);
    const QByteArray options = m_version >= 16
                                   ? "inherit_option, set_option"
                                   : "(SELECT rolinherit FROM pg_authid WHERE oid = member), true";
    const QStringList truth = m_fixture->lines("SELECT roleid, member, grantor, admin_option, " +
                                               options + " FROM pg_auth_members");
    QCOMPARE(sorted(shown), sorted(truth));
    QVERIFY(shown.size() > 60);
    QVERIFY(std::ranges::contains(read.memberships, true, &Membership::admin));
    QVERIFY(std::ranges::contains(read.memberships, false, &Membership::inherit));
    QCOMPARE(std::ranges::contains(read.memberships, false, &Membership::set), m_version >= 16);
}

void TestInventoryTruth::databases()
{
    QFETCH(const QString, reader);
    const Inventory read = readAs(reader);
    QStringList shown;
    for (const Database &one : read.databases) {
        shown += line(one.oid, hex(one.name), one.owner, one.encoding, one.provider, one.collation,
                      one.characterType, one.locale, one.tablespace, hex(one.comment),
                      one.isTemplate, one.allowConnections, one.canConnect, one.connectionLimit,
                      one.xidAge, one.mxidAge, one.defaultAcl);
    }
    const QByteArray locale =
        m_version >= 17   ? "CASE datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' ELSE "
                            "'builtin' END, datcollate, datctype, coalesce(datlocale, '')"
        : m_version >= 15 ? "CASE datlocprovider WHEN 'c' THEN 'libc' ELSE 'icu' END, datcollate, "
                            "datctype, coalesce(daticulocale, '')"
                          : "'libc', datcollate, datctype, ''";
    const QStringList truth = m_fixture->lines(
        "SELECT oid, encode(convert_to(datname, 'UTF8'), 'hex'), datdba, "
        "pg_encoding_to_char(encoding), " +
        locale +
        ", (SELECT spcname FROM pg_tablespace t WHERE t.oid = dattablespace), "
        "encode(convert_to(coalesce(shobj_description(oid, 'pg_database'), ''), 'UTF8'), 'hex'), "
        "datistemplate, datallowconn, has_database_privilege('" +
        reader.toUtf8() +
        "', oid, 'CONNECT'), datconnlimit, age(datfrozenxid), mxid_age(datminmxid), "
        "datacl IS NULL FROM pg_database ORDER BY oid");
    QCOMPARE(shown, truth);
}

void TestInventoryTruth::grants()
{
    QFETCH(const QString, reader);
    const Inventory read = readAs(reader);
    QStringList shown;
    for (const Database &database : read.databases) {
        for (const AclItem &item : database.acl)
            shown += line(database.oid, item.grantee, item.grantor, lettersOf(item.privileges),
                          lettersOf(item.grantable));
    }
    const QStringList truth = m_fixture->lines(
        "SELECT oid, grantee, grantor, string_agg(letter, '' ORDER BY letter COLLATE \"C\"), "
        "coalesce(string_agg(letter, '' ORDER BY letter COLLATE \"C\") "
        "FILTER (WHERE is_grantable), '') FROM "
        "(SELECT d.oid, a.*, CASE privilege_type WHEN 'CONNECT' THEN 'c' WHEN 'TEMPORARY' THEN 'T' "
        "WHEN 'CREATE' THEN 'C' END AS letter FROM pg_database d, "
        "aclexplode(coalesce(datacl, acldefault('d', datdba))) a) x GROUP BY 1, 2, 3");
    QCOMPARE(sorted(shown), sorted(truth));
}

void TestInventoryTruth::settings()
{
    QFETCH(const QString, reader);
    QStringList shown;
    for (const StoredSetting &one : readAs(reader).settings)
        shown += line(one.role, one.database, hex(one.name + u'=' + one.value));
    const QStringList truth =
        m_fixture->lines("SELECT setrole, setdatabase, encode(convert_to(s, 'UTF8'), 'hex') "
                         "FROM pg_db_role_setting, unnest(setconfig) s");
    QCOMPARE(sorted(shown), sorted(truth));
    QVERIFY(shown.size() > 10);
}

void TestInventoryTruth::owned()
{
    QFETCH(const QString, reader);
    QStringList shown;
    for (const OwnedObjects &one : readAs(reader).owned)
        shown += line(one.role, one.database, one.count);
    const QStringList truth = m_fixture->lines(
        "SELECT refobjid, dbid, count(*) FROM pg_shdepend "
        "WHERE deptype = 'o' AND classid <> 'pg_database'::regclass GROUP BY 1, 2");
    QCOMPARE(sorted(shown), sorted(truth));
    QVERIFY(shown.size() > 20);
}

// For all pairs of roles, as pg_has_role() says it.
void TestInventoryTruth::closureIsTheServers()
{
    const Inventory read = readAs(u"postgres"_s);
    const MembershipGraph graph(read);
    QStringList shown;
    QStringList reversed;
    for (const Role &one : read.roles) {
        const MembershipClosure up = graph.closure(one.oid, Direction::RolesOf);
        const MembershipClosure down = graph.closure(one.oid, Direction::MembersOf);
        if (!one.superuser) {
            for (const Reached &other : up.reached())
                shown += line(one.oid, other.role, other.inherits, other.set, other.admin);
        }
        for (const Reached &other : down.reached()) {
            if (!read.role(other.role)->superuser)
                reversed += line(other.role, one.oid, other.inherits, other.set, other.admin);
        }
    }
    // The owner of this database is a superuser: what is his is no membership.
    const QByteArray set = m_version >= 16 ? "SET" : "MEMBER";
    const QStringList truth = m_fixture->lines(
        "SELECT a.oid, b.oid, pg_has_role(a.oid, b.oid, 'USAGE'), pg_has_role(a.oid, b.oid, '" +
        set +
        "'), pg_has_role(a.oid, b.oid, 'MEMBER WITH ADMIN OPTION') "
        "FROM pg_authid a, pg_authid b WHERE a.oid <> b.oid AND NOT a.rolsuper AND "
        "b.rolname <> 'pg_database_owner' AND pg_has_role(a.oid, b.oid, 'MEMBER')");
    QCOMPARE(sorted(shown), sorted(truth));
    QCOMPARE(sorted(reversed), sorted(truth));
    QVERIFY(truth.size() > 40 * 39 / 2);
}

// Each way that is named goes along grants that allow it.
void TestInventoryTruth::waysAreReal()
{
    const Inventory read = readAs(u"postgres"_s);
    const MembershipGraph graph(read);
    std::set<std::tuple<Oid, Oid, int>> allowed;
    for (const Membership &one : read.memberships) {
        allowed.emplace(one.member, one.role, int(Way::Member));
        if (one.inherit)
            allowed.emplace(one.member, one.role, int(Way::Inherit));
        if (one.set)
            allowed.emplace(one.member, one.role, int(Way::Set));
    }
    int steps = 0;
    for (const Role &role : read.roles) {
        const MembershipClosure closure = graph.closure(role.oid, Direction::RolesOf);
        for (const Reached &other : closure.reached()) {
            const Way way = other.inherits ? Way::Inherit : other.set ? Way::Set : Way::Member;
            const std::vector<Oid> path = closure.path(other.role);
            QCOMPARE(path.front(), role.oid);
            QCOMPARE(path.back(), other.role);
            for (size_t i = 1; i < path.size(); ++i, ++steps)
                QVERIFY(allowed.contains({path[i - 1], path[i], int(way)}));
        }
    }
    QVERIFY(steps > 1000);
}

// For all roles and databases, as has_database_privilege() says it in each database.
void TestInventoryTruth::privilegesAreTheServers()
{
    const Inventory read = readAs(u"postgres"_s);
    const MembershipGraph graph(read);
    for (const Database &here : read.databases) {
        if (!here.allowConnections)
            continue;
        QStringList shown;
        for (const Role &role : read.roles) {
            const MembershipClosure closure = graph.closure(role.oid, Direction::RolesOf);
            for (const Database &database : read.databases) {
                const auto has = [&](QChar letter) {
                    return hasDatabasePrivilege(read, closure, database, letter, here.owner);
                };
                shown += line(role.oid, database.oid, has(u'c'), has(u'C'), has(u'T'));
            }
        }
        const QStringList truth = m_fixture->lines(
            "SELECT r.oid, d.oid, has_database_privilege(r.oid, d.oid, 'CONNECT'), "
            "has_database_privilege(r.oid, d.oid, 'CREATE'), "
            "has_database_privilege(r.oid, d.oid, 'TEMP') FROM pg_authid r, pg_database d",
            here.name);
        QCOMPARE(sorted(shown), sorted(truth));
    }
}

// Tried by logging in. Where pg_hba.conf asks for no password, passwords do not matter.
void TestInventoryTruth::loginsComeTrue()
{
    Inventory read = readAs(u"postgres"_s);
    const auto sessions = [&read] {
        return std::ranges::fold_left(read.databases, 0, [](int sum, const Database &database) {
            return sum + database.connections;
        });
    };
    QTRY_VERIFY((read = m_fixture->read().value(), sessions() == 1));
    const MembershipGraph graph(read);
    std::set<LoginAnswer> met;
    for (const Database &database : read.databases) {
        const auto verdicts = loginsInto(read, graph, database.oid, base::now());
        QCOMPARE(qsizetype(verdicts.size()), std::ranges::count(read.roles, true, &Role::login));
    }
    for (const Role &role : read.roles) {
        if (role.isPredefined() || role.name.startsWith("chain"_L1))
            continue;
        for (const LoginVerdict &verdict : loginsOf(read, graph, role.oid, base::now())) {
            const Database *database = read.database(verdict.database);
            const pg::ConnectionSpec spec = m_fixture->server.spec(role.name, database->name);
            const bool open =
                verdict.answer == LoginAnswer::Yes || verdict.answer == LoginAnswer::NotByPassword;
            // The session before may still be on its way out. (Asked again once it came true.)
            bool cameTrue = false;
            const auto tried = [&] {
                return cameTrue = cameTrue || TestSession::open(spec).has_value() == open;
            };
            QTRY_VERIFY2(tried(), qPrintable(role.name + u" at "_s + database->name));
            met.insert(verdict.answer);
        }
    }
    QVERIFY(met.contains(LoginAnswer::Yes) && met.contains(LoginAnswer::No));
}

void TestInventoryTruth::droppedMidway()
{
    QVERIFY_RESULT(m_fixture->connectAs(u"postgres"_s));
    auto other = m_fixture->server.session(u"postgres"_s);
    QVERIFY_RESULT(other);
    QVERIFY(other->send("DO $$ BEGIN FOR i IN 1..400 LOOP CREATE ROLE a; CREATE ROLE b IN ROLE a; "
                        "ALTER ROLE b SET work_mem = '8MB'; GRANT CONNECT ON DATABASE postgres TO "
                        "a; COMMIT; REVOKE ALL ON DATABASE postgres FROM a; DROP ROLE b; "
                        "DROP ROLE a; COMMIT; END LOOP; END $$"));
    for (int i = 0; i < 40; ++i) {
        const auto read = m_fixture->read();
        QVERIFY_RESULT(read);
        QVERIFY(std::ranges::is_sorted(read->roles, {}, &Role::oid));
        for (const Membership &one : read->memberships)
            QVERIFY(read->role(one.role) && read->role(one.member));
        for (const StoredSetting &one : read->settings)
            QVERIFY(one.role == 0 || read->role(one.role));
    }
    QVERIFY_RESULT(other->receive(std::chrono::seconds(60)));
}

QTEST_GUILESS_MAIN(TestInventoryTruth)
#include "tst_inventorytruth.moc"
