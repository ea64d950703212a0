// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/request.h"

#include <QTest>

using namespace app;
using namespace Qt::StringLiterals;
using Command = Request::Command;

namespace {

std::expected<Request, Refusal> parse(const QByteArrayList &words)
{
    std::vector<const char *> argv{"pgvigil"};
    for (const QByteArray &word : words)
        argv.push_back(word.constData());
    return parseCommandLine(int(argv.size()), argv.data());
}

} // namespace

class TestRequest final : public QObject
{
    Q_OBJECT

private slots:
    void nothingOpensTheWindow();
    void commands_data();
    void commands();
    void readsAnAction();
    void readsAClient();
    void readsAPicture();
    void readsPractice();
    void refuses_data();
    void refuses();
    void helpIsFine();
};

void TestRequest::nothingOpensTheWindow()
{
    QCOMPARE(*parse({}), Request{});
    const auto request = parse({"--connect", "host=a", "--name", "shop"});
    QVERIFY(request && request->command == Command::Window);
    QCOMPARE(request->connection, u"host=a"_s);
    QCOMPARE(request->name, u"shop"_s);
}

void TestRequest::commands_data()
{
    QTest::addColumn<QByteArrayList>("words");
    QTest::addColumn<int>("command");
    QTest::newRow("snapshot") << QByteArrayList{"snapshot", "host=a"} << int(Command::Snapshot);
    QTest::newRow("locks") << QByteArrayList{"locks", "host=a"} << int(Command::Locks);
    QTest::newRow("cancel") << QByteArrayList{"cancel", "host=a", "12"} << int(Command::Cancel);
    QTest::newRow("terminate") << QByteArrayList{"terminate", "x", "12"} << int(Command::Terminate);
    QTest::newRow("check") << QByteArrayList{"check", "host=a"} << int(Command::Check);
    QTest::newRow("check files") << QByteArrayList{"check", "--from", "a", "--from", "b"}
                                 << int(Command::Check);
    QTest::newRow("roles") << QByteArrayList{"roles", "c"} << int(Command::Roles);
    QTest::newRow("databases") << QByteArrayList{"databases", "c"} << int(Command::Databases);
    QTest::newRow("hba check") << QByteArrayList{"hba", "check", "f"} << int(Command::HbaCheck);
    QTest::newRow("hba match") << QByteArrayList{"hba",    "match", "f",          "--type", "local",
                                                 "--user", "u",     "--database", "d"}
                               << int(Command::HbaMatch);
    QTest::newRow("start") << QByteArrayList{"practice", "start"} << int(Command::PracticeStart);
    QTest::newRow("stop") << QByteArrayList{"practice", "stop"} << int(Command::PracticeStop);
    QTest::newRow("list") << QByteArrayList{"practice", "list"} << int(Command::PracticeList);
    QTest::newRow("picture") << QByteArrayList{"picture", "activity", "x", "-o", "f.png"}
                             << int(Command::Picture);
}

void TestRequest::commands()
{
    QFETCH(QByteArrayList, words);
    const auto request = parse(words);
    QVERIFY2(request, request ? "" : qPrintable(request.error().text));
    QTEST(int(request->command), "command");
    QVERIFY(!request->json);
}

void TestRequest::readsAnAction()
{
    const auto request = parse({"terminate", "host=a dbname=b", "4711", "--backend-start",
                                "2026-11-20T03:12:47.000123Z", "--yes", "--json"});
    QVERIFY(request);
    QCOMPARE(request->connection, u"host=a dbname=b"_s);
    QCOMPARE(request->pid, 4711);
    QCOMPARE(request->backendStart, u"2026-11-20T03:12:47.000123Z"_s);
    QVERIFY(request->yes && request->json);
}

void TestRequest::readsAClient()
{
    const auto request = parse({"hba", "match", "--server", "host=a", "--type", "host", "--user",
                                "u", "--database", "d", "--address", "::1", "--ssl", "--member-of",
                                "a,b", "--member-of", "c", "--server-addresses", "10.0.0.1/8,::1"});
    QVERIFY(request);
    const HbaRequest &hba = request->hba;
    QVERIFY(!hba.local && hba.ssl && !hba.gss && hba.file.isEmpty());
    QCOMPARE(hba.server, u"host=a"_s);
    QCOMPARE(hba.address, u"::1"_s);
    QCOMPARE(hba.memberOf, (QStringList{u"a,b"_s, u"c"_s}));
    QCOMPARE(hba.serverAddresses, (QStringList{u"10.0.0.1/8"_s, u"::1"_s}));
    const auto old = parse({"hba", "check", "f", "--server-version", "13", "--ident", "i"});
    QVERIFY(old && old->hba.version == 13 && old->hba.file == "f"_L1 && old->hba.ident == "i"_L1);
}

void TestRequest::readsAPicture()
{
    const auto request = parse({"picture", "activity", "orders", "-o", "a.png", "--size", "800x600",
                                "--theme", "dark", "--scale", "2"});
    QVERIFY(request);
    QCOMPARE(request->panel, u"activity"_s);
    QCOMPARE(request->output, u"a.png"_s);
    QCOMPARE(request->size, QSize(800, 600));
    QVERIFY(request->dark);
    QCOMPARE(request->scale, 2.0);
    QVERIFY(!parse({"picture", "activity", "orders", "-o", "a.png"})->dark);
}

void TestRequest::readsPractice()
{
    QCOMPARE(parse({"practice", "start"})->name, u"incident"_s);
    const auto request = parse({"practice", "start", "incident", "--foreground", "--wait"});
    QVERIFY(request && request->foreground && request->wait);
    QCOMPARE(parse({"practice", "stop"})->name, QString());
    QCOMPARE(parse({"practice", "stop", "incident-2"})->name, u"incident-2"_s);
}

void TestRequest::refuses_data()
{
    QTest::addColumn<QByteArrayList>("words");
    QTest::newRow("unknown command") << QByteArrayList{"destroy"};
    QTest::newRow("unknown option") << QByteArrayList{"snapshot", "x", "--private"};
    QTest::newRow("no connection") << QByteArrayList{"snapshot"};
    QTest::newRow("a tree in JSON") << QByteArrayList{"locks", "x", "--tree", "--json"};
    QTest::newRow("nothing to check") << QByteArrayList{"check", "--hba", "f"};
    QTest::newRow("no pid") << QByteArrayList{"cancel", "x"};
    QTest::newRow("pid not a number") << QByteArrayList{"cancel", "x", "abc"};
    QTest::newRow("pid too small") << QByteArrayList{"cancel", "x", "0"};
    QTest::newRow("negative pid") << QByteArrayList{"terminate", "x", "-1"};
    QTest::newRow("pid too large") << QByteArrayList{"terminate", "x", "99999999999"};
    QTest::newRow("unknown panel") << QByteArrayList{"picture", "moon", "x", "-o", "f.png"};
    QTest::newRow("no file") << QByteArrayList{"picture", "activity", "x"};
    QTest::newRow("size") << QByteArrayList{"picture", "activity", "x", "-o", "f", "--size", "10x"};
    QTest::newRow("huge size") << QByteArrayList{"picture", "activity", "x",       "-o",
                                                 "f",       "--size",   "99999x99"};
    QTest::newRow("theme") << QByteArrayList{"picture", "activity", "x",   "-o",
                                             "f",       "--theme",  "pink"};
    QTest::newRow("scale") << QByteArrayList{"picture", "activity", "x", "-o", "f", "--scale", "9"};
    QTest::newRow("practice alone") << QByteArrayList{"practice"};
    QTest::newRow("unknown scenario") << QByteArrayList{"practice", "start", "flood"};
    QTest::newRow("name of nothing") << QByteArrayList{"--name", "shop"};
    QTest::newRow("window and command")
        << QByteArrayList{"--connect", "host=a", "snapshot", "host=b"};
    QTest::newRow("two commands") << QByteArrayList{"snapshot", "x", "practice", "list"};
}

void TestRequest::refuses()
{
    QFETCH(QByteArrayList, words);
    const auto request = parse(words);
    QVERIFY(!request);
    QVERIFY(request.error().exitCode == ExitCode::Usage);
    QVERIFY(!request.error().text.isEmpty());
}

void TestRequest::helpIsFine()
{
    for (const QByteArrayList &words :
         {QByteArrayList{"--help"}, {"snapshot", "--help"}, {"--version"}}) {
        const auto request = parse(words);
        QVERIFY(!request);
        QVERIFY(request.error().exitCode == ExitCode::Fine);
        QVERIFY(request.error().text.contains("pgvigil"_L1) ||
                request.error().text.contains("CONN"_L1));
    }
    QVERIFY2(!parse({"practice", "--help"}).error().text.contains("keep"_L1),
             "what is for ourselves only is not in the help");
}

QTEST_GUILESS_MAIN(TestRequest)
#include "tst_request.moc"
