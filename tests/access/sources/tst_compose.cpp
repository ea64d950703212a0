// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/sourcetesting.h"

#include "access/parselimits.h"
#include "access/sources/compose.h"
#include "access/sources/composeports.h"
#include "access/sources/yamltree.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

std::string server(const std::string &lines)
{
    return "services:\n  db:\n    image: postgres\n" + lines;
}

Statement only(const ComposeFile &file)
{
    return file.source.statements.size() == 1 ? file.source.statements[0] : Statement{};
}

std::string portText(const std::vector<PublishedPort> &ports)
{
    std::string out;
    for (const PublishedPort &each : ports)
        out += each.hostIp + '|' + std::to_string(each.hostPort) + '>' +
               std::to_string(each.containerPort) + ' ';
    return out;
}

} // namespace

class TestCompose final : public QObject
{
    Q_OBJECT

private slots:
    void environmentAsMapAndList()
    {
        const Statement map = only(parseCompose(
            server("    environment:\n      POSTGRES_USER: u\n      POSTGRES_PASSWORD: 'p: #'\n"
                   "      POSTGRES_DB: d\n")));
        QCOMPARE(placeIn(map), "u@db:5432/d");
        QCOMPARE(passwordOf(map), "p: #");
        QCOMPARE(map.line, 5);
        QCOMPARE(map.otherLines, (std::vector<int>{6, 7}));
        QVERIFY(hasNote(map, NoteId::FirstInitOnly));
        const Statement list = only(parseCompose(
            server("    environment:\n      - POSTGRES_USER=u\n      - POSTGRES_PASSWORD=a=b\n")));
        QCOMPARE(placeIn(list), "u@db:5432/u");
        QCOMPARE(passwordOf(list), "a=b");
        QCOMPARE(list.line, 5);
        QVERIFY(hasNote(list, NoteId::ImageDefault));
    }

    void defaultsOfTheImage()
    {
        const Statement read =
            only(parseCompose(server("    environment: {POSTGRES_PASSWORD: 123}\n")));
        QCOMPARE(placeIn(read), "postgres@db:5432/postgres");
        QCOMPARE(passwordOf(read), "123");
        const Statement trust =
            only(parseCompose(server("    environment: {POSTGRES_HOST_AUTH_METHOD: trust}\n")));
        QVERIFY(hasNote(trust, NoteId::TrustedByImage));
        QVERIFY(!hasNote(trust, NoteId::FirstInitOnly));
        const Statement file = only(
            parseCompose(server("    environment: {POSTGRES_PASSWORD_FILE: /run/secrets/pw}\n")));
        QVERIFY(hasNote(file, NoteId::PasswordInFile));
        QVERIFY(!file.hasPassword);
        const Statement bitnami = only(
            parseCompose("services:\n  pg:\n    image: bitnami/postgresql:16\n    environment:\n"
                         "      POSTGRESQL_USERNAME: u\n      POSTGRESQL_PASSWORD: p\n"
                         "      POSTGRESQL_DATABASE: d\n"));
        QCOMPARE(placeIn(bitnami), "u@pg:5432/d");
    }

    void variablesAreFilledInNotRun()
    {
        ComposeSurroundings around;
        around.variables.push_back({"PW", SecretText("from-env"), 1, {}, {}});
        const auto read = [&](const std::string &value) {
            return only(parseCompose(
                server("    environment:\n      POSTGRES_PASSWORD: " + value + "\n"), around));
        };
        QCOMPARE(passwordOf(read("${PW}")), "from-env");
        QCOMPARE(passwordOf(read("$PW")), "from-env");
        QCOMPARE(passwordOf(read("a$$b")), "a$b");
        QCOMPARE(passwordOf(read("${NONE:-other}")), "other");
        QCOMPARE(passwordOf(read("$(id)")), "$(id)");
        QVERIFY(!read("${NONE}").hasPassword);
        QCOMPARE(read("${NONE}").unresolved, (std::vector<std::string>{"NONE"}));
        QCOMPARE(read("${NONE:?set it}").unresolved, (std::vector<std::string>{"NONE"}));
        QCOMPARE(read("\n").unresolved, (std::vector<std::string>{"POSTGRES_PASSWORD"}));
    }

    void publishedPorts()
    {
        QCOMPARE(portText(shortPort("5432:5432")), "|5432>5432 ");
        QCOMPARE(portText(shortPort("127.0.0.1:5433:5432")), "127.0.0.1|5433>5432 ");
        QCOMPARE(portText(shortPort("[::1]:5433:5432/tcp")), "::1|5433>5432 ");
        QCOMPARE(portText(shortPort("5432")), "|0>5432 ");
        QCOMPARE(portText(shortPort("127.0.0.1::5432")), "127.0.0.1|0>5432 ");
        QCOMPARE(portText(shortPort("6000-6001:5432-5433")), "|6000>5432 |6001>5433 ");
        QCOMPARE(portText(shortPort("6000-6009:5432")), "|0>5432 ");
        for (const char *bad : {"5432:5432/udp", "", ":", "a:b", "99999:5432", "0:5432",
                                "1-60000:1-60000", "5432:5432:5432:", "-"})
            QVERIFY2(shortPort(bad).empty(), bad);
        QCOMPARE(portText(longPort({"5432", "6000", "127.0.0.1", "tcp"})), "127.0.0.1|6000>5432 ");
        QCOMPARE(portText(longPort({"5432", "", "", ""})), "|0>5432 ");
        QVERIFY(longPort({"5432", "6000", "", "udp"}).empty());
    }

    void servicesOfOthers()
    {
        const ComposeFile file = parseCompose(
            "x-env: &env\n  DB_URL: postgres://u:p@store/d\nservices:\n  store:\n"
            "    image: registry:5000/citusdata/citus:12@sha256:aa\n    container_name: c1\n"
            "    networks: {back: {aliases: [pg]}}\n    ports: [5432]\n"
            "  web:\n    environment:\n      <<: *env\n      OTHER: 1\n"
            "  near:\n    network_mode: host\n    environment: [U=postgres://u:p@localhost/d]\n"
            "  far:\n    environment: [U=postgres://u:p@127.0.0.1/d]\n");
        QCOMPARE(file.services.size(), 4u);
        QVERIFY(file.services[0].postgres);
        QCOMPARE(file.services[0].aliases, (std::vector<std::string>{"c1", "pg"}));
        QVERIFY(!file.services[1].postgres && file.services[2].hostNetwork);
        QCOMPARE(file.source.statements.size(), 3u);
        QCOMPARE(file.source.statements[0].label, "web");
        QCOMPARE(file.source.statements[0].line, 2); // where the anchor states it
        QVERIFY(!hasNote(file.source.statements[1], NoteId::OwnContainerOnly));
        QVERIFY(hasNote(file.source.statements[2], NoteId::OwnContainerOnly));
    }

    void othersFilesAreNamedNotRead()
    {
        const ComposeFile file = parseCompose(
            "include: [a.yaml, {path: b.yaml}]\nservices:\n  db:\n    image: postgres\n"
            "    extends: {file: c.yaml, service: x}\n    env_file: [d.env, {path: ./e.env}]\n"
            "  web:\n    env_file: f.env\n");
        QCOMPARE(file.notFollowed, (std::vector<std::string>{"a.yaml", "b.yaml", "c.yaml"}));
        QCOMPARE(file.envFiles, (std::vector<EnvFileRequest>{
                                    {"db", "d.env"}, {"db", "./e.env"}, {"web", "f.env"}}));
    }

    void images()
    {
        for (const char *image :
             {"postgres", "postgres:17-alpine", "docker.io/library/postgres@sha256:1",
              "postgis/postgis:16-3.4", "timescale/timescaledb-ha:pg16", "pgvector/pgvector:pg16",
              "groonga/pgroonga", "bitnami/postgresql:16", "supabase/postgres:15.1",
              "citusdata/citus:12", "registry.local:5000/x/my-postgres:1",
              "ghcr.io/cloudnative-pg/postgresql:16", "ghcr.io/zalando/spilo-16:3.2"})
            QVERIFY2(isPostgresImage(image), image);
        for (const char *image :
             {"mysql", "redis", "dpage/pgadmin4", "prometheuscommunity/postgres-exporter",
              "postgrest/postgrest", "edoburu/pgbouncer", "prodrigestivill/postgres-backup-local",
              "", "postgres.example.org/web", "supabase/postgres-meta:v1"})
            QVERIFY2(!isPostgresImage(image), image);
    }

    void aliasBombsAndDepth()
    {
        std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 12; ++i) {
            const std::string last = "*a" + std::to_string(i - 1);
            bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
            for (int k = 0; k < 8; ++k)
                bomb += ", " + last;
            bomb += "]\n";
        }
        QCOMPARE(parseYaml(bomb).problem, SourceProblem::TooManyNodes);
        std::string big = "a: &a " + std::string(100'000, 'x') + "\nb: [";
        for (int i = 0; i < 5000; ++i)
            big += "*a,";
        QCOMPARE(parseYaml(big + "]\n").problem, SourceProblem::TooManyNodes);
        QCOMPARE(parseYaml(std::string(5000, '[')).problem, SourceProblem::TooDeep);
        std::string deep;
        for (int i = 0; i < 100; ++i)
            deep += std::string(std::size_t(i), ' ') + "a:\n";
        QCOMPARE(parseYaml(deep).problem, SourceProblem::TooDeep);
        QCOMPARE(parseYaml("a: &a [*a]").problem, SourceProblem::Syntax);
        QCOMPARE(parseYaml("a: *b").problem, SourceProblem::Syntax);
        QCOMPARE(parseYaml(std::string(MaxYamlBytes + 1, ' ')).problem, SourceProblem::TooLarge);
        QCOMPARE(parseYaml("a: \xFF").problem, SourceProblem::NotUtf8);
    }

    void brokenYamlSaysTheLine()
    {
        const YamlDocuments read = parseYaml("a: 1\n---\nb: 2\nc: [1, 2\nd: }\n");
        QCOMPARE(read.problem, SourceProblem::Syntax);
        QVERIFY(read.problemLine >= 4 && read.problemLine <= 6);
        QCOMPARE(read.documents.size(), 1u); // the one before the fault
        for (const char *odd :
             {"", "-", "services:", "services: 5", "services: [a]",
              "services: {db: {image: [postgres]}}", "? [a]\n: b",
              "services: {db: {image: postgres, environment: 5, ports: x}}",
              "services: {db: {image: postgres, environment: [[a]], ports: [[1]]}}",
              "services: {db: {ports: {a: b}, env_file: {}, extends: []}}"})
            QVERIFY2(parseCompose(odd).source.statements.empty(), odd);
    }

    void mergeKeysAndDoubles()
    {
        const YamlDocuments read =
            parseYaml("base: &b {x: 1, y: 2}\nz: {y: 3, <<: *b}\nw: 1\nw: 2\n");
        QCOMPARE(read.documents.size(), 1u);
        const YamlNode *z = read.documents[0].find("z");
        QVERIFY(z);
        QCOMPARE(std::string(z->textOf("x")), "1");
        QCOMPARE(std::string(z->textOf("y")), "3");
        QCOMPARE(std::string(read.documents[0].textOf("w")), "2");
        const YamlDocuments list = parseYaml("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc:\n  z: 3\n"
                                             "  <<: [*a, *b]\n");
        const YamlNode *c = list.documents.at(0).find("c");
        QVERIFY(c && c->keys.size() == 3);
        QCOMPARE(std::string(c->textOf("x")), "1"); // the first of the list counts
        QCOMPARE(std::string(c->textOf("y")), "2");
        std::string many = "z:\n"; // once took quadratic time
        for (int i = 0; i < 20'000; ++i)
            many += "  <<: {a" + std::to_string(i) + ": 1}\n";
        QCOMPARE(parseYaml(many).documents.at(0).find("z")->keys.size(), 20'000u);
    }
};

QTEST_GUILESS_MAIN(TestCompose)
#include "tst_compose.moc"
