// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/deadlockwatch.h"
#include "support/testserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using locks::DeadlockEvent;
using locks::DeadlockWatch;
using tests::TestServer;
using tests::TestSession;

namespace {

// Two sessions that end up in a deadlock each time, on a server that logs in this format.
class Quarrel
{
public:
    explicit Quarrel(int version, const QString &format, bool collector = true)
        : server({.version = version,
                  .settings = {collector ? u"logging_collector = on"_s : QString(),
                               u"log_destination = '%1'"_s.arg(format),
                               u"deadlock_timeout = 100ms"_s}})
        , m_version(version)
    {
    }

    base::Result<void> begin()
    {
        if (auto started = server.start(); !started)
            return started;
        const auto made = server.sql("CREATE TABLE t (a int PRIMARY KEY, b int); INSERT INTO t "
                                     "VALUES (1, 0), (2, 0); CREATE ROLE monitor LOGIN; GRANT "
                                     "pg_monitor TO monitor");
        if (!made)
            return std::unexpected(made.error());
        for (int i = 0; i < 2; ++i) {
            auto session = server.session(u"postgres"_s, u"quarrel"_s);
            if (!session)
                return std::unexpected(session.error());
            m_sessions.push_back(std::move(*session));
        }
        return {};
    }

    // The pid whose statement failed; 0 if none or both did.
    int clash()
    {
        TestSession &one = m_sessions[0];
        TestSession &two = m_sessions[1];
        if (!one.run("BEGIN; UPDATE t SET b = 1 WHERE a = 1") ||
            !two.run("BEGIN; UPDATE t SET b = 2 WHERE a = 2"))
            return 0;
        one.send("UPDATE t\nSET b = length('é1') WHERE false; UPDATE t SET b = 3 WHERE a = 2");
        two.send("UPDATE t SET b = 4 WHERE a = 1");
        const bool first = one.receive(10s).has_value();
        const bool second = two.receive(10s).has_value();
        // Otherwise the count may wait for ten seconds in the session of the victim.
        const QByteArray end =
            m_version >= 15 ? "ROLLBACK; SELECT pg_stat_force_next_flush()" : "ROLLBACK";
        if (!one.run(end) || !two.run(end))
            return 0;
        return first == second ? 0 : first ? two.pid() : one.pid();
    }

    TestServer server;

private:
    int m_version;
    std::vector<TestSession> m_sessions;
};

// A watched server on this thread.
struct Watched
{
    explicit Watched(const pg::ConnectionSpec &spec)
        : source({.spec = spec})
        , watch(source)
        , seen(&watch, &DeadlockWatch::deadlockSeen)
        , snapshots(&source, &snapshot::SnapshotSource::snapshotTaken)
    {
        source.setInterval(100ms);
        source.start();
    }
    ~Watched() { source.server().stop(); }

    // Once the counters are there, and a connection for actions.
    bool isReady()
    {
        return QTest::qWaitFor(
            [this] {
                if (snapshots.isEmpty())
                    return false;
                const auto last = snapshots.last()[0].value<snapshot::SnapshotPtr>();
                return !last->databases.empty() && !last->server.singleConnection;
            },
            10'000);
    }

    DeadlockEvent next()
    {
        if (!QTest::qWaitFor([this] { return !seen.isEmpty(); }, 20'000))
            return {};
        return seen.takeFirst()[0].value<DeadlockEvent>();
    }

    snapshot::LiveSource source;
    DeadlockWatch watch;
    QSignalSpy seen;
    QSignalSpy snapshots;
};

} // namespace

/// Notices deadlocks and reads what the server's log tells of them.
class TestDeadlockWatch final : public QObject
{
    Q_OBJECT

private slots:
    void readsTheReport_data()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<QString>("format");
        for (const int version : tests::serverVersions()) {
            if (!tests::inCi() && !tests::serverPrograms(version))
                continue;
            for (const QString &format : {u"stderr"_s, u"csvlog"_s, u"jsonlog"_s}) {
                if (version >= 15 || format != "jsonlog"_L1)
                    QTest::addRow("PostgreSQL %d, %s", version, qPrintable(format))
                        << version << format;
            }
        }
    }

    void readsTheReport()
    {
        QFETCH(int, version);
        QFETCH(QString, format);
        Quarrel quarrel(version, format);
        QVERIFY_RESULT(quarrel.begin());
        QVERIFY(quarrel.clash() > 0); // before we watch: not ours to tell
        const QByteArray count =
            "SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'";
        QTRY_COMPARE_WITH_TIMEOUT(quarrel.server.sql(count).value_or(""), "1", 10'000);
        Watched watched(quarrel.server.spec());
        QVERIFY(watched.isReady());
        for (int i = 0; i < 2; ++i) {
            const int victim = quarrel.clash();
            QVERIFY(victim > 0);
            const DeadlockEvent event = watched.next();
            QCOMPARE(event.problem, QString());
            QCOMPARE(event.database, u"postgres"_s);
            QCOMPARE(event.count, 1);
            QCOMPARE(event.reports.size(), 1);
            const locks::DeadlockReport &report = event.reports[0];
            QCOMPARE(report.victim, victim);
            QVERIFY2(report.time.startsWith("20"_L1), qPrintable(report.time));
            QCOMPARE(report.participants.size(), 2);
            QCOMPARE(report.participants[0].pid, victim);
            QCOMPARE(report.participants[0].blocker, report.participants[1].pid);
            QCOMPARE(report.participants[1].blocker, victim);
            QStringList statements;
            for (const auto &participant : report.participants) {
                QCOMPARE(participant.mode, snapshot::LockMode::Share);
                QVERIFY2(participant.object.startsWith("transaction "_L1),
                         qPrintable(participant.object));
                statements.append(participant.statement);
            }
            statements.sort();
            QCOMPARE(statements[0], u"UPDATE t\nSET b = length('é1') WHERE false; UPDATE t SET b "
                                    "= 3 WHERE a = 2"_s);
            QCOMPARE(statements[1], u"UPDATE t SET b = 4 WHERE a = 1"_s);
        }
        QVERIFY(watched.seen.isEmpty());
    }

    void saysWhyNot_data() { tests::addServerRows(); }

    // pg_monitor sees the file, but may not read it until somebody grants that.
    void saysWhyNot()
    {
        QFETCH(int, version);
        Quarrel quarrel(version, u"stderr"_s);
        QVERIFY_RESULT(quarrel.begin());
        Watched watched(quarrel.server.spec(u"monitor"_s));
        QVERIFY(watched.isReady());
        QVERIFY(quarrel.clash() > 0);
        DeadlockEvent event = watched.next();
        QCOMPARE(event.count, 1);
        QVERIFY(event.reports.empty());
        QVERIFY2(event.problem.startsWith(u"The log of this server cannot be read: permission "
                                          "denied for function pg_read_binary_file. "_s),
                 qPrintable(event.problem));
        QVERIFY(event.problem.contains(u"EXECUTE"_s));
        QVERIFY_RESULT(quarrel.server.sql(
            "GRANT EXECUTE ON FUNCTION pg_read_binary_file(text, bigint, bigint) TO monitor"));
        QVERIFY(quarrel.clash() > 0);
        event = watched.next();
        QCOMPARE(event.problem, QString());
        QCOMPARE(event.reports.size(), 1);
    }

    void saysThatThereIsNoLog()
    {
        Quarrel quarrel(tests::anyServer(), u"stderr"_s, false);
        QVERIFY_RESULT(quarrel.begin());
        Watched watched(quarrel.server.spec());
        QVERIFY(watched.isReady());
        QVERIFY(quarrel.clash() > 0);
        const DeadlockEvent event = watched.next();
        QCOMPARE(event.database, u"postgres"_s);
        QVERIFY(event.reports.empty());
        QVERIFY2(event.problem.contains("logging_collector"_L1), qPrintable(event.problem));
    }
};

QTEST_GUILESS_MAIN(TestDeadlockWatch)
#include "tst_deadlockwatch.moc"
