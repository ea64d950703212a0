// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/contentsfixture.h"
#include "inventory/inventoryreader.h"
#include "inventory/privileges.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tests;
using namespace inventory;

namespace {

constexpr int Roles = 12;

/// Statements that make a world of roles, objects and grants; each may fail, the others count.
class World final
{
public:
    World(quint32 seed, int version)
        : m_random(seed)
        , m_version(version)
    {
    }

    QByteArrayList statements()
    {
        makeRoles();
        makeObjects();
        for (int i = 0; i < 60; ++i)
            grant();
        m_statements.append("ALTER DATABASE postgres OWNER TO " + role());
        return m_statements;
    }

private:
    bool chance(int percent) { return m_random.bounded(100) < percent; }
    QByteArray role() { return "r" + QByteArray::number(m_random.bounded(Roles)); }
    QByteArray oneOf(const QByteArrayList &names)
    {
        return names[m_random.bounded(int(names.size()))];
    }

    void makeRoles()
    {
        for (int i = 0; i < Roles; ++i)
            m_statements.append("CREATE ROLE r" + QByteArray::number(i) +
                                (chance(30) ? " NOINHERIT" : "") + (i == 0 ? " SUPERUSER" : ""));
        for (int i = 0; i < Roles; ++i)
            join(role(), role());
        QByteArrayList predefined;
        if (m_version >= 14)
            predefined = {"pg_read_all_data", "pg_write_all_data"};
        if (m_version >= 17)
            predefined.append("pg_maintain");
        for (const QByteArray &one : predefined)
            join(one, role());
    }

    void join(const QByteArray &group, const QByteArray &member)
    {
        QByteArray options;
        if (m_version >= 16)
            options = QByteArray(" WITH INHERIT ") + (chance(60) ? "TRUE" : "FALSE") + ", SET " +
                      (chance(60) ? "TRUE" : "FALSE");
        m_statements.append("GRANT " + group + " TO " + member + options);
    }

    void makeObjects()
    {
        for (const char *schema : {"s0", "s1", "s2"}) {
            m_schemas.append(schema);
            m_statements.append(QByteArray("CREATE SCHEMA ") + schema + " AUTHORIZATION " + role());
        }
        m_schemas.append("public");
        for (int i = 0; i < 8; ++i) {
            const QByteArray name = oneOf(m_schemas) + ".o" + QByteArray::number(i);
            const QByteArrayList make{"TABLE " + name + " (a int, b int)",
                                      "VIEW " + name + " AS SELECT 1 AS a, 2 AS b",
                                      "SEQUENCE " + name};
            const int kind = i < 6 ? 0 : i - 5;
            m_statements.append("CREATE " + make[kind]);
            (kind == 2 ? m_sequences : m_tables).append(name);
            m_statements.append(QByteArray(kind == 0   ? "ALTER TABLE "
                                           : kind == 1 ? "ALTER VIEW "
                                                       : "ALTER SEQUENCE ") +
                                name + " OWNER TO " + role());
        }
    }

    void grant()
    {
        QByteArrayList table{"SELECT",   "INSERT",     "UPDATE",  "DELETE",
                             "TRUNCATE", "REFERENCES", "TRIGGER", "SELECT (a)"};
        if (m_version >= 17)
            table.append("MAINTAIN");
        QByteArray what = oneOf(table) + " ON " + oneOf(m_tables);
        if (chance(20))
            what = oneOf({"USAGE", "CREATE"}) + " ON SCHEMA " + oneOf(m_schemas);
        else if (chance(15))
            what = oneOf({"USAGE", "SELECT", "UPDATE"}) + " ON SEQUENCE " + oneOf(m_sequences);
        else if (chance(15))
            what = oneOf({"CONNECT", "TEMPORARY", "CREATE"}) + " ON DATABASE postgres";
        const QByteArray who = chance(15) ? QByteArray("PUBLIC") : role();
        if (chance(30))
            m_statements.append("REVOKE " + what + " FROM " + who + " CASCADE");
        else
            m_statements.append("GRANT " + what + " TO " + who +
                                (chance(30) && who != "PUBLIC" ? " WITH GRANT OPTION" : ""));
    }

    QRandomGenerator m_random;
    int m_version;
    QByteArrayList m_statements;
    QByteArrayList m_schemas;
    QByteArrayList m_tables;
    QByteArrayList m_sequences;
};

/// What the server itself says of every role, object and privilege: "role kind object letter
/// answer".
constexpr auto Truth =
    "WITH p(k, l, n) AS (VALUES ('r', 'r', 'SELECT'), ('r', 'a', 'INSERT'), ('r', 'w', 'UPDATE'),"
    " ('r', 'd', 'DELETE'), ('r', 'D', 'TRUNCATE'), ('r', 'x', 'REFERENCES'), ('r', 't', "
    "'TRIGGER'),"
    " ('S', 'r', 'SELECT'), ('S', 'w', 'UPDATE'), ('S', 'U', 'USAGE'), ('n', 'U', 'USAGE'), ('n', "
    "'C', 'CREATE'),"
    " ('d', 'C', 'CREATE'), ('d', 'T', 'TEMPORARY'), ('d', 'c', 'CONNECT')"
    " %1), o AS (SELECT 'r' AS k, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
    " WHERE relkind IN ('r', 'v') AND (nspname LIKE 's_' OR nspname = 'public')"
    " UNION ALL SELECT 'S', oid FROM pg_class WHERE relkind = 'S' UNION ALL SELECT 'n', oid FROM "
    "pg_namespace"
    " WHERE nspname LIKE 's_' OR nspname = 'public' UNION ALL"
    " SELECT 'd', oid FROM pg_database WHERE datname = 'postgres')"
    " SELECT r.oid, o.k, o.oid, p.l, CASE o.k WHEN 'r' THEN has_table_privilege(r.oid, o.oid, p.n)"
    " WHEN 'S' THEN has_sequence_privilege(r.oid, o.oid, p.n) WHEN 'n' THEN "
    "has_schema_privilege(r.oid, o.oid, p.n)"
    " ELSE has_database_privilege(r.oid, o.oid, p.n) END"
    " FROM pg_roles r, o, p WHERE p.k = o.k AND r.rolname LIKE 'r_' OR p.k = o.k AND r.rolname "
    "LIKE 'r__'";

constexpr auto Small =
    "CREATE ROLE owner; CREATE ROLE readers; CREATE ROLE staff; CREATE ROLE app;"
    "CREATE ROLE lone NOINHERIT; CREATE ROLE root SUPERUSER; CREATE ROLE nobody;"
    "GRANT readers TO staff; GRANT staff TO app; GRANT staff TO lone;"
    "CREATE SCHEMA s AUTHORIZATION owner; CREATE TABLE s.t (a int, b int);"
    "ALTER TABLE s.t OWNER TO owner; GRANT SELECT ON s.t TO readers WITH GRANT OPTION;"
    "GRANT DELETE ON s.t TO PUBLIC; GRANT UPDATE (b) ON s.t TO nobody;"
    "GRANT USAGE ON SCHEMA s TO readers; REVOKE TRUNCATE ON s.t FROM owner";

} // namespace

/// Who may do what, and why: compared with the server's own functions over random worlds.
class TestPrivileges final : public QObject
{
    Q_OBJECT

private slots:
    void equalsTheServer_data() { addServerRows(); }
    void equalsTheServer();
    void explainsTheWay_data() { addServerRows(); }
    void explainsTheWay();

private:
    InventoryPtr inventoryOf(ContentsFixture &fixture);
    void compare(const Inventory &inventory, const DatabaseContents &contents,
                 const QByteArray &truth, quint32 seed);
};

InventoryPtr TestPrivileges::inventoryOf(ContentsFixture &fixture)
{
    pg::Connection connection;
    const auto facts = QCoro::waitFor(connection.open(fixture.parameters()));
    if (!facts)
        return {};
    auto inventory = QCoro::waitFor(readInventory(&connection));
    if (!inventory)
        qWarning("%s", why(inventory).constData());
    return inventory ? std::make_shared<const Inventory>(std::move(*inventory)) : InventoryPtr();
}

void TestPrivileges::compare(const Inventory &inventory, const DatabaseContents &contents,
                             const QByteArray &truth, quint32 seed)
{
    static const QMap<QByteArray, Grantable> kinds{{"r", Grantable::Relation},
                                                   {"S", Grantable::Relation},
                                                   {"n", Grantable::Schema},
                                                   {"d", Grantable::Database}};
    int allowed = 0;
    const QByteArrayList lines = truth.split('\n');
    for (const QByteArray &line : lines) {
        const QByteArrayList cells = line.split('|');
        const PrivilegeQuestion question{.role = cells[0].toUInt(),
                                         .kind = kinds.value(cells[1]),
                                         .object = cells[2].toUInt(),
                                         .privilege = QLatin1Char(cells[3].at(0))};
        const PrivilegeAnswer answer = explainPrivilege(inventory, &contents, question);
        const bool expected = cells[4] == "t";
        allowed += expected;
        if (!answer.known || answer.allowed != expected)
            QFAIL(qPrintable(u"seed %1: %2"_s.arg(QString::number(seed), QString::fromUtf8(line))));
        for (const PrivilegePath &path : answer.bySetRole) {
            PrivilegeQuestion other = question;
            other.role = path.setRole;
            QVERIFY(explainPrivilege(inventory, &contents, other).allowed);
        }
    }
    // A world where all or nothing is allowed would prove nothing.
    QVERIFY(allowed > lines.size() / 20 && allowed < lines.size() * 19 / 20);
}

void TestPrivileges::equalsTheServer()
{
    QFETCH(int, version);
    for (int round = 0; round < 3; ++round) {
        const quint32 seed = QRandomGenerator::global()->generate();
        ContentsFixture fixture(version);
        QVERIFY_RESULT(fixture.start());
        auto session = fixture.server.session(u"postgres"_s);
        QVERIFY_RESULT(session);
        for (const QByteArray &statement : World(seed, version).statements())
            (void)session->run(statement); // circles and the like are refused, as they should be
        const InventoryPtr inventory = inventoryOf(fixture);
        const auto contents = fixture.read();
        QVERIFY(inventory);
        QVERIFY_RESULT(contents);
        QByteArray truth = Truth;
        truth.replace("%1", version >= 17 ? ", ('r', 'm', 'MAINTAIN')" : "");
        compare(*inventory, *contents, fixture.sql(truth), seed);
    }
}

void TestPrivileges::explainsTheWay()
{
    QFETCH(int, version);
    ContentsFixture fixture(version);
    QVERIFY_RESULT(fixture.start());
    QCOMPARE(fixture.sql(Small), "");
    const InventoryPtr inventory = inventoryOf(fixture);
    const auto contents = fixture.read();
    QVERIFY(inventory);
    QVERIFY_RESULT(contents);
    const auto ask = [&](const char *role, char privilege) {
        return explainPrivilege(*inventory, &*contents,
                                {.role = fixture.roleOid(role),
                                 .object = fixture.relationOid("s.t"),
                                 .privilege = QLatin1Char(privilege)});
    };
    const Oid readers = fixture.roleOid("readers");
    const Oid staff = fixture.roleOid("staff");
    const Oid owner = fixture.roleOid("owner");

    PrivilegeAnswer answer = ask("app", 'r');
    QVERIFY(answer.isEffective());
    QCOMPARE(answer.paths.size(), 1);
    QCOMPARE(answer.paths[0].roles, (std::vector<Oid>{fixture.roleOid("app"), staff, readers}));
    QVERIFY(answer.paths[0].grantor == owner && answer.paths[0].grantable &&
            !answer.paths[0].owner);
    answer = ask("lone", 'r');
    QVERIFY(!answer.allowed && !answer.schemaUsage);
    QCOMPARE(answer.bySetRole.front().setRole, staff);
    QCOMPARE(answer.bySetRole.front().roles,
             (std::vector<Oid>{fixture.roleOid("lone"), staff, readers}));
    answer = ask("nobody", 'd');
    QCOMPARE(answer.paths[0].ground, Ground::Public);
    QVERIFY(answer.allowed && !answer.schemaUsage && !answer.isEffective());
    answer = ask("nobody", 'w');
    QVERIFY(!answer.allowed && answer.bySetRole.empty());
    QCOMPARE(answer.columns, QStringList{u"b"_s});
    QVERIFY(ask("owner", 'a').paths[0].owner);
    answer = ask("owner", 'D');
    QVERIFY(!answer.allowed && answer.ownerMayGrant);
    QCOMPARE(ask("root", 'D').paths[0].ground, Ground::Superuser);
    QVERIFY(!explainPrivilege(*inventory, &*contents, {.role = owner, .object = 1}).known);
}

QTEST_GUILESS_MAIN(TestPrivileges)
#include "tst_privileges.moc"
