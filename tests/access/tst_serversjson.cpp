// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/parselimits.h"
#include "access/serversjson.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

std::string dataFile(const char *name)
{
    QFile file(QStringLiteral(PGVIGIL_TEST_DATA "/access/") + QLatin1StringView(name));
    if (!file.open(QFile::ReadOnly))
        qFatal("cannot read %s", name);
    return file.readAll().toStdString();
}

std::optional<IgnoreReason> reasonFor(const PgAdminServer &server, std::string_view key)
{
    for (const IgnoredKey &each : server.ignored) {
        if (each.key == key)
            return each.reason;
    }
    return {};
}

} // namespace

class TestServersJson final : public QObject
{
    Q_OBJECT

private slots:
    void readsTheSharedServer()
    {
        const PgAdminServers read = parsePgAdminServers(dataFile("servers.json"));
        QCOMPARE(read.problem, ServersProblem::None);
        QCOMPARE(read.servers.size(), 2u);
        const PgAdminServer &first = read.servers[0];
        QCOMPARE(first.name, "Main PostgreSQL");
        QCOMPARE(first.group, "Servers");
        QCOMPARE(first.host, "postgres");
        QCOMPARE(first.port, 5432);
        QCOMPARE(first.database, "postgres");
        QCOMPARE(first.user, "admin");
        QCOMPARE(first.sslMode, "prefer");
        QCOMPARE(first.line, 3);
        QCOMPARE(first.ignored, (std::vector{IgnoredKey{"PassFile", IgnoreReason::NamesFile, 0}}));
        QCOMPARE(read.servers[1].line, 4);
        QVERIFY(read.servers[1].ignored.empty());
    }

    void takesOnlyWhatIsAllowed()
    {
        const PgAdminServers read = parsePgAdminServers(dataFile("servers-hostile.json"));
        QCOMPARE(read.servers.size(), 1u);
        const PgAdminServer &server = read.servers[0];
        QCOMPARE(reasonFor(server, "PasswordExecCommand"), IgnoreReason::RunsCommand);
        QCOMPARE(reasonFor(server, "PostConnectionSQL"), IgnoreReason::RunsSql);
        QCOMPARE(reasonFor(server, "passfile"), IgnoreReason::NamesFile);
        QCOMPARE(reasonFor(server, "sslkey"), IgnoreReason::NamesFile);
        QCOMPARE(reasonFor(server, "TunnelHost"), IgnoreReason::Tunnel);
        QCOMPARE(reasonFor(server, "Service"), IgnoreReason::OtherSource);
        QCOMPARE(reasonFor(server, "Password"), IgnoreReason::HoldsSecret);
        QCOMPARE(reasonFor(server, "Comment"), IgnoreReason::NotUsed);
        QCOMPARE(reasonFor(server, "Port"), IgnoreReason::Malformed);
        QCOMPARE(reasonFor(server, "Host"), IgnoreReason::Duplicate);
        QCOMPARE(server.host, "second.example.org"); // the last one counts, as for pgAdmin
        QCOMPARE(server.sslMode, "verify-full");
        QCOMPARE(server.colour, "#c0392b");
        QVERIFY(!server.port);
        for (const IgnoredKey &each : server.ignored)
            QVERIFY(!each.key.contains("sentinel"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("problem");
        const auto row = [](const char *name, const QByteArray &text, ServersProblem problem) {
            QTest::newRow(name) << text << int(problem);
        };
        row("nothing", "", ServersProblem::NotJson);
        row("text", "hello", ServersProblem::NotJson);
        row("cut off", "{\"Servers\": {\"1\": {\"Name\": \"x\"", ServersProblem::NotJson);
        row("NaN", "{\"Servers\": {\"1\": {\"Port\": NaN}}}", ServersProblem::NotJson);
        row("UTF-16", QByteArray("\xFF\xFE{\0}\0", 6), ServersProblem::NotUtf8);
        row("not UTF-8", "{\"Servers\": {\"1\": {\"Name\": \"\xE4\"}}}", ServersProblem::NotUtf8);
        row("other JSON", "{\"servers\": []}", ServersProblem::NotServers);
        row("array", "[1, 2]", ServersProblem::NotServers);
        row("deep", QByteArray(3000, '[') + QByteArray(3000, ']'), ServersProblem::TooDeep);
        row("depth 65", QByteArray(65, '[') + QByteArray(65, ']'), ServersProblem::TooDeep);
        row("many", "{\"Servers\": [" + QByteArray("1,").repeated(100'001) + "1]}",
            ServersProblem::TooManyNodes);
        row("large", QByteArray(qsizetype(MaxFileBytes) + 1, ' '), ServersProblem::TooLarge);
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, problem);
        const PgAdminServers read = parsePgAdminServers({text.data(), size_t(text.size())});
        QCOMPARE(int(read.problem), problem);
        QVERIFY(read.servers.empty());
    }

    void acceptsAByteOrderMark()
    {
        const PgAdminServers read = parsePgAdminServers(
            "\xEF\xBB\xBF{\"Servers\": {\"1\": {\"Host\": \"a\", \"Port\": 1}}}");
        QCOMPARE(read.problem, ServersProblem::None);
        QCOMPARE(read.servers.size(), 1u);
        QCOMPARE(read.servers[0].port, 1);
    }

    void portsAreChecked()
    {
        for (const char *port :
             {"0", "65536", "18446744073709551615", "-1", "1.5", "\"5432\"", "null"}) {
            const PgAdminServers read = parsePgAdminServers(
                std::string("{\"Servers\": {\"1\": {\"Port\": ") + port + "}}}");
            QCOMPARE(read.servers.size(), 1u);
            QVERIFY(!read.servers[0].port);
            QCOMPARE(reasonFor(read.servers[0], "Port"), IgnoreReason::Malformed);
        }
    }

    void replaysTheCorpus()
    {
        const QDir folder(QStringLiteral(PGVIGIL_TEST_DATA "/access/serversjson"));
        const QStringList names = folder.entryList(QDir::Files);
        QVERIFY(!names.isEmpty());
        for (const QString &each : names) {
            const PgAdminServers read =
                parsePgAdminServers(dataFile(qPrintable(u"serversjson/"_s + each)));
            QVERIFY(read.problem == ServersProblem::None || read.servers.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestServersJson)
#include "tst_serversjson.moc"
