// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/deadlockreport.h"

#include <QDir>
#include <QTest>

using locks::LogFormat;
using locks::LoggedDeadlock;
using locks::LoggedWait;
using locks::parseDeadlocks;

namespace {

// A line for each process: "7 ShareLock [transaction 742] 8 {UPDATE …}", with the head before.
QByteArray textOf(const std::vector<LoggedDeadlock> &reports)
{
    QByteArrayList lines;
    for (const LoggedDeadlock &report : reports) {
        lines.append(QByteArray::fromStdString(report.time) + " victim " +
                     QByteArray::number(report.victim));
        for (const LoggedWait &wait : report.waits) {
            lines.append(QByteArray::number(wait.pid) + ' ' + QByteArray::fromStdString(wait.mode) +
                         " [" + QByteArray::fromStdString(wait.object) + "] " +
                         QByteArray::number(wait.blocker) + " {" +
                         QByteArray::fromStdString(wait.statement) + '}');
        }
    }
    return lines.join('\n');
}

constexpr auto plain =
    "2026-03-01 10:00:00.123 UTC [4711] app@shop LOG:  process 4711 detected deadlock while "
    "waiting "
    "for ShareLock on transaction 742 after 1000.1 ms\n"
    "2026-03-01 10:00:00.123 UTC [4711] app@shop ERROR:  deadlock detected\n"
    "2026-03-01 10:00:00.123 UTC [4711] app@shop DETAIL:  Process 4711 waits for ShareLock on "
    "transaction 742; blocked by process 4712.\n"
    "\tProcess 4712 waits for AccessExclusiveLock on tuple (0,7) of relation 16402 of database 5; "
    "blocked by process 4711.\n"
    "\tProcess 4711: UPDATE t SET a = 1\n"
    "\t  WHERE b = 'Process 4712: not this'\n"
    "\tProcess 4712: UPDATE t SET a = 2\n"
    "2026-03-01 10:00:00.123 UTC [4711] app@shop HINT:  See server log for query details.\n"
    "2026-03-01 10:00:00.123 UTC [4711] app@shop STATEMENT:  UPDATE t SET a = 1\n"
    "\t  WHERE b = 'Process 4712: not this'\n";

} // namespace

/// Reads reports of deadlocks out of server logs.
class TestDeadlockReport final : public QObject
{
    Q_OBJECT

private slots:
    void readsPlainText()
    {
        QCOMPARE(textOf(parseDeadlocks(plain, LogFormat::Plain)),
                 "2026-03-01 10:00:00.123 UTC victim 4711\n"
                 "4711 ShareLock [transaction 742] 4712 {UPDATE t SET a = 1\n"
                 "  WHERE b = 'Process 4712: not this'}\n"
                 "4712 AccessExclusiveLock [tuple (0,7) of relation 16402 of database 5] 4711 "
                 "{UPDATE t SET a = 2}");
    }

    void readsAnyLanguage_data()
    {
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<QByteArray>("objects");
        const auto add = [](const char *name, const char *log, const char *objects) {
            QTest::newRow(name) << QByteArray(log) << QByteArray(objects);
        };
        add("without a prefix",
            "DETAIL:  Process 7 waits for ShareLock on transaction 742; blocked by process 8.\n"
            "\tProcess 8 waits for ShareLock on transaction 741; blocked by process 7.\n"
            "\tProcess 7: one\n\tProcess 8: two\n",
            "transaction 742|transaction 741");
        add("numbers in the prefix",
            "7 8 7/8 DETAIL:  Process 7 waits for ShareLock on transaction 742; blocked by process "
            "8.\n"
            "\tProcess 8 waits for ShareLock on transaction 741; blocked by process 7.\n"
            "\tProcess 7: one\n\tProcess 8: two\n",
            "transaction 742|transaction 741");
        add("German",
            "2026-03-01 DETAIL:  Prozess 7 wartet auf ShareLock-Sperre auf Transaktion 742; "
            "blockiert von Prozess 8.\n"
            "\tProzess 8 wartet auf ShareLock-Sperre auf Transaktion 741; blockiert von Prozess "
            "7.\n"
            "\tProzess 7: one\n\tProzess 8: two\n",
            "-Sperre auf Transaktion 742|-Sperre auf Transaktion 741");
        add("French",
            "DÉTAIL:  Le processus 7 attend ShareLock sur transaction 742 ; bloqué par le "
            "processus "
            "8.\n"
            "\tLe processus 8 attend ShareLock sur transaction 741 ; bloqué par le processus 7.\n"
            "\tProcessus 7 : one\n\tProcessus 8 : two\n",
            "sur transaction 742|sur transaction 741");
        add("object before the mode",
            "詳細: プロセス7はトランザクション "
            "742でShareLockを待機していましたが、プロセス8でブロックされました\n"
            "\tプロセス8はトランザクション "
            "741でShareLockを待機していましたが、プロセス7でブロックされました\n"
            "\tプロセス 7： one\n\tプロセス 8： two\n",
            "はトランザクション 742で|はトランザクション 741で");
    }

    void readsAnyLanguage()
    {
        QFETCH(QByteArray, log);
        QFETCH(QByteArray, objects);
        const auto reports = parseDeadlocks(log.toStdString(), LogFormat::Plain);
        QCOMPARE(reports.size(), 1);
        const std::vector<LoggedWait> &waits = reports[0].waits;
        QCOMPARE(waits.size(), 2);
        QCOMPARE(reports[0].victim, 7);
        QCOMPARE(waits[0].pid, 7);
        QCOMPARE(waits[0].blocker, 8);
        QCOMPARE(waits[1].pid, 8);
        QCOMPARE(waits[1].blocker, 7);
        QCOMPARE(waits[0].mode, "ShareLock");
        QCOMPARE(waits[0].statement, "one");
        QCOMPARE(waits[1].statement, "two");
        QCOMPARE(QByteArray::fromStdString(waits[0].object + '|' + waits[1].object), objects);
    }

    void readsThreeInACircle()
    {
        const auto reports = parseDeadlocks(
            "x DETAIL:  Process 1 waits for ShareLock on transaction 12; blocked by process 2.\n"
            "\tProcess 2 waits for ExclusiveLock on advisory lock [5,0,1,1]; blocked by process "
            "3.\n"
            "\tProcess 3 waits for RowShareLock on relation 9 of database 5; blocked by process "
            "1.\n"
            "\tProcess 1: a\n\tProcess 2: b\n\tProcess 3: c\n",
            LogFormat::Plain);
        QCOMPARE(textOf(reports), " victim 1\n1 ShareLock [transaction 12] 2 {a}\n"
                                  "2 ExclusiveLock [advisory lock [5,0,1,1]] 3 {b}\n"
                                  "3 RowShareLock [relation 9 of database 5] 1 {c}");
    }

    void readsCsv()
    {
        const std::string log =
            "rest of a statement\",,,,,,,,,\n"
            "2026-03-01 10:00:00.123 "
            "UTC,\"app\",\"shop\",4711,\"[local]\",69a40000.1267,3,\"UPDATE\","
            "2026-03-01 09:00:00 UTC,5/3,741,LOG,00000,\"process 4711 "
            "\"\"waits\"\"\",,,,,,,,,\"psql\","
            "\"client backend\",,0\n"
            "2026-03-01 10:00:01.123 "
            "UTC,\"app\",\"shop\",4711,\"[local]\",69a40000.1267,4,\"UPDATE\","
            "2026-03-01 09:00:00 UTC,5/3,741,ERROR,40P01,\"deadlock detected\",\"Process 4711 "
            "waits for "
            "ShareLock on transaction 742; blocked by process 4712.\n"
            "Process 4712 waits for ShareLock on transaction 741; blocked by process 4711.\n"
            "Process 4711: UPDATE \"\"T\"\"\n SET a = 1\nProcess 4712: two\",\"See server "
            "log.\",,,,"
            "\"UPDATE\",1,,\"psql\",\"client backend\",,0\n"
            "2026-03-01 10:00:02.123 UTC,\"app\",\"shop\",4711,\"[loc";
        QCOMPARE(textOf(parseDeadlocks(log, LogFormat::Csv)),
                 "2026-03-01 10:00:01.123 UTC victim 4711\n"
                 "4711 ShareLock [transaction 742] 4712 {UPDATE \"T\"\n SET a = 1}\n"
                 "4712 ShareLock [transaction 741] 4711 {two}");
    }

    void readsJson()
    {
        QByteArray log =
            "rest':1}\n"
            "{'timestamp':'2026-03-01 10:00:00.123 UTC','pid':1,'state_code':'00000','message':"
            "'40P01'}\n"
            "{'timestamp':'2026-03-01 10:00:01.123 UTC','pid':4711,'error_severity':'ERROR',"
            "'state_code':'40P01','message':'deadlock detected','detail':'Process 4711 waits for "
            "ShareLock on transaction 742; blocked by process 4712.\\nProcess 4712 waits for "
            "ShareLock on transaction 741; blocked by process 4711.\\nProcess 4711: one\\n"
            "Process 4712: \\'two\\''}\n"
            "{'timestamp':'2026-";
        log.replace('\'', '"');
        QCOMPARE(textOf(parseDeadlocks(log.toStdString(), LogFormat::Json)),
                 "2026-03-01 10:00:01.123 UTC victim 4711\n"
                 "4711 ShareLock [transaction 742] 4712 {one}\n"
                 "4712 ShareLock [transaction 741] 4711 {\"two\"}");
    }

    void refusesWhatIsNoReport_data()
    {
        QTest::addColumn<QByteArray>("log");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a wait that is logged, no deadlock")
            << QByteArray("LOG:  process 7 still waiting for ShareLock on transaction 742 after "
                          "1000.1 ms\nDETAIL:  Process holding the lock: 8. Wait queue: 7.\n");
        QTest::newRow("no circle") << QByteArray(
            "DETAIL:  Process 7 waits for ShareLock on transaction 1; blocked by "
            "process 8.\n\tProcess 8 waits for ShareLock on transaction 2; blocked by "
            "process 9.\n\tProcess 7: one\n");
        QTest::newRow("no chain") << QByteArray(
            "DETAIL:  Process 7 waits for ShareLock on transaction 1; blocked by "
            "process 8.\n\tProcess 9 waits for ShareLock on transaction 2; blocked by "
            "process 7.\n");
        QTest::newRow("only a line")
            << QByteArray("DETAIL:  Process 7 waits for ShareLock on transaction 1; blocked by "
                          "process 7.\n");
        QTest::newRow("huge numbers") << QByteArray(
            "DETAIL:  Process 99999999999 waits for ShareLock on transaction 1; blocked "
            "by process 99999999998.\n\tProcess 99999999998 waits for ShareLock on "
            "transaction 2; blocked by process 99999999999.\n");
    }

    void refusesWhatIsNoReport()
    {
        QFETCH(QByteArray, log);
        for (const LogFormat format : {LogFormat::Plain, LogFormat::Csv, LogFormat::Json})
            QVERIFY(parseDeadlocks(log.toStdString(), format).empty());
    }

    // A part of a log begins and ends anywhere.
    void readsEveryPart()
    {
        const std::string log = plain;
        for (size_t begin = 0; begin <= log.size(); ++begin) {
            const auto whole =
                parseDeadlocks(std::string_view(log).substr(begin), LogFormat::Plain);
            const auto cut =
                parseDeadlocks(std::string_view(log).substr(0, begin), LogFormat::Plain);
            QVERIFY(whole.size() <= 1 && cut.size() <= 1);
        }
    }

    // What fuzzing found, and where it starts.
    void survivesTheCorpus()
    {
        const QDir folder(QStringLiteral(PGVIGIL_TEST_DATA "/locks/deadlockreport"));
        const QStringList names = folder.entryList(QDir::Files);
        QVERIFY(!names.isEmpty());
        for (const QString &name : names) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const std::string bytes = file.readAll().toStdString();
            for (const LogFormat format : {LogFormat::Plain, LogFormat::Csv, LogFormat::Json})
                (void)parseDeadlocks(bytes, format);
        }
    }
};

QTEST_GUILESS_MAIN(TestDeadlockReport)
#include "tst_deadlockreport.moc"
