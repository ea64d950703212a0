// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/sessionmodel.h"

#include "base/plaintext.h"
#include "sessions/samplesessions.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using sessions::SessionModel;
using snapshot::Session;
using snapshot::Snapshot;

namespace {

struct Item
{
    int id = 0;
    int content = 0;

    int key() const { return id; }
    bool operator==(const Item &) const = default;
};

class ItemModel final : public snapshot::SnapshotModel<Item>
{
public:
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : 2;
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role != Qt::DisplayRole)
            return {};
        return index.column() == 0 ? row(index.row()).id : row(index.row()).content;
    }
};

snapshot::SnapshotPtr snapshotOf(const std::vector<Session> &sessions, base::Duration later = 0s)
{
    return std::make_shared<const Snapshot>(
        Snapshot{.takenAt = test::sampleNow() + later, .sessions = sessions});
}

// The keys of rows that are gone become invalid; the others stay where their keys are.
template <typename Model, typename Key>
void comparePersistent(const Model &model, const QHash<Key, QPersistentModelIndex> &held)
{
    for (auto at = held.begin(); at != held.end(); ++at) {
        const int row = model.rowOf(at.key());
        QCOMPARE(at->isValid(), row >= 0);
        if (row >= 0)
            QCOMPARE(at->row(), row);
    }
}

} // namespace

class TestSessionModel final : public QObject
{
    Q_OBJECT

private slots:
    void takesRandomRows();
    void saysOnlyWhatChanged();
    void survivesDuplicateKeys();
    void followsRandomServer();
    void foldsAndUnfolds();
    void speaksMeaning();
    void foreignTextIsHarmless();
    void hugeQueryIsCheap();
    void hiddenSessionsAreNotZero();
    void groupsSpeak();
};

void TestSessionModel::takesRandomRows()
{
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    ItemModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    std::vector<Item> rows;
    for (int round = 0; round < 400; ++round) {
        QHash<int, QPersistentModelIndex> held;
        for (int i = 0; i < model.rowCount(); ++i)
            held.insert(model.row(i).id, model.index(i, 1));
        std::erase_if(rows, [&](const Item &) { return random() % 5 == 0; });
        for (unsigned n = random() % 6; n > 0; --n)
            rows.insert(rows.begin() + qsizetype(random() % (rows.size() + 1)),
                        {round * 10 + int(n), 0});
        if (random() % 2)
            std::ranges::shuffle(rows, random);
        for (Item &item : rows)
            item.content += random() % 4 == 0;
        model.setRows(rows);
        QCOMPARE(model.rows(), rows);
        comparePersistent(model, held);
    }
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(resets.count(), 0);
}

void TestSessionModel::saysOnlyWhatChanged()
{
    ItemModel model;
    model.setRows({{1, 0}, {2, 0}, {3, 0}, {4, 0}});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy layout(&model, &QAbstractItemModel::layoutChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.setRows({{1, 0}, {2, 0}, {3, 0}, {4, 0}});
    QCOMPARE(changed.count() + layout.count() + inserted.count() + removed.count(), 0);
    model.setRows({{1, 1}, {2, 1}, {3, 0}, {4, 1}});
    QCOMPARE(changed.count(), 2);
    QCOMPARE(changed[0][0].toModelIndex().row(), 0);
    QCOMPARE(changed[0][1].toModelIndex().row(), 1);
    QCOMPARE(changed[1][0].toModelIndex().row(), 3);
    model.setRows({{1, 1}, {2, 1}, {3, 0}, {4, 1}, {5, 0}});
    QCOMPARE(layout.count(), 0);
    QCOMPARE(inserted.count(), 1);
    model.setRows({{1, 1}, {2, 1}, {3, 0}});
    QCOMPARE(layout.count(), 0);
    QCOMPARE(removed.count(), 1);
    model.setRows({{3, 0}, {1, 1}, {2, 1}});
    QCOMPARE(layout.count(), 1);
    QCOMPARE(changed.count(), 2);
}

void TestSessionModel::survivesDuplicateKeys()
{
    ItemModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const std::vector<Item> rows{{1, 0}, {2, 0}, {1, 1}, {2, 2}};
    for (int round = 0; round < 3; ++round) {
        model.setRows(rows);
        QCOMPARE(model.rows(), rows);
    }
    model.setRows({{2, 0}, {1, 0}});
    QCOMPARE(model.rowCount(), 2);
}

void TestSessionModel::followsRandomServer()
{
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    test::RandomServer server(seed, 120);
    SessionModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto lines = {u""_s, u"state:active,idle"_s, u"role:app"_s, u"nothing-at-all"_s};
    for (int round = 0; round < 200; ++round) {
        sessions::Arrangement arrangement = model.arrangement();
        if (random() % 4 == 0) {
            arrangement.sortColumn = sessions::Column(random() % sessions::ColumnCount);
            arrangement.sortOrder = Qt::SortOrder(random() % 2);
            arrangement.filter = sessions::parseFilter(std::data(lines)[random() % lines.size()]);
            arrangement.groupBy = random() % 2 ? std::optional(sessions::RoleColumn) : std::nullopt;
            model.setArrangement(arrangement);
        }
        if (model.rowCount() > 0)
            model.setCollapsed(int(random() % unsigned(model.rowCount())), random() % 2);
        QHash<sessions::RowKey, QPersistentModelIndex> held;
        for (int i = 0; i < model.rowCount(); ++i)
            held.insert(model.row(i).key(), model.index(i, 0));
        const snapshot::SnapshotPtr snapshot = server.next();
        model.setSnapshot(snapshot);
        QCOMPARE(model.rows(), sessions::arrange(*snapshot, model.arrangement()));
        comparePersistent(model, held);
    }
    model.setSnapshot({});
    QCOMPARE(model.rowCount(), 0);
}

void TestSessionModel::foldsAndUnfolds()
{
    SessionModel model;
    model.setSnapshot(test::believableSnapshot());
    const int leader = model.rowOf({{3977, test::sampleSession(3977).backendStart}, {}});
    QVERIFY(leader >= 0);
    QCOMPARE(model.index(leader, 0).data(SessionModel::FoldRole).toInt(),
             int(SessionModel::Fold::Open));
    QCOMPARE(model.index(leader + 1, 0).data(SessionModel::KindRole).toInt(),
             int(SessionModel::RowKind::Worker));
    const int before = model.rowCount();
    model.setCollapsed(leader, true);
    QCOMPARE(model.rowCount(), before - 1);
    model.setCollapsed(leader + 1, true); // nothing below it
    QCOMPARE(model.rowCount(), before - 1);
    model.setCollapsed(leader, false);
    QCOMPARE(model.rowCount(), before);
}

void TestSessionModel::speaksMeaning()
{
    Session session = test::sampleSession(4711);
    session.state = snapshot::SessionState::IdleInTransaction;
    session.xactStart = test::sampleNow() - 254s;
    session.stateChange = test::sampleNow() - 252s;
    session.backendXid = 918'223;
    SessionModel model;
    model.setSnapshot(snapshotOf({session}));
    const auto data = [&](sessions::Column column, int role) {
        return model.index(0, column).data(role);
    };
    QCOMPARE(data(sessions::TransactionAgeColumn, Qt::DisplayRole), u"04:14"_s);
    QCOMPARE(data(sessions::TransactionAgeColumn, SessionModel::ValueRole), qint64(254'000));
    QCOMPARE(data(sessions::StateAgeColumn, SessionModel::SeverityRole),
             int(sessions::Severity::Critical));
    QVERIFY(data(sessions::StateAgeColumn, Qt::AccessibleTextRole).toString().size() > 5);
    QCOMPARE(data(sessions::QueryAgeColumn, Qt::DisplayRole), u"–"_s);
    QVERIFY(!data(sessions::QueryAgeColumn, SessionModel::ValueRole).isValid());
    QCOMPARE(data(sessions::XidColumn, Qt::DisplayRole), u"918\u2009223"_s);
    QCOMPARE(data(sessions::WaitColumn, Qt::DisplayRole), u"Client: ClientRead"_s);
    QVERIFY(data(sessions::StateAgeColumn, Qt::ToolTipRole).toString().contains(u"2026-11-20"_s));

    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setSnapshot(snapshotOf({session}, 60s));
    QCOMPARE(changed.count(), 0);
    QCOMPARE(data(sessions::TransactionAgeColumn, Qt::DisplayRole), u"05:14"_s);
}

void TestSessionModel::foreignTextIsHarmless()
{
    Session session = test::sampleSession(1);
    session.application = u"<img src=x>\u202Egnp\nend"_s;
    session.query = u"SELECT\n\t1 -- <b>"_s;
    SessionModel model;
    model.setSnapshot(snapshotOf({session}));
    const QModelIndex application = model.index(0, sessions::ApplicationColumn);
    QCOMPARE(application.data().toString(), u"<img src=x>⟨U+202E⟩gnp␊end"_s);
    QCOMPARE(application.data(Qt::ToolTipRole).toString(),
             u"<qt>&lt;img src=x&gt;⟨U+202E⟩gnp␊end</qt>"_s);
    QCOMPARE(model.index(0, sessions::QueryColumn).data().toString(), u"SELECT 1 -- <b>"_s);
}

void TestSessionModel::hugeQueryIsCheap()
{
    Session session = test::sampleSession(1);
    session.query = u"SELECT "_s + QString(10'000'000, u'x');
    SessionModel model;
    model.setSnapshot(snapshotOf({session}));
    const QModelIndex query = model.index(0, sessions::QueryColumn);
    QVERIFY(query.data().toString().size() <= base::MaxCellLength + 1);
    QVERIFY(query.data(Qt::ToolTipRole).toString().size() < 4000);
}

void TestSessionModel::hiddenSessionsAreNotZero()
{
    SessionModel model;
    model.setSnapshot(snapshotOf({Session{.pid = 5, .database = u"orders"_s, .role = u"app"_s}}));
    QCOMPARE(model.index(0, sessions::StateColumn).data().toString(), u"hidden"_s);
    QCOMPARE(model.index(0, sessions::TransactionAgeColumn).data().toString(), u"–"_s);
    QVERIFY(model.index(0, sessions::StateAgeColumn).data(Qt::ToolTipRole).toString().isEmpty());
    QVERIFY(model.index(0, sessions::ClientColumn)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(u"pg_read_all_stats"_s));
}

void TestSessionModel::groupsSpeak()
{
    SessionModel model;
    model.setSnapshot(test::believableSnapshot(0));
    sessions::Arrangement arrangement;
    arrangement.groupBy = sessions::DatabaseColumn;
    model.setArrangement(arrangement);
    QCOMPARE(model.index(0, 0).data(SessionModel::KindRole).toInt(),
             int(SessionModel::RowKind::Group));
    const QString text = model.index(0, 0).data().toString();
    QVERIFY2(text.startsWith(u"orders: "_s), qUtf8Printable(text));
    QVERIFY2(text.contains(u"2 idle in transaction"_s), qUtf8Printable(text));
    QVERIFY2(text.contains(u"3 waiting for a lock"_s), qUtf8Printable(text));
    QVERIFY2(text.endsWith(u"longest transaction 11:05"_s), qUtf8Printable(text));
    QVERIFY(!model.index(0, sessions::RoleColumn).data().isValid());
}

QTEST_GUILESS_MAIN(TestSessionModel)
#include "tst_sessionmodel.moc"
