// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changefactsreader.h"
#include "actions/sqltext.h"
#include "changefixture.h"
#include "window/databaseforms.h"
#include "window/dropforms.h"
#include "window/roleforms.h"

#include <QTest>

using namespace actions;
using namespace tests;
using namespace Qt::StringLiterals;

namespace {

constexpr auto Sentinel = "s3ntinel-Rc4";
const QString Hostile = u"a\"; DROP ROLE weak; --\u202E\u00A0x\ny"_s;

} // namespace

/// The everyday changes of roles and databases on real servers, from an inventory over their forms.
class TestRoleChanges : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }
    void init();
    void cleanupTestCase() { m_fixture.reset(); }

    void createsRoles();
    void altersOnlyWhatDiffers();
    void setsPasswords();
    void renamesAndComments();
    void grantsAndRevokes();
    void dropsARoleWithWhatItOwns();
    void proposesAnHeirWithoutAllRights();
    void refusesToDropRoles();
    void dropsOnlyAnUnusedDatabase();
    void refusesToDropDatabases();
    void limitsDatabases();
    void limitedRoleIsTold();
    void unknownObjectsHaveNoForm();

private:
    inventory::Oid role(const QString &name);
    inventory::Oid database(const QString &name);
    QByteArray sql(const QByteArray &text) { return m_fixture->sql(text); }
    std::vector<RoleDependents> dependents(inventory::Oid role);
    DatabaseUse use(inventory::Oid database);

    std::unique_ptr<ChangeFixture> m_fixture;
    int m_version = 0;
};

void TestRoleChanges::init()
{
    QFETCH_GLOBAL(const int, version);
    if (m_version != version) {
        m_fixture.reset();
        m_fixture = std::make_unique<ChangeFixture>(version);
        QVERIFY_RESULT(m_fixture->start());
        m_version = version;
    }
    if (m_fixture->control.facts().user != "postgres"_L1)
        QVERIFY_RESULT(m_fixture->connectAs(u"postgres"_s));
}

inventory::Oid TestRoleChanges::role(const QString &name)
{
    return sql("SELECT oid FROM pg_roles WHERE rolname = " + quotedText(name).toUtf8()).toUInt();
}

inventory::Oid TestRoleChanges::database(const QString &name)
{
    return sql("SELECT oid FROM pg_database WHERE datname = " + quotedText(name).toUtf8()).toUInt();
}

std::vector<RoleDependents> TestRoleChanges::dependents(inventory::Oid role)
{
    const auto read = QCoro::waitFor(readRoleDependents(&m_fixture->control, role));
    if (!read)
        qWarning("%s", why(read).constData());
    return read.value_or(std::vector<RoleDependents>());
}

DatabaseUse TestRoleChanges::use(inventory::Oid database)
{
    const auto read = QCoro::waitFor(readDatabaseUse(&m_fixture->control, database));
    if (!read)
        qWarning("%s", why(read).constData());
    return read.value_or(DatabaseUse());
}

void TestRoleChanges::createsRoles()
{
    ui::ChangeForm form = app::createRoleForm(m_fixture->inventory());
    form.change.secrets.front().value = base::Secret(QByteArrayView(Sentinel));
    QCOMPARE(m_fixture
                 ->run(form, {{u"name"_s, Hostile},
                              {u"createDatabase"_s, u"on"_s},
                              {u"connectionLimit"_s, u"4"_s},
                              {u"validUntil"_s, u"2031-01-31 12:00+00"_s}})
                 .ending,
             ChangeEnding::Done);
    const QByteArray where = " FROM pg_roles WHERE oid = " + QByteArray::number(role(Hostile));
    QCOMPARE(sql("SELECT rolcanlogin, rolcreatedb, rolsuper, rolconnlimit, "
                 "rolvaliduntil = '2031-01-31 12:00+00'" +
                 where),
             "t|t|f|4|t");
    // A group needs no password.
    const Change group = changeOf(form, {{u"name"_s, u"staff"_s}, {u"login"_s, QString()}});
    QCOMPARE(group.statements, QStringList{u"CREATE ROLE \"staff\""_s});
    QVERIFY(!m_fixture->server.log().contains(Sentinel));
    sql("DROP ROLE " + quotedName(Hostile).toUtf8());
}

void TestRoleChanges::altersOnlyWhatDiffers()
{
    sql("CREATE ROLE app LOGIN VALID UNTIL '2030-02-03 04:05:06+00'");
    const auto form = app::alterRoleForm(m_fixture->inventory(), role(u"app"_s));
    QVERIFY(form);
    QCOMPARE(changeOf(*form).statements, QStringList());
    const ui::ChangeValues wanted{{u"login"_s, QString()},
                                  {u"bypassRls"_s, u"on"_s},
                                  {u"connectionLimit"_s, u"9"_s},
                                  {u"validUntil"_s, QString()}};
    QCOMPARE(changeOf(*form, wanted).statements,
             QStringList{u"ALTER ROLE \"app\" NOLOGIN BYPASSRLS CONNECTION LIMIT 9 "
                         "VALID UNTIL 'infinity'"_s});
    QCOMPARE(m_fixture->run(*form, wanted).ending, ChangeEnding::Done);
    QCOMPARE(sql("SELECT rolcanlogin, rolbypassrls, rolconnlimit, rolvaliduntil FROM pg_roles "
                 "WHERE rolname = 'app'"),
             "f|t|9|infinity");
    sql("DROP ROLE app");
}

void TestRoleChanges::setsPasswords()
{
    sql("CREATE ROLE app LOGIN");
    auto form = app::passwordForm(m_fixture->inventory(), role(u"app"_s));
    QVERIFY2(form->meaning.startsWith(u"It has no password yet"_s), qPrintable(form->meaning));
    QVERIFY(form);
    QCOMPARE(textProblem(form->change), TextProblem::MissingPassword);
    form->change.secrets.front().value = base::Secret(QByteArrayView(Sentinel));
    QCOMPARE(m_fixture->run(*form).ending, ChangeEnding::Done);
    pg::ConnectionSpec spec = m_fixture->server.spec(u"app"_s);
    QVERIFY(!TestSession::open(spec));
    spec.set(u"password"_s, QString::fromLatin1(Sentinel));
    QVERIFY_RESULT(TestSession::open(spec));
    QVERIFY(!m_fixture->server.log().contains(Sentinel));
    QVERIFY(!m_fixture->audit().contains(Sentinel));
    sql("DROP ROLE app");
}

void TestRoleChanges::renamesAndComments()
{
    sql("CREATE ROLE app");
    sql("CREATE DATABASE shop");
    const inventory::Inventory before = m_fixture->inventory();
    const inventory::Oid app = role(u"app"_s);
    const inventory::Oid shop = database(u"shop"_s);
    const QString text = u"It's “mine”;\n\u202E-- \\connect x"_s;
    QCOMPARE(m_fixture->run(*app::commentRoleForm(before, app), {{u"comment"_s, text}}).ending,
             ChangeEnding::Done);
    QCOMPARE(sql("SELECT shobj_description(" + QByteArray::number(app) + ", 'pg_authid')"),
             text.toUtf8());
    QCOMPARE(m_fixture->run(*app::commentDatabaseForm(before, shop), {{u"comment"_s, text}}).ending,
             ChangeEnding::Done);
    QCOMPARE(sql("SELECT shobj_description(" + QByteArray::number(shop) + ", 'pg_database')"),
             text.toUtf8());
    const inventory::Inventory after = m_fixture->inventory();
    QCOMPARE(changeOf(*app::commentRoleForm(after, app), {{u"comment"_s, QString()}}).statements,
             QStringList{u"COMMENT ON ROLE \"app\" IS NULL"_s});
    QCOMPARE(m_fixture->run(*app::renameRoleForm(after, app), {{u"name"_s, Hostile}}).ending,
             ChangeEnding::Done);
    QCOMPARE(role(Hostile), app);
    const auto rename = app::renameDatabaseForm(after, shop, u"postgres"_s);
    QCOMPARE(m_fixture->run(*rename, {{u"name"_s, Hostile}}).ending, ChangeEnding::Done);
    QCOMPARE(database(Hostile), shop);
    QVERIFY(!app::renameDatabaseForm(after, shop, u"shop"_s)->refusal.isEmpty());
    sql("DROP DATABASE " + quotedName(Hostile).toUtf8());
    sql("DROP ROLE " + quotedName(Hostile).toUtf8());
}

void TestRoleChanges::grantsAndRevokes()
{
    QFETCH_GLOBAL(const int, version);
    const bool options = version >= 16;
    sql("CREATE ROLE staff; CREATE ROLE app");
    const auto grant = app::grantForm(m_fixture->inventory(), role(u"app"_s));
    QCOMPARE(grant->inputs.size(), options ? 4UL : 2UL);
    const ui::ChangeValues wanted{{u"role"_s, u"staff"_s}, {u"admin"_s, u"on"_s}};
    ui::ChangeValues all = wanted;
    if (options)
        all.insert(u"set"_s, QString());
    QCOMPARE(m_fixture->run(*grant, all).ending, ChangeEnding::Done);
    inventory::Inventory now = m_fixture->inventory();
    const auto ofApp = [&] {
        const auto found =
            std::ranges::find(now.memberships, role(u"app"_s), &inventory::Membership::member);
        return found == now.memberships.end() ? std::nullopt : std::optional(*found);
    };
    QVERIFY(ofApp());
    QVERIFY(ofApp()->admin);
    QCOMPARE(ofApp()->set, !options);
    const auto alter = app::alterMembershipForm(now, *ofApp());
    QCOMPARE(changeOf(*alter).statements, QStringList());
    QCOMPARE(m_fixture->run(*alter, {{u"admin"_s, QString()}}).ending, ChangeEnding::Done);
    now = m_fixture->inventory();
    QVERIFY(!ofApp()->admin);
    QCOMPARE(m_fixture->run(*app::revokeForm(now, *ofApp())).ending, ChangeEnding::Done);
    now = m_fixture->inventory();
    QVERIFY(!ofApp());
    sql("DROP ROLE staff, app");
}

void TestRoleChanges::dropsARoleWithWhatItOwns()
{
    const QByteArray name = quotedName(Hostile).toUtf8();
    sql("CREATE ROLE " + name + " LOGIN");
    sql("CREATE DATABASE one OWNER " + name);
    sql("CREATE DATABASE \"two;\"");
    m_fixture->sql("CREATE SCHEMA s AUTHORIZATION " + name + "; CREATE TABLE s.t (id int); " +
                       "ALTER TABLE s.t OWNER TO " + name + "; INSERT INTO s.t VALUES (7)",
                   u"one"_s);
    m_fixture->sql("CREATE TABLE g (id int); GRANT SELECT ON g TO " + name +
                       "; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; "
                       "ALTER FUNCTION f() OWNER TO " +
                       name,
                   u"two;"_s);
    const inventory::Inventory now = m_fixture->inventory();
    const inventory::Oid oid = role(Hostile);
    const auto form = app::dropRoleForm(now, oid, dependents(oid));
    QVERIFY(form);
    QVERIFY2(form->refusal.isEmpty(), qPrintable(form->refusal));
    QCOMPARE(form->word, QString::number(oid)); // nobody could type its name
    QCOMPARE(form->facts.size(), 3UL);
    QCOMPARE(form->facts[0].second, u"owns 1 database"_s);
    QCOMPARE(form->facts[1].second, u"owns 1 table, view or sequence, 1 schema"_s);
    QCOMPARE(form->facts[2].second,
             u"owns 1 function; has privileges on 1 table, view or sequence"_s);
    // Without an heir the server refuses, and nothing is lost.
    QVERIFY(!form->inputs.front().missing.isEmpty());
    QCOMPARE(m_fixture->run(*form, {{u"heir"_s, u"nobody"_s}}).ending, ChangeEnding::Failed);
    QCOMPARE(role(Hostile), oid);
    const ChangeOutcome outcome = m_fixture->run(*form, {{u"heir"_s, u"weak"_s}});
    QVERIFY2(outcome.ending == ChangeEnding::Done, qPrintable(outcome.error.message));
    QCOMPARE(role(Hostile), 0U);
    QCOMPARE(sql("SELECT datdba::regrole FROM pg_database WHERE datname = 'one'"), "weak");
    QCOMPARE(m_fixture->sql("SELECT id, (SELECT relowner::regrole FROM pg_class WHERE oid = "
                            "'s.t'::regclass) FROM s.t",
                            u"one"_s),
             "7|weak");
    QCOMPARE(m_fixture->sql("SELECT proowner::regrole FROM pg_proc WHERE proname = 'f'", u"two;"_s),
             "weak");
    QCOMPARE(sql("SELECT count(*) FROM pg_roles WHERE rolname = 'weak'"), "1");
    sql("DROP DATABASE one");
    sql("DROP DATABASE \"two;\"");
}

// A function of a role that is dropped may be SECURITY DEFINER.
void TestRoleChanges::proposesAnHeirWithoutAllRights()
{
    sql("CREATE ROLE leaving; CREATE ROLE landlord");
    sql("CREATE DATABASE cloud OWNER landlord");
    const inventory::Oid leaving = role(u"leaving"_s);
    const auto form = [&] {
        return app::dropRoleForm(m_fixture->inventory(), leaving, dependents(leaving));
    };
    m_fixture->sql("CREATE TABLE t (id int); ALTER TABLE t OWNER TO leaving", u"cloud"_s);
    QCOMPARE(form()->inputs.front().value, u"landlord"_s);
    QVERIFY(!form()->warning);
    m_fixture->sql("CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';"
                   "ALTER FUNCTION f() OWNER TO leaving",
                   u"cloud"_s);
    QCOMPARE(form()->warning({{u"heir"_s, u"landlord"_s}}), QString());
    QVERIFY(form()->warning({{u"heir"_s, u"postgres"_s}}).contains(u"SECURITY DEFINER"_s));
    sql("ALTER DATABASE cloud OWNER TO postgres");
    QCOMPARE(form()->inputs.front().value, QString());
    QVERIFY(!form()->inputs.front().missing.isEmpty());
    sql("DROP DATABASE cloud");
    sql("DROP ROLE leaving, landlord");
}

void TestRoleChanges::refusesToDropRoles()
{
    const inventory::Inventory now = m_fixture->inventory();
    QVERIFY(app::dropRoleForm(now, 10, {})->refusal.contains(u"the server itself"_s));
    QVERIFY(app::dropRoleForm(now, role(u"pg_monitor"_s), {})
                ->refusal.contains(u"the server itself"_s));
    QCOMPARE(app::dropRoleForm(now, role(u"weak"_s), {})->refusal, QString());
    const std::vector<RoleDependents> closed{{.database = u"shut"_s,
                                              .kind = u"pg_class"_s,
                                              .owned = true,
                                              .count = 1,
                                              .allowsConnections = false}};
    QVERIFY(app::dropRoleForm(now, role(u"weak"_s), closed)->refusal.contains(u"“shut”"_s));
    QVERIFY_RESULT(m_fixture->connectAs(u"maker"_s));
    QVERIFY(app::dropRoleForm(m_fixture->inventory(), role(u"maker"_s), {})
                ->refusal.contains(u"logged in as"_s));
}

void TestRoleChanges::dropsOnlyAnUnusedDatabase()
{
    sql("CREATE DATABASE shop");
    const inventory::Oid shop = database(u"shop"_s);
    const inventory::Inventory now = m_fixture->inventory();
    const auto unused = app::dropDatabaseForm(now, shop, use(shop), u"postgres"_s);
    QVERIFY(unused);
    QCOMPARE(unused->refusal, QString());
    QCOMPARE(unused->word, u"shop"_s);
    QVERIFY(unused->facts[1].second.contains(u"MB"_s));
    {
        pg::ConnectionSpec spec = m_fixture->server.spec(u"weak"_s, u"shop"_s);
        spec.set(u"application_name"_s, u"the shop"_s);
        auto session = TestSession::open(spec);
        QVERIFY_RESULT(session);
        // Somebody came after it was shown: nothing is sent, and he is not thrown out.
        const ChangeOutcome used = m_fixture->run(*unused);
        QCOMPARE(used.ending, ChangeEnding::Refused);
        QCOMPARE(used.connected.size(), 1UL);
        QCOMPARE(used.connected[0], (ConnectedSession{session->pid(), u"weak"_s, u"the shop"_s}));
        QVERIFY(session->isAlive());
        QVERIFY(!m_fixture->server.log().contains("DROP DATABASE \"shop\""));
        const auto shown = app::dropDatabaseForm(now, shop, use(shop), u"postgres"_s);
        QVERIFY2(shown->refusal.contains(u"1 session"_s), qPrintable(shown->refusal));
        QCOMPARE(database(u"shop"_s), shop);
    }
    QTRY_COMPARE(use(shop).connections, 0);
    QCOMPARE(m_fixture->run(*unused).ending, ChangeEnding::Done);
    QCOMPARE(database(u"shop"_s), 0U);
}

void TestRoleChanges::refusesToDropDatabases()
{
    const inventory::Inventory now = m_fixture->inventory();
    QVERIFY(app::dropDatabaseForm(now, database(u"template1"_s), {}, u"postgres"_s)
                ->refusal.contains(u"template"_s));
    QVERIFY(app::dropDatabaseForm(now, database(u"postgres"_s), {}, u"postgres"_s)
                ->refusal.contains(u"connected to"_s));
}

void TestRoleChanges::limitsDatabases()
{
    sql("CREATE DATABASE shop");
    const auto form = app::databaseLimitForm(m_fixture->inventory(), database(u"shop"_s));
    QCOMPARE(changeOf(*form).statements, QStringList());
    QCOMPARE(m_fixture->run(*form, {{u"limit"_s, u"12"_s}}).ending, ChangeEnding::Done);
    QCOMPARE(sql("SELECT datconnlimit FROM pg_database WHERE datname = 'shop'"), "12");
    sql("DROP DATABASE shop");
}

void TestRoleChanges::limitedRoleIsTold()
{
    sql("CREATE ROLE app");
    sql("CREATE DATABASE shop");
    QVERIFY_RESULT(m_fixture->connectAs(u"weak"_s));
    const inventory::Inventory now = m_fixture->inventory();
    const inventory::Oid app = role(u"app"_s);
    const inventory::Oid shop = database(u"shop"_s);
    for (const ChangeOutcome &outcome :
         {m_fixture->run(*app::alterRoleForm(now, app), {{u"login"_s, u"on"_s}}),
          m_fixture->run(*app::dropRoleForm(now, app, dependents(app))),
          m_fixture->run(*app::databaseLimitForm(now, shop), {{u"limit"_s, u"1"_s}}),
          m_fixture->run(*app::dropDatabaseForm(now, shop, use(shop), u"postgres"_s)),
          m_fixture->run(*app::renameRoleForm(now, app), {{u"name"_s, u"b"_s}})}) {
        QCOMPARE(outcome.ending, ChangeEnding::Failed);
        QVERIFY2(outcome.isPermissionProblem(), qPrintable(outcome.error.message));
        QCOMPARE(outcome.ourRole, u"weak"_s);
    }
    QCOMPARE(role(u"app"_s), app);
    sql("DROP DATABASE shop");
    sql("DROP ROLE app");
}

void TestRoleChanges::unknownObjectsHaveNoForm()
{
    const inventory::Inventory empty;
    QVERIFY(!app::alterRoleForm(empty, 1));
    QVERIFY(!app::passwordForm(empty, 1));
    QVERIFY(!app::grantForm(empty, 1));
    QVERIFY(!app::revokeForm(empty, {}));
    QVERIFY(!app::dropRoleForm(empty, 1, {}));
    QVERIFY(!app::dropDatabaseForm(empty, 1, {}, {}));
    QVERIFY(!app::databaseLimitForm(empty, 1));
}

QTEST_MAIN(TestRoleChanges)
#include "tst_rolechanges.moc"
