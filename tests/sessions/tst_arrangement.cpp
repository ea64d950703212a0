// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/arrangement.h"

#include "sessions/samplesessions.h"
#include "sessions/severity.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using sessions::Arrangement;
using sessions::SessionRow;
using sessions::Severity;
using snapshot::Session;
using snapshot::SessionState;
using snapshot::Snapshot;

/// Rows are written as text: "role(2) 4711 >4712" is a group of two with a leader and its worker.
class TestArrangement final : public QObject
{
    Q_OBJECT

private slots:
    void sorts_data();
    void sorts();
    void foldsWorkers();
    void groups();
    void agreesWithBruteForce();
    void countsStates();
    void xminWrapsAround();
    void severities();
    void grantQuotesTheRole();
};

namespace {

QString toText(const std::vector<SessionRow> &rows)
{
    QStringList words;
    for (const SessionRow &row : rows) {
        if (row.group)
            words += u"%1(%2)"_s.arg(row.group->name).arg(row.group->sessions);
        else
            words += (row.isWorker ? u">"_s : u""_s) + QString::number(row.session->pid);
    }
    return words.join(u' ');
}

Snapshot fourSessions()
{
    Snapshot snapshot{.takenAt = test::sampleNow()};
    for (int pid = 1; pid <= 4; ++pid)
        snapshot.sessions.push_back(test::sampleSession(pid));
    std::vector<Session> &s = snapshot.sessions;
    s[0].role = u"b"_s;
    s[1].role = u"A"_s;
    s[2].role = u""_s;
    s[3].role = u"b"_s;
    s[0].xactStart = snapshot.takenAt - 10s;
    s[1].xactStart = snapshot.takenAt - 30s;
    s[3].xactStart = snapshot.takenAt - 10s;
    s[0].backendXmin = 4'294'967'290U;
    s[1].backendXmin = 5;
    return snapshot;
}

bool sameOrBefore(const Session &a, const Session &b, const Arrangement &arrangement)
{
    const bool ascending = arrangement.sortOrder == Qt::AscendingOrder;
    if (sessions::isAge(arrangement.sortColumn)) {
        const auto first = startOf(a, arrangement.sortColumn);
        const auto second = startOf(b, arrangement.sortColumn);
        if (!first || !second)
            return first.has_value() != second.has_value() ? first.has_value() : a.pid < b.pid;
        return *first == *second ? a.pid < b.pid : (*first > *second) == ascending;
    }
    const QString first = textOf(a, arrangement.sortColumn);
    const QString second = textOf(b, arrangement.sortColumn);
    if (first.isEmpty() || second.isEmpty())
        return first.isEmpty() != second.isEmpty() ? second.isEmpty() : a.pid < b.pid;
    const int order = first.compare(second, Qt::CaseInsensitive);
    return order == 0 && first == second ? a.pid < b.pid : (order < 0) == ascending;
}

} // namespace

void TestArrangement::sorts_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("ascending");
    QTest::addColumn<QString>("descending");
    QTest::newRow("pid") << int(sessions::PidColumn) << u"1 2 3 4"_s << u"4 3 2 1"_s;
    QTest::newRow("unknown ages last, ties by pid")
        << int(sessions::TransactionAgeColumn) << u"1 4 2 3"_s << u"2 1 4 3"_s;
    QTest::newRow("empty texts last, case ignored")
        << int(sessions::RoleColumn) << u"2 1 4 3"_s << u"1 4 2 3"_s;
    QTest::newRow("xmin around the wrap")
        << int(sessions::XminColumn) << u"1 2 3 4"_s << u"2 1 3 4"_s;
}

void TestArrangement::sorts()
{
    QFETCH(int, column);
    QFETCH(QString, ascending);
    QFETCH(QString, descending);
    const Snapshot snapshot = fourSessions();
    Arrangement arrangement{.sortColumn = sessions::Column(column),
                            .sortOrder = Qt::AscendingOrder};
    QCOMPARE(toText(arrange(snapshot, arrangement)), ascending);
    arrangement.sortOrder = Qt::DescendingOrder;
    QCOMPARE(toText(arrange(snapshot, arrangement)), descending);
}

void TestArrangement::foldsWorkers()
{
    Snapshot snapshot = fourSessions();
    for (const size_t worker : {1, 3}) {
        snapshot.sessions[worker].backendType = u"parallel worker"_s;
        snapshot.sessions[worker].leaderPid = 3;
    }
    Arrangement arrangement{.sortColumn = sessions::PidColumn, .sortOrder = Qt::AscendingOrder};
    const std::vector<SessionRow> rows = arrange(snapshot, arrangement);
    QCOMPARE(toText(rows), u"1 3 >2 >4"_s);
    QCOMPARE(rows[1].workers, 2);
    arrangement.collapsed.insert(rows[1].key());
    QCOMPARE(toText(arrange(snapshot, arrangement)), u"1 3"_s);
    arrangement.filter = sessions::parseFilter(u"-pid:3");
    QCOMPARE(toText(arrange(snapshot, arrangement)), u"1 2 4"_s);
}

void TestArrangement::groups()
{
    const Snapshot snapshot = fourSessions();
    Arrangement arrangement{.sortColumn = sessions::StateAgeColumn,
                            .groupBy = sessions::RoleColumn};
    const std::vector<SessionRow> rows = arrange(snapshot, arrangement);
    QCOMPARE(toText(rows), u"A(1) 2 b(2) 1 4 (1) 3"_s);
    QCOMPARE(rows[2].group->oldestTransaction, snapshot.sessions[0].xactStart);
    arrangement.sortColumn = sessions::PidColumn;
    QCOMPARE(toText(arrange(snapshot, arrangement)), u"b(2) 4 1 A(1) 2 (1) 3"_s);
    arrangement.sortColumn = sessions::RoleColumn;
    QCOMPARE(toText(arrange(snapshot, arrangement)), u"b(2) 1 4 A(1) 2 (1) 3"_s);
    arrangement.collapsed.insert(rows[2].key());
    QCOMPARE(toText(arrange(snapshot, arrangement)), u"b(2) A(1) 2 (1) 3"_s);
}

void TestArrangement::agreesWithBruteForce()
{
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    test::RandomServer server(seed, 150);
    for (int round = 0; round < 150; ++round) {
        const snapshot::SnapshotPtr snapshot = server.next();
        const auto lines = {u""_s, u"app"_s, u"state:idle,active"_s, u"-role:app_rw xact>10s"_s};
        Arrangement arrangement;
        arrangement.filter = sessions::parseFilter(std::data(lines)[random() % lines.size()]);
        do {
            arrangement.sortColumn = sessions::Column(random() % sessions::ColumnCount);
        } while (sessions::isNumber(arrangement.sortColumn) && !isAge(arrangement.sortColumn));
        arrangement.sortOrder = random() % 2 ? Qt::AscendingOrder : Qt::DescendingOrder;
        const std::vector<SessionRow> rows = arrange(*snapshot, arrangement);

        std::vector<int> expected;
        for (const Session &session : snapshot->sessions) {
            if (matches(arrangement.filter, session, snapshot->takenAt))
                expected.push_back(session.pid);
        }
        std::vector<int> shown;
        const Session *leader = nullptr;
        for (const SessionRow &row : rows) {
            shown.push_back(row.session->pid);
            if (row.isWorker) {
                QVERIFY(leader);
                QCOMPARE(row.session->leaderPid, leader->pid);
                continue;
            }
            QVERIFY(!leader || sameOrBefore(*leader, *row.session, arrangement));
            leader = row.session;
        }
        std::ranges::sort(shown);
        QCOMPARE(shown, expected);
    }
}

void TestArrangement::countsStates()
{
    test::RandomServer server(7, 300);
    const snapshot::SnapshotPtr snapshot = server.next();
    const sessions::Filter filter = sessions::parseFilter(u"-role:reporting");
    const sessions::StateCounts counts = countStates(*snapshot, filter);
    for (size_t i = 0; i < counts.size(); ++i) {
        Arrangement arrangement{.filter = filter, .chip = sessions::ChipGroups[i]};
        QCOMPARE(size_t(counts[i]), arrange(*snapshot, arrangement).size());
        QVERIFY(counts[i] > 0);
    }
}

void TestArrangement::xminWrapsAround()
{
    Snapshot snapshot = fourSessions();
    QCOMPARE(sessions::oldestXmin(snapshot), std::optional(4'294'967'290U));
    snapshot.sessions[0].own = true;
    QCOMPARE(sessions::oldestXmin(snapshot), std::optional(5U));
    const std::vector<SessionRow> rows = sessions::arrange(
        snapshot, {.sortColumn = sessions::PidColumn, .sortOrder = Qt::AscendingOrder});
    QVERIFY(!rows[0].holdsOldestXmin);
    QVERIFY(rows[1].holdsOldestXmin);
    QVERIFY(!rows[2].holdsOldestXmin);
}

void TestArrangement::severities()
{
    using enum SessionState;
    const base::Timestamp now = test::sampleNow();
    const sessions::Thresholds thresholds;
    Session session = test::sampleSession(1);
    const auto judge = [&](SessionState state, base::Duration age) {
        session.state = state;
        session.stateChange = session.queryStart = session.xactStart = now - age;
        return severity(session, now, thresholds);
    };
    QCOMPARE(judge(Idle, 30min), Severity::None);
    QCOMPARE(judge(Idle, 30min + 1us), Severity::Warning);
    QCOMPARE(judge(Active, 5min), Severity::None);
    QCOMPARE(judge(Active, 5min + 1us), Severity::Warning);
    QCOMPARE(judge(IdleInTransaction, 1min), Severity::None);
    QCOMPARE(judge(IdleInTransaction, 1min + 1us), Severity::Critical);
    QCOMPARE(judge(IdleInTransactionAborted, 2min), Severity::Critical);
    QCOMPARE(judge(IdleInTransaction, -1h), Severity::None);
    session.waitEventType = u"Lock"_s;
    QCOMPARE(judge(Active, 1min + 1us), Severity::Warning);
    session.backendType = u"walsender"_s;
    QCOMPARE(judge(Active, 99h), Severity::None);
    session.backendType = u"client backend"_s;
    session.stateChange.reset();
    session.queryStart.reset();
    session.xactStart.reset();
    QCOMPARE(severity(session, now, thresholds), Severity::None);
}

void TestArrangement::grantQuotesTheRole()
{
    Snapshot snapshot;
    snapshot.server.role = u"we\"ird; DROP"_s;
    QCOMPARE(sessions::grantForHidden(snapshot), QString());
    snapshot.hiddenSessions = 12;
    QCOMPARE(sessions::grantForHidden(snapshot),
             u"GRANT pg_read_all_stats TO \"we\"\"ird; DROP\";"_s);
}

QTEST_GUILESS_MAIN(TestArrangement)
#include "tst_arrangement.moc"
