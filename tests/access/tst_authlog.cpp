// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/authlog.h"

#include <QTest>

#include <random>

using namespace pgaccess;

namespace {

const std::string Entry =
    "2025-11-10 18:08:11.499 UTC [268] LOG:  something else\n"
    "2025-11-10 18:08:11.499 UTC [268] FATAL:  password authentication failed for user \"p\"\n"
    "2025-11-10 18:08:11.499 UTC [268] DETAIL:  Role \"p\" does not exist.\n"
    "\tConnection matched file \"/data/pg_hba.conf\" line 128: \"host all all all "
    "scram-sha-256\"\n";

const std::string CsvStart = "2025-11-10 18:08:11.499 UTC,\"p\",\"d\",268,\"127.0.0.1:5\",65.10c,";

const std::string CsvLog =
    CsvStart +
    "1,\"authentication\",2025-11-10 18:08:11 UTC,3/1,0,LOG,00000,\"something "
    "else\",,,,,,,,,\"\",\"client backend\",,0\n" +
    CsvStart +
    "2,\"authentication\",2025-11-10 18:08:11 UTC,3/1,0,FATAL,28P01,\"password authentication "
    "failed for user \"\"p\"\"\",\"Role \"\"p\"\" does not exist.\nConnection matched file "
    "\"\"/data/pg_hba.conf\"\" line 128: \"\"host all all all scram-sha-256\"\"\",,,,,,,,\"\","
    "\"client backend\",,0\n";

const std::string JsonLog =
    R"({"timestamp":"2025-11-10 18:08:11.499 UTC","pid":268,"error_severity":"LOG","message":"something else"})"
    "\n"
    R"({"timestamp":"2025-11-10 18:08:11.499 UTC","user":"p","dbname":"d","pid":268,"error_severity":"FATAL","state_code":"28P01","message":"password authentication failed for user \"p\"","detail":"Role \"p\" does not exist.\nConnection matched file \"/data/pg_hba.conf\" line 128: \"host all all all scram-sha-256\""})"
    "\n";

void compareEntry(const std::vector<AuthLogEntry> &entries)
{
    QCOMPARE(entries.size(), size_t(1));
    const AuthLogEntry &entry = entries.front();
    QCOMPARE(entry.pid, 268);
    QCOMPARE(entry.message, "password authentication failed for user \"p\"");
    QVERIFY(entry.detail.starts_with("Role \"p\" does not exist."));
    QCOMPARE(entry.before, "something else");
    QCOMPARE(entry.ruleFile, "/data/pg_hba.conf");
    QCOMPARE(entry.ruleLine, 128);
    QCOMPARE(entry.ruleText, "host all all all scram-sha-256");
}

} // namespace

class TestAuthLog final : public QObject
{
    Q_OBJECT

private slots:
    void stderrFormat();
    void containerPrefix();
    void csv();
    void json();
    void cutAtItsBeginning();
    void olderRule();
    void otherPrefixes_data();
    void otherPrefixes();
    void survivesAnything();
};

void TestAuthLog::stderrFormat()
{
    const auto entries = parseAuthLog(Entry);
    compareEntry(entries);
    QCOMPARE(entries.front().time, "2025-11-10 18:08:11.499 UTC");
}

void TestAuthLog::containerPrefix()
{
    std::string log;
    std::istringstream lines(Entry);
    for (std::string line; std::getline(lines, line);)
        log += "heimdex-db  | " + line + "\r\n";
    compareEntry(parseAuthLog(log));
}

void TestAuthLog::csv()
{
    const auto entries = parseAuthLog(CsvLog);
    compareEntry(entries);
    QCOMPARE(entries.front().sqlState, "28P01");
}

void TestAuthLog::json()
{
    const auto entries = parseAuthLog(JsonLog);
    compareEntry(entries);
    QCOMPARE(entries.front().sqlState, "28P01");
}

// Of a long log only the end is read: it may begin in the middle of a record.
void TestAuthLog::cutAtItsBeginning()
{
    compareEntry(parseAuthLog("thing\",,,,\"say \"\"it\"\"\",,\"client backend\",,0\n" + CsvLog));
    compareEntry(parseAuthLog("select a, 2025-01-01\n, b, c\",,,,,,,,\"\",,,0\n" + CsvLog));
    compareEntry(parseAuthLog("tement\":\"SELECT 1\",\"pid\":4}\n" + JsonLog));
    compareEntry(parseAuthLog("\tAND {\"a\": 1, 2}\n0, 1, 2, 3,\n" + Entry));
}

void TestAuthLog::olderRule()
{
    const auto entries =
        parseAuthLog("x [5] FATAL:  f\nx [5] DETAIL:  Connection matched pg_hba.conf line 18: "
                     "\"host all \"a b\" all md5\"\n");
    QCOMPARE(entries.size(), size_t(1));
    QCOMPARE(entries.front().ruleFile, "");
    QCOMPARE(entries.front().ruleLine, 18);
    QCOMPARE(entries.front().ruleText, "host all \"a b\" all md5");
}

void TestAuthLog::otherPrefixes_data()
{
    QTest::addColumn<QByteArray>("prefix");
    QTest::newRow("Debian") << QByteArray("2025-11-10 18:08:11.499 CET [268] p@d ");
    QTest::newRow("none") << QByteArray("");
    QTest::newRow("RDS") << QByteArray("2025-11-10 18:08:11 UTC:10.0.0.1(5000):p@d:[268]:");
    QTest::newRow("syslog") << QByteArray("Nov 10 18:08:11 db postgres[268]: [3-1] ");
}

void TestAuthLog::otherPrefixes()
{
    QFETCH(const QByteArray, prefix);
    const auto entries =
        parseAuthLog((prefix + "FATAL:  no\n" + prefix + "DETAIL:  why\n").toStdString());
    QCOMPARE(entries.size(), size_t(1));
    QCOMPARE(entries.front().message, "no");
    QCOMPARE(entries.front().detail, "why");
    QCOMPARE(entries.front().pid, prefix.isEmpty() ? 0 : 268);
}

void TestAuthLog::survivesAnything()
{
    const unsigned seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 2000; ++round) {
        std::string log = Entry + Entry;
        for (int i = 0; i < 12; ++i) {
            const size_t at = random() % log.size();
            if (random() % 2)
                log[at] = char(random());
            else
                log.erase(at, random() % 20);
        }
        for (const AuthLogEntry &entry : parseAuthLog(log))
            QVERIFY(entry.message.size() <= log.size());
    }
}

QTEST_GUILESS_MAIN(TestAuthLog)
#include "tst_authlog.moc"
