// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/testserver.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <map>
#include <set>

using namespace Qt::StringLiterals;
using namespace tests;

namespace {

// The entry of that name; empty if there is none.
QJsonObject named(const QJsonValue &list, const QString &name)
{
    for (const QJsonValue entry : list.toArray()) {
        if (entry[u"name"_s] == name)
            return entry.toObject();
    }
    return {};
}

// "shared_login mcp", in the order of the document.
QStringList findingsOf(const QJsonObject &document)
{
    QStringList texts;
    for (const QJsonValue finding : document[u"findings"_s].toArray())
        texts += finding[u"id"_s].toString() + u' ' + finding[u"subject"_s].toString();
    return texts;
}

} // namespace

/// "roles" and "databases" of the built program, on the shared server of many applications.
class TestInventoryCommand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }
    void init();
    void cleanupTestCase() { m_servers.clear(); }

    void rolesAsJson();
    void rolesWithoutRights();
    void rolesForPeople();
    void databasesAsJson();
    void databasesWithoutRights();
    void databasesForPeople();
    void databasesThatRefuse();
    void sparesAFullServer();
    void saysThatACatalogIsLocked();
    void refusesWrongUse();

private:
    void prepare(int version);
    QString connection(const QString &role = u"postgres"_s) const;

    Program m_program;
    std::map<int, std::unique_ptr<TestServer>> m_servers;
    TestServer *m_server = nullptr;
    int m_version = 0;
};

void TestInventoryCommand::init()
{
    QFETCH_GLOBAL(const int, version);
    m_version = version;
    if (!m_servers.contains(version))
        prepare(version);
    m_server = m_servers[version].get();
}

void TestInventoryCommand::prepare(int version)
{
    auto &server = m_servers[version];
    server = std::make_unique<TestServer>(ServerSetup{.version = version});
    QVERIFY_RESULT(server->start());
    QFile file(QStringLiteral(PGVIGIL_TEST_DATA "/inventory/case-4.sql"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const QByteArray &statement : file.readAll().split(';')) {
        if (!statement.trimmed().isEmpty())
            QVERIFY_RESULT(server->sql(statement));
    }
    QVERIFY_RESULT(server->sql("CREATE ROLE nobody LOGIN; CREATE ROLE team; "
                               "GRANT team TO nextcloud WITH ADMIN OPTION;"
                               "ALTER ROLE guacamole CONNECTION LIMIT 3 "
                               "VALID UNTIL '2051-01-01 00:00:00+00';"
                               "CREATE ROLE \"esc\x1b[31m\" CREATEDB"));
    QVERIFY_RESULT(server->sql("REVOKE CONNECT ON DATABASE nextcloud FROM PUBLIC"));
    QVERIFY_RESULT(
        server->sql("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY); "
                    "INSERT INTO alembic_version VALUES ('ae1027a6acf'); GRANT CREATE ON SCHEMA "
                    "public TO PUBLIC",
                    u"nextcloud"_s));
}

QString TestInventoryCommand::connection(const QString &role) const
{
    return u"host=127.0.0.1 port=%1 dbname=postgres user=%2"_s.arg(
        QString::number(m_server->port()), role);
}

void TestInventoryCommand::rolesAsJson()
{
    const Outcome outcome = m_program.run({u"roles"_s, connection(), u"--json"_s});
    QCOMPARE(outcome.exitCode, 1);
    const QJsonObject said = outcome.json();
    QCOMPARE(said[u"schema"_s].toString(), u"pgvigil.roles/1"_s);
    const QJsonValue roles = said[u"roles"_s];
    QCOMPARE(QByteArray::number(roles.toArray().size()),
             m_server->sql("SELECT count(*) FROM pg_authid").value());
    const QJsonObject mcp = named(roles, u"mcp"_s);
    QCOMPARE(mcp[u"oid"_s].toInteger(), m_server->sql("SELECT 'mcp'::regrole::oid")->toLongLong());
    QVERIFY(mcp[u"login"_s].toBool() && mcp[u"inherit"_s].toBool());
    for (const QString &right :
         {u"superuser"_s, u"createrole"_s, u"createdb"_s, u"replication"_s, u"bypassrls"_s})
        QCOMPARE(mcp[right], QJsonValue(false));
    QCOMPARE(mcp[u"connection_limit"_s].toInt(), -1);
    QCOMPARE(mcp[u"connections"_s].toInt(-1), 0);
    QVERIFY(mcp[u"valid_until"_s].isNull());
    QCOMPARE(mcp[u"password"_s].toString(), u"none"_s);
    QCOMPARE(mcp[u"owns_databases"_s].toArray(),
             (QJsonArray{u"mcp_memory"_s, u"mcp_memory_admin"_s, u"mcp_memory_administrator"_s}));
    const QJsonObject guacamole = named(roles, u"guacamole"_s);
    QCOMPARE(guacamole[u"connection_limit"_s].toInt(), 3);
    QCOMPARE(guacamole[u"valid_until"_s].toString(), u"2051-01-01T00:00:00.000000Z"_s);
    const QJsonValue team = named(roles, u"nextcloud"_s)[u"member_of"_s][0];
    QCOMPARE(team[u"role"_s].toString(), u"team"_s);
    QVERIFY(team[u"admin"_s].toBool() && team[u"inherit"_s].toBool() && team[u"set"_s].toBool());
    const QStringList findings = findingsOf(said);
    QVERIFY(findings.contains("shared_login mcp"_L1));
    QVERIFY(findings.contains("app_superuser admin"_L1));
    QVERIFY(findings.contains("no_password nextcloud"_L1));
    QVERIFY(findings.contains("no_monitoring_role "_L1));
    QVERIFY(!findings.contains("no_password nobody_else"_L1));
}

void TestInventoryCommand::rolesWithoutRights()
{
    const Outcome outcome = m_program.run({u"roles"_s, connection(u"nobody"_s), u"--json"_s});
    const QJsonObject said = outcome.json();
    for (const QJsonValue role : said[u"roles"_s].toArray())
        QCOMPARE(role[u"password"_s].toString(), u"hidden"_s);
    QVERIFY(!named(said[u"roles"_s], u"mcp"_s).isEmpty());
    QVERIFY(!findingsOf(said).join(u' ').contains("no_password"_L1));
    QVERIFY(findingsOf(said).contains("shared_login mcp"_L1));
    QCOMPARE(outcome.exitCode, 1);
}

void TestInventoryCommand::rolesForPeople()
{
    const Outcome outcome = m_program.run({u"roles"_s, connection(u"nobody"_s)});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(!outcome.out.contains('\x1b'));
    QVERIFY(outcome.out.contains("esc␛[31m"));
    QVERIFY(!outcome.out.contains("\npg_monitor"));
    QVERIFY(outcome.out.contains("team (admin)"));
    QVERIFY(outcome.out.contains("warning: 3 databases share the role mcp."));
    QVERIFY(outcome.out.contains(
        "    ALTER DATABASE \"mcp_memory_admin\" OWNER TO \"mcp_memory_admin\";\n"));
    QVERIFY(outcome.err.contains("superusers only"));
    // As many as the panel's chip shows: information is not counted.
    std::set<QString> troubled;
    const QJsonObject said =
        m_program.run({u"roles"_s, connection(u"nobody"_s), u"--json"_s}).json();
    for (const QJsonValue &finding : said[u"findings"_s].toArray()) {
        if (finding[u"severity"_s] != "info"_L1 && finding[u"subject_kind"_s] == "role"_L1)
            troubled.insert(finding[u"subject"_s].toString());
    }
    QVERIFY(troubled.size() > 1);
    QVERIFY(outcome.out.contains(QByteArray("\nSomething is wrong with ") +
                                 QByteArray::number(troubled.size()) + " roles. What begins"));
}

void TestInventoryCommand::databasesAsJson()
{
    const Outcome outcome = m_program.run({u"databases"_s, connection(), u"--json"_s});
    QCOMPARE(outcome.exitCode, 1);
    const QJsonObject said = outcome.json();
    QCOMPARE(said[u"schema"_s].toString(), u"pgvigil.databases/1"_s);
    QCOMPARE(said[u"databases"_s].toArray().size(), 11);
    const QJsonObject shop = named(said[u"databases"_s], u"nextcloud"_s);
    QCOMPARE(shop[u"owner"_s].toString(), u"nextcloud"_s);
    QCOMPARE(
        shop[u"oid"_s].toInteger(),
        m_server->sql("SELECT oid FROM pg_database WHERE datname = 'nextcloud'")->toLongLong());
    QCOMPARE(shop[u"size_bytes"_s].toInteger(),
             m_server->sql("SELECT pg_database_size('nextcloud')")->toLongLong());
    QCOMPARE(shop[u"encoding"_s].toString().toUtf8(),
             m_server->sql("SHOW server_encoding").value());
    QCOMPARE(
        shop[u"collation"_s].toString().toUtf8(),
        m_server->sql("SELECT datcollate FROM pg_database WHERE datname = 'nextcloud'").value());
    QVERIFY(shop[u"xid_age"_s].toInteger() > 0);
    QVERIFY(shop[u"allow_connections"_s].toBool() && shop[u"can_connect"_s].toBool());
    QVERIFY(!shop[u"is_template"_s].toBool());
    QCOMPARE(shop[u"connection_limit"_s].toInt(), -1);
    QCOMPARE(shop[u"extensions"_s][0][u"name"_s].toString(), u"plpgsql"_s);
    QCOMPARE(shop[u"migration"_s][u"tool"_s].toString(), u"Alembic"_s);
    QCOMPARE(shop[u"migration"_s][u"version"_s].toString(), u"ae1027a6acf"_s);
    const QJsonObject other = named(said[u"databases"_s], u"guacamole_db"_s);
    QVERIFY(other[u"migration"_s].isNull() && other[u"migrations"_s].isArray());
    const QJsonObject shut = named(said[u"databases"_s], u"template0"_s);
    QVERIFY(shut[u"extensions"_s].isNull() && shut[u"migrations"_s].isNull());
    QVERIFY(!shut[u"allow_connections"_s].toBool());
    QVERIFY(findingsOf(said).contains("public_schema_writable public"_L1));
}

void TestInventoryCommand::databasesWithoutRights()
{
    const Outcome outcome = m_program.run({u"databases"_s, connection(u"nobody"_s), u"--json"_s});
    const QJsonObject said = outcome.json();
    const QJsonObject shut = named(said[u"databases"_s], u"nextcloud"_s);
    QVERIFY(!shut[u"can_connect"_s].toBool());
    QVERIFY(shut[u"size_bytes"_s].isNull() && shut[u"extensions"_s].isNull() &&
            shut[u"migration"_s].isNull());
    const QJsonObject open = named(said[u"databases"_s], u"guacamole_db"_s);
    QVERIFY(open[u"size_bytes"_s].toInteger() > 1'000'000);
    QVERIFY(open[u"extensions"_s].isArray());
    QVERIFY(!m_server->log().contains("permission denied for database"));
}

void TestInventoryCommand::databasesForPeople()
{
    const Outcome outcome = m_program.run({u"databases"_s, connection()});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.out.contains("Alembic ae1027a6acf"));
    QVERIFY(outcome.out.contains("template, closed"));
    QVERIFY(outcome.out.contains(
        "warning: Everybody may create objects in the schema public of nextcloud."));
    QVERIFY(outcome.out.contains(
        "    \\connect \"nextcloud\"\n    REVOKE CREATE ON SCHEMA \"public\" FROM PUBLIC;\n"));
}

// What could not be looked into is no good news, even where nothing else is wrong.
void TestInventoryCommand::databasesThatRefuse()
{
    TestServer calm({.version = m_version});
    QVERIFY_RESULT(calm.start());
    QVERIFY_RESULT(calm.sql("CREATE ROLE watch LOGIN; GRANT pg_monitor TO watch"));
    QVERIFY_RESULT(calm.sql("CREATE DATABASE shop"));
    QVERIFY_RESULT(calm.sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC"));
    QVERIFY_RESULT(calm.sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC", u"shop"_s));
    const QString text = u"host=127.0.0.1 port=%1 dbname=postgres user=watch"_s.arg(calm.port());
    QCOMPARE(m_program.run({u"databases"_s, text}).exitCode, 0);
    calm.setHba("host postgres all all trust\nlocal all all trust\nhost all all all reject\n");
    const Outcome refused = m_program.run({u"databases"_s, text});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("Not looked into: shop."), refused.err.constData());
}

// Only one connection when there are none to spare.
void TestInventoryCommand::sparesAFullServer()
{
    const int most = m_server->sql("SHOW max_connections")->toInt();
    const int reserved = m_server->sql("SHOW superuser_reserved_connections")->toInt();
    std::vector<TestSession> crowd;
    for (int i = 0; i < most - reserved - 3; ++i) {
        auto session = m_server->session(u"nobody"_s);
        QVERIFY_RESULT(session);
        crowd.push_back(std::move(*session));
    }
    const Outcome outcome = m_program.run({u"databases"_s, connection(), u"--json"_s});
    const QJsonObject said = outcome.json();
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(said[u"databases"_s].toArray().size(), 11);
    for (const QJsonValue database : said[u"databases"_s].toArray())
        QVERIFY(database[u"extensions"_s].isNull());
    QCOMPARE(named(said[u"databases"_s], u"guacamole_db"_s)[u"contents_problem"_s].toString(),
             u"The server has no connection to spare."_s);
}

void TestInventoryCommand::saysThatACatalogIsLocked()
{
    auto locker = m_server->session(u"postgres"_s);
    QVERIFY_RESULT(locker);
    QVERIFY_RESULT(locker->run("BEGIN; LOCK pg_catalog.pg_shdepend IN ACCESS EXCLUSIVE MODE"));
    const Outcome outcome = m_program.run({u"roles"_s, connection(), u"--json"_s});
    QCOMPARE(outcome.exitCode, 3);
    QCOMPARE(outcome.json()[u"schema"_s].toString(), u"pgvigil.error/1"_s);
    QCOMPARE(outcome.json()[u"sqlstate"_s].toString(), u"55P03"_s);
    QVERIFY(outcome.json()[u"hint"_s].toString().contains("pgvigil locks"_L1));
}

void TestInventoryCommand::refusesWrongUse()
{
    QCOMPARE(m_program.run({u"roles"_s}).exitCode, 2);
    QCOMPARE(m_program.run({u"databases"_s, u"nothing of that name"_s}).exitCode, 2);
    for (const QString &wrong : {u"port=x"_s, u"port=70000"_s, u"sslmode=maybe"_s})
        QCOMPARE(m_program.run({u"roles"_s, u"host=127.0.0.1 "_s + wrong}).exitCode, 2);
    QCOMPARE(m_program.run({u"locks"_s, u"host=127.0.0.1 port=x"_s}).exitCode, 2);
    const Outcome outcome =
        m_program.run({u"databases"_s, u"host=127.0.0.1 port=1 connect_timeout=2"_s, u"--json"_s});
    QCOMPARE(outcome.exitCode, 3);
    QCOMPARE(outcome.json()[u"schema"_s].toString(), u"pgvigil.error/1"_s);
}

QTEST_GUILESS_MAIN(TestInventoryCommand)
#include "tst_inventorycommand.moc"
