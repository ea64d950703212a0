// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/sourcetesting.h"

#include "access/parselimits.h"
#include "access/sources/dbeaver.h"
#include "access/sources/errortext.h"
#include "access/sources/ini.h"
#include "access/sources/kubernetes.h"
#include "access/sources/otherfiles.h"
#include "access/sources/prisma.h"
#include "access/sources/rails.h"
#include "access/sources/recognise.h"
#include "access/sources/spring.h"

#include <QTest>

#include <rapidcheck.h>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

/// "line[+line] user@host:port/database password" of each statement.
std::vector<std::string> texts(const SourceFile &file)
{
    std::vector<std::string> out;
    for (const Statement &each : file.statements) {
        std::string lines = std::to_string(each.line);
        for (const int line : each.otherLines)
            lines += '+' + std::to_string(line);
        out.push_back(lines + ' ' + placeIn(each) + ' ' + passwordOf(each));
    }
    return out;
}

using Texts = std::vector<std::string>;

Variables variables(const std::string &name, const std::string &value)
{
    Variables out;
    out.push_back({name, SecretText(value), 1, {}, {}});
    return out;
}

} // namespace

class TestSourceReaders final : public QObject
{
    Q_OBJECT

private slots:
    void alembic()
    {
        QCOMPARE(texts(readAlembic(
                     "[alembic]\nscript_location = m\n# sqlalchemy.url = postgres://x@y/z\n"
                     "sqlalchemy.url = postgresql+psycopg://u:p%%40@db:5432/d\n")),
                 (Texts{"4 u@db:5432/d p@"}));
        QCOMPARE(texts(readAlembic("[DEFAULT]\npw = p\n[alembic]\nuser: u\n"
                                   "sqlalchemy.url = postgresql://%(user)s:%(PW)s@h/d\n")),
                 (Texts{"5 u@h:?/d p"}));
        const SourceFile open = readAlembic("[alembic]\nsqlalchemy.url = %(DATABASE_URL)s\n");
        QCOMPARE(open.statements.at(0).unresolved, (Texts{"DATABASE_URL"}));
        QCOMPARE(texts(readAlembic("[a]\nsqlalchemy.url = %(DATABASE_URL)s\n",
                                   variables("DATABASE_URL", "postgres://u:p@h/d"))),
                 (Texts{"2 u@h:?/d p"}));
        QCOMPARE(
            texts(readAlembic("[alembic]\nsqlalchemy.url = driver://user:pass@localhost/dbname\n")),
            Texts{});
        QCOMPARE(texts(readAlembic("[a]\nsqlalchemy.url = %(sqlalchemy.url)s\n")),
                 Texts{"2 ?@?:?/? (none)"});
        std::string bomb = "[a]\n";
        for (int i = 0; i < 40; ++i) {
            bomb += "k" + std::to_string(i) + " = ";
            for (int k = 0; k < 50; ++k)
                bomb += "%(k" + std::to_string(i + 1) + ")s";
            bomb += '\n';
        }
        readAlembic(bomb + "k40 =\nsqlalchemy.url = %(k0)s\n");
        std::string longer = "[a]\nb = c\n";
        for (int i = 0; i < 200'000; ++i)
            longer += " 0123456789\n";
        readAlembic(longer);
    }

    void rails()
    {
        const std::string file = "default: &default\n  adapter: postgresql\n  username: u\n"
                                 "  pool: <%= ENV.fetch(\"RAILS_MAX_THREADS\") { 5 } %>\n"
                                 "<% if true %>\n<% end %>\n"
                                 "development:\n  <<: *default\n  database: dev\n  host: h\n"
                                 "production:\n  primary:\n    <<: *default\n    database: prod\n"
                                 "    password: <%= ENV[\"SHOP_PASSWORD\"] %>\n"
                                 "    host: <%= ENV.fetch('H', 'db') %>\n"
                                 "  cache:\n    adapter: mysql2\n    database: x\n"
                                 "test:\n  url: <%= ENV['TEST_URL'] %>\n  adapter: postgis\n";
        const SourceFile read = readRails(file);
        QCOMPARE(texts(read), (Texts{"3+9+10 u@h:?/dev (none)", "3+14+15+16 u@db:?/prod (none)",
                                     "21 ?@?:?/? (none)"}));
        QCOMPARE(read.statements[1].unresolved, (Texts{"SHOP_PASSWORD"}));
        QVERIFY(hasNote(read.statements[1], NoteId::DefaultTaken));
        QCOMPARE(read.statements[2].unresolved, (Texts{"TEST_URL"}));
        QCOMPARE(texts(readRails(file, variables("SHOP_PASSWORD", "p"))).at(1),
                 "3+14+15+16 u@db:?/prod p");
        const SourceFile code = readRails("a:\n  adapter: postgresql\n  password: <%= `id` %>\n"
                                          "  username: <%= File.read('x')\n %>\n  database: d\n");
        QCOMPARE(texts(code), (Texts{"3+4+6 ?@?:?/d (none)"}));
        QVERIFY(hasNote(code.statements[0], NoteId::CommandNotRun));
        std::string open;
        for (int i = 0; i < 100'000; ++i)
            open += "<%";
        readRails(open);
        readRails(
            "a: {adapter: postgresql, password: __erb_99__, username: __erb_, host: __erb_x__}");
    }

    void errorText()
    {
        const std::string socket = testFile(u"errortext/python"_s).toStdString();
        QCOMPARE(texts(readErrorText(socket)), (Texts{"2 anna@/run/postgresql:5433/? (none)",
                                                      "3+5 ?@db.example.com:5432/shop (none)"}));
        const std::string field = testFile(u"errortext/case-2"_s).toStdString();
        QCOMPARE(texts(readErrorText(field)),
                 (Texts{"1+2 endoregDbLocal@localhost:5432/endoregDbLocal (none)"}));
        // Two that cannot be the same attempt.
        QCOMPARE(
            readErrorText("connection to server at \"h\" (::1), port 1 failed: FATAL:  password "
                          "authentication failed for user \"a\"\n"
                          "connection to server at \"h\" (::1), port 1 failed: FATAL:  password "
                          "authentication failed for user \"b\"")
                .statements.size(),
            2u);
        QVERIFY(readErrorText("FATAL: nothing of the kind").statements.empty());
    }

    void prisma()
    {
        const std::string file =
            "// datasource no {\ngenerator client {\n  provider = \"x\"\n}\n"
            "datasource db {\n  provider = \"postgresql\"\n"
            "  // url = \"postgres://no@no/no\"\n"
            "  url      = env(\"DATABASE_URL\")\n"
            "  directUrl = \"postgresql://u:p@h:1/d?schema=public\"\n}\n"
            "datasource other {\n  url = \"mysql://a@b/c\"\n  provider = \"mysql\"\n}\n";
        QCOMPARE(texts(readPrisma(file)), (Texts{"8 ?@?:?/? (none)", "9 u@h:1/d p"}));
        QCOMPARE(texts(readPrisma(file, variables("DATABASE_URL", "postgres://a:b@c/d"))).at(0),
                 "8 a@c:?/d b");
        QVERIFY(readPrisma("datasource {\n url = env(").statements.empty());
    }

    void springProperties()
    {
        QCOMPARE(texts(readSpringProperties("# x\nspring.datasource.url=jdbc:postgresql://h:1/d\n"
                                            "spring.datasource.username = u\n"
                                            "spring.datasource.password: p\\\\q \\\n    r\n")),
                 (Texts{"2+3+4 u@h:1/d p\\q r"}));
        QCOMPARE(texts(readSpringProperties("spring.datasource.hikari.jdbc-url jdbc:postgresql:d\n"
                                            "spring.datasource.hikari.username=${U:u}\n"
                                            "spring.datasource.password=${P}\n")),
                 (Texts{"1+2+3 u@localhost:?/d (none)"}));
        QCOMPARE(texts(readSpringProperties("quarkus.datasource.jdbc.url=jdbc:postgresql://h/d\n"
                                            "quarkus.datasource.username=u\n")),
                 (Texts{"1+2 u@h:?/d (none)"}));
        QCOMPARE(texts(readSpringProperties("spring.datasource.username=u\n#---\n"
                                            "spring.datasource.url=jdbc:postgresql://h/d\n")),
                 (Texts{"3+1 u@h:?/d (none)"}));
        QCOMPARE(texts(readSpringProperties(
                     "spring.datasource.url=jdbc:h2:mem\nx.url=jdbc:mysql://h\n")),
                 Texts{});
        readSpringProperties(std::string(200'000, '\\') + "\n" + std::string(100'000, '.') +
                             "url=x\\");
        std::string going;
        for (int i = 0; i < 100'000; ++i)
            going += "aaaaaaaaaaaaaaaaaaaa\\\n";
        readSpringProperties(going);
    }

    void springYaml()
    {
        const std::string file = "spring:\n  datasource:\n    url: jdbc:postgresql://${H:db}/d\n"
                                 "    username: u\n    password: ${DB_PW:}\n  r2dbc:\n"
                                 "    url: r2dbc:postgresql://h2/d\n---\n"
                                 "spring.datasource.url: jdbc:postgresql://prod/d\n";
        const SourceFile read = readSpringYaml(file);
        QCOMPARE(texts(read), (Texts{"3+4+5 u@db:?/d ", "7 ?@h2:?/d (none)", "9+4+5 u@prod:?/d "}));
        QCOMPARE(texts(readSpringYaml(file, variables("DB_PW", "p"))).at(0), "3+4+5 u@db:?/d p");
        QCOMPARE(readSpringYaml("a: [").problem, SourceProblem::Syntax);
    }

    void kubernetes()
    {
        const std::string file =
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ndata:\n  DATABASE_URL: "
            "cG9zdGdyZXM6Ly91OnBAaC9k\n  BAD: '***'\n---\nkind: ConfigMap\ndata: {A: "
            "postgres://x@y/z}\n"
            "---\nkind: List\nitems:\n- kind: Secret\n  metadata: {name: pg-cluster-app}\n"
            "  data:\n    password: cA==\n  stringData:\n    username: u\n    password: plain\n"
            "    host: pg-rw\n- kind: Secret\n  metadata: {name: mail}\n"
            "  stringData: {username: a, password: b}\n";
        const SourceFile read = readKubernetes(file);
        QCOMPARE(texts(read), (Texts{"6 u@h:?/d p", "19+20+21 u@pg-rw:?/? plain"}));
        QCOMPARE(read.statements[0].label, "shop");
        QCOMPARE(read.statements[0].surroundings, Surroundings::Cluster);
    }

    void base64()
    {
        QVERIFY(rc::check("what is encoded is decoded", [] {
            const auto text = *rc::gen::arbitrary<std::string>();
            const QByteArray code = QByteArray::fromStdString(text).toBase64();
            RC_ASSERT(std::string(decodeBase64(code.toStdString()).value().view()) == text);
        }));
        QCOMPARE(std::string(decodeBase64("YW\n Jj\n").value().view()), "abc");
        for (const char *bad : {"a", "****", "YQ==YQ==", "===", "YWJjZ"})
            QVERIFY2(!decodeBase64(bad), bad);
    }

    void dbeaver()
    {
        const std::string file =
            "{\n"
            "  \"folders\": {\"x\": {\"a\": {\"b\": 1}}},\n"
            "  \"connections\": {\n"
            "    \"postgres-jdbc-1\": {\n"
            "      \"provider\": \"postgresql\", \"name\": \"Shop {\\\"1\\\"}\",\n"
            "      \"configuration\": {\"host\": \"h\", \"port\": \"5433\", \"database\": \"d\", "
            "\"user\": \"u\",\n"
            "        \"url\": \"jdbc:postgresql://h:5433/d\", \"properties\": {\"x\": \"y\"}, "
            "\"auth-model\": \"native\"}\n"
            "    },\n"
            "    \"mysql8-1\": {\"provider\": \"mysql\", \"configuration\": {\"host\": \"m\"}},\n"
            "    \"p2\": {\"provider\": \"postgresql\",\n"
            "      \"configuration\": {\"url\": \"jdbc:postgresql://only-url/e\", \"port\": "
            "70000}}\n"
            "  }\n"
            "}\n";
        const SourceFile read = readDBeaver(file);
        QCOMPARE(texts(read), (Texts{"4 u@h:5433/d (none)", "10 ?@only-url:?/e (none)"}));
        QCOMPARE(read.statements[0].label, "Shop {\"1\"}");
        QVERIFY(hasNote(read.statements[0], NoteId::PasswordEncoded));
        QVERIFY(hasNote(read.statements[1], NoteId::BadOption));
        QCOMPARE(readDBeaver("{").problem, SourceProblem::Syntax);
        QCOMPARE(readDBeaver(std::string(100, '[') + std::string(100, ']')).problem,
                 SourceProblem::TooDeep);
        for (const char *odd :
             {"[]", "{}", "1", "{\"connections\": []}", "{\"connections\": {\"a\": 1}}",
              "{\"connections\": {\"a\": {\"provider\": \"postgresql\"}}}"})
            QVERIFY2(readDBeaver(odd).statements.empty(), odd);
    }

    void filesThatAreAlsoImported()
    {
        QCOMPARE(texts(readServices("[a]\nhost=h\nport=1\nuser=u\npassword=p w\nsslkey=/k\n[b]\n")),
                 (Texts{"1+2+3+4+5+6 u@h:1/? p w", "7 ?@?:?/? (none)"}));
        QCOMPARE(texts(readPassLines("# x\nh:1:d:u:p\\:w\\\\\n*:*:*:any:x\nh:1:d:u:second\n"
                                     "h2:*:*:u:p\n")),
                 (Texts{"2 u@h:1/d p:w\\", "4 u@h:1/d second", "5 u@h2:5432/? p"}));
        QCOMPARE(texts(readPgAdmin(testFile(u"case-4/servers.json"_s).toStdString())),
                 (Texts{"3 admin@postgres:5432/postgres (none)",
                        "4 keycloak@keycloak-postgres:5432/keycloak (none)"}));
        QCOMPARE(readPgAdmin("{").problem, SourceProblem::Syntax);
    }

    void recognition()
    {
        const auto kind = [](const char *path) { return kindByName(path); };
        for (const char *name : {".env", "a/.env.production", "prod.env", ".envrc", ".ENV.local"})
            QVERIFY2(kind(name) == SourceKind::DotEnv, name);
        for (const char *name : {"docker-compose.yml", "compose.yaml", "docker-compose.prod.yaml"})
            QVERIFY2(kind(name) == SourceKind::Compose, name);
        QVERIFY(kind("x/settings.py") == SourceKind::Django);
        QVERIFY(kind("x/settings/base.py") == SourceKind::Django);
        QVERIFY(kind("config/database.yml") == SourceKind::Rails);
        QVERIFY(kind("application-prod.properties") == SourceKind::Spring);
        QVERIFY(kind("src/application.yml") == SourceKind::Spring);
        QVERIFY(kind(".dbeaver/data-sources.json") == SourceKind::DBeaver);
        for (const char *name :
             {"main.py", "package.json", "README.md", "environment", "env", "a.yml"})
            QVERIFY2(!kind(name), name);
        QVERIFY(isExampleFile(".env.example") && isExampleFile("sample.env"));
        QVERIFY(!isExampleFile(".env") && !isExampleFile(".env.production"));
        QVERIFY(holdsSecretManifest("a: 1\n---\n- kind: \"Secret\"\n"));
        QVERIFY(!holdsSecretManifest("kind: SecretStore\n# kind: Secret\n"));
    }
};

QTEST_GUILESS_MAIN(TestSourceReaders)
#include "tst_sourcereaders.moc"
