// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "snapshot/watcher.h"
#include "support/testserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::SessionState;
using tests::Watcher;

namespace {

QByteArray iso(const std::optional<base::Timestamp> &time)
{
    return time ? base::toIso(*time).toUtf8() : QByteArray();
}

// A session as the statement below writes it.
QByteArray line(const snapshot::Session &s)
{
    const QByteArray number = [](auto value) {
        return value ? QByteArray::number(*value) : QByteArray();
    }(s.backendXid);
    const QByteArray xmin = s.backendXmin ? QByteArray::number(*s.backendXmin) : QByteArray();
    const QByteArray state = QByteArray(snapshot::stateText(s.state).data());
    return QList<QByteArray>{
        QByteArray::number(s.pid),
        iso(s.backendStart),
        s.backendType.toUtf8(),
        s.database.toUtf8(),
        s.role.toUtf8(),
        s.application.toUtf8(),
        s.client == "local"_L1 ? "" : s.client.toUtf8(),
        state,
        s.waitEventType.toUtf8(),
        s.waitEvent.toUtf8(),
        iso(s.xactStart),
        iso(s.queryStart),
        iso(s.stateChange),
        number,
        xmin,
        s.query.toUtf8(),
    }
        .join('|');
}

constexpr auto TruthSql =
    "SET TimeZone = 'UTC'; SELECT pid, to_char(backend_start, "
    "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), backend_type, datname, "
    "usename, application_name, host(client_addr), state, wait_event_type, wait_event, "
    "to_char(xact_start, 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), to_char(query_start, "
    "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
    "to_char(state_change, 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), backend_xid, backend_xmin, query "
    "FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name LIKE "
    "'stage%' ORDER BY pid";

} // namespace

class TestLiveSource : public QObject
{
    Q_OBJECT

private slots:
    void showsWhatTheServerShows_data() { tests::addServerRows(); }

    void showsWhatTheServerShows()
    {
        QFETCH(int, version);
        Stage stage(version);
        QVERIFY2(stage.ready, stage.problem.constData());
        Watcher watcher({.spec = stage.server.spec()});
        const auto snapshot = watcher.next();
        QVERIFY(snapshot);
        QCOMPARE(snapshot->server.versionNum / 10000, version);
        QVERIFY(snapshot->server.superuser);
        QCOMPARE(snapshot->hiddenSessions, 0);
        QByteArrayList mine;
        for (const snapshot::Session &session : snapshot->sessions) {
            if (session.application.startsWith("stage"_L1))
                mine.append(line(session));
        }
        const auto truth = stage.server.sql(TruthSql);
        QVERIFY_RESULT(truth);
        QCOMPARE(mine.join('\n'), truth->trimmed());
        // The three that wait for one row, and everything held on what they wait for.
        const auto waiting =
            std::ranges::count_if(snapshot->locks, [](const auto &l) { return !l.granted; });
        QCOMPARE(waiting, 2);
        QVERIFY(std::ranges::any_of(snapshot->locks, [](const auto &l) {
            return l.granted && l.target.type == "transactionid"_L1;
        }));
    }

    void tellsWhatItMayNotSee_data() { tests::addServerRows(); }

    void tellsWhatItMayNotSee()
    {
        QFETCH(int, version);
        Stage stage(version);
        QVERIFY2(stage.ready, stage.problem.constData());
        QVERIFY_RESULT(stage.server.sql("CREATE ROLE nobody LOGIN; CREATE ROLE monitor LOGIN; "
                                        "GRANT pg_monitor, pg_signal_backend TO monitor"));
        {
            Watcher watcher({.spec = stage.server.spec(u"nobody"_s)});
            const auto snapshot = watcher.next();
            QVERIFY(snapshot);
            QVERIFY(!snapshot->server.readsAllStats);
            QVERIFY(!snapshot->server.signalsBackends);
            QVERIFY(snapshot->hiddenSessions >= 4);
            for (const auto &session : snapshot->sessions) {
                if (session.role == "app"_L1)
                    QCOMPARE(session.state, SessionState::Hidden);
            }
        }
        Watcher watcher({.spec = stage.server.spec(u"monitor"_s)});
        const auto snapshot = watcher.next();
        QVERIFY(snapshot);
        QVERIFY(snapshot->server.readsAllStats);
        QVERIFY(snapshot->server.signalsBackends);
        QVERIFY(!snapshot->server.superuser);
        QCOMPARE(snapshot->hiddenSessions, 0);
        // Losing the right while connected is noticed, not an error.
        QVERIFY_RESULT(stage.server.sql("REVOKE pg_monitor FROM monitor"));
        QTRY_VERIFY_WITH_TIMEOUT(watcher.last && watcher.last->hiddenSessions > 0, 10'000);
        QCOMPARE(watcher.status.state, base::ServerState::Live);
    }

    void keepsTwoConnections()
    {
        tests::TestServer server({.version = tests::anyServer()});
        QVERIFY_RESULT(server.start());
        Watcher watcher({.spec = server.spec()});
        QTRY_VERIFY_WITH_TIMEOUT(watcher.last && !watcher.last->server.singleConnection, 10'000);
        const auto snapshot = watcher.next();
        QCOMPARE(std::ranges::count_if(snapshot->sessions, &snapshot::Session::own), 2);
        QVERIFY(snapshot->transactionsPerSecond.has_value());
        QVERIFY(snapshot->cost > 0us);
    }

    void fetchesAWholeQuery()
    {
        tests::TestServer server(
            {.version = tests::anyServer(), .settings = {u"track_activity_query_size = 100kB"_s}});
        QVERIFY_RESULT(server.start());
        auto session = server.session(u"postgres"_s, u"long"_s);
        QVERIFY_RESULT(session);
        const QByteArray text = "SELECT '" + QByteArray(20'000, 'x') + "'";
        QVERIFY_RESULT(session->run(text));
        Watcher watcher({.spec = server.spec()});
        QSignalSpy fetched(&watcher.source, &snapshot::LiveSource::queryFetched);
        const auto snapshot = watcher.next();
        const auto found =
            std::ranges::find(snapshot->sessions, session->pid(), &snapshot::Session::pid);
        QVERIFY(found != snapshot->sessions.end());
        QVERIFY(found->queryCut);
        QCOMPARE(found->query.size(), 4096);
        watcher.source.fetchQuery(found->key());
        QTRY_COMPARE(fetched.size(), 1);
        QCOMPARE(fetched[0][1].toString(), QString::fromUtf8(text));
    }

private:
    // A server with sessions in known states.
    struct Stage
    {
        explicit Stage(int version)
            : server({.version = version})
        {
            auto started = server.start();
            if (!started) {
                problem = tests::why(started);
                return;
            }
            if (!server.sql(
                    "CREATE ROLE app LOGIN; CREATE TABLE t (a int); INSERT INTO t VALUES (1); "
                    "GRANT ALL ON t TO app"))
                return;
            for (int i = 0; i < 5; ++i) {
                auto session = server.session(u"app"_s, u"stage %1"_s.arg(i));
                if (!session) {
                    problem = tests::why(session);
                    return;
                }
                sessions.push_back(std::move(*session));
            }
            ready = sessions[0].run("BEGIN; UPDATE t SET a = 2").has_value() &&
                    sessions[1].send("UPDATE t SET a = 3") &&
                    sessions[3].run("SELECT 'äöü'").has_value();
            QTest::qWait(200);
            ready = ready && sessions[2].send("UPDATE t SET a = 4");
            QTest::qWait(200);
        }

        tests::TestServer server;
        std::vector<tests::TestSession> sessions;
        QByteArray problem;
        bool ready = false;
    };
};

QTEST_GUILESS_MAIN(TestLiveSource)
#include "tst_livesource.moc"
