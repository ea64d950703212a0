// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/locklistmodel.h"
#include "locks/rootmodel.h"
#include "locks/samplelocks.h"
#include "locks/waitlistmodel.h"
#include "locks/waittreemodel.h"
#include "support/textsnapshot.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace locks;

namespace {

constexpr auto Strict = QAbstractItemModelTester::FailureReportingMode::QtTest;

SituationPtr situation(const QString &text)
{
    return situationOf(tests::snapshotOf(text));
}

// "7(12(13 14!)) 8": who stands below whom; "!" marks a row whose waiters stand elsewhere.
QString treeText(const WaitTreeModel &model)
{
    QString text;
    int depth = 0;
    for (const TreeRow &row : model.rows()) {
        if (row.depth > depth)
            text += u'(';
        else
            text += QString(depth - row.depth, u')') + (text.isEmpty() ? u""_s : u" "_s);
        depth = row.depth;
        text += row.title + (row.elsewhere ? u"!"_s : QString());
    }
    return text + QString(depth, u')');
}

QString cell(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

NodeKey keyOf(const Situation &situation, int pid)
{
    for (const Node &node : situation.graph.nodes) {
        if (node.key.pid == pid)
            return node.key;
    }
    return {};
}

// Sessions that come and go, and who of them waits for whom, cycles included.
QString randomText(std::mt19937 &random)
{
    QStringList lines;
    QList<int> pids;
    for (int pid = 100; pid < 112; ++pid) {
        if (random() % 4 == 0)
            continue;
        pids << pid;
        lines << u"%1 app_%2 %3 5m 'UPDATE t SET x = %4'"_s.arg(
            QString::number(pid), QString::number(random() % 3),
            random() % 2 ? u"active"_s : u"idle-tx"_s, QString::number(random() % 3));
    }
    const auto any = [&] { return QString::number(pids[qsizetype(random()) % pids.size()]); };
    for (unsigned n = random() % 14; n > 0 && pids.size() > 1; --n) {
        const QString waiter = any();
        const QString blocker = any();
        if (waiter != blocker)
            lines << waiter + u" waits "_s + blocker;
    }
    return lines.join(u'\n');
}

} // namespace

/// The item models of the Locks panel.
class TestLockModels final : public QObject
{
    Q_OBJECT

private slots:
    void treeShowsWhoWaitsForWhom();
    void nodeWithSeveralBlockersStandsBelowEach();
    void cycleIsCutAndMarked();
    void queueIsFlat();
    void searchKeepsWhatIsAbove();
    void foldingStaysWithItsRow();
    void rowsAreNotMoreThanEdges();
    void rootsSayWhatTheirEndBrings();
    void needsTwoRootsTogether();
    void listsLocks();
    void listsWaits();
    void modelsFollowRandomSnapshots();
    void foreignTextIsHarmless();
};

void TestLockModels::treeShowsWhoWaitsForWhom()
{
    WaitTreeModel model;
    model.setSituation(situation(u"7 app idle-tx 9m\n12 app active 5m\n13 app active 4m\n"
                                 "20 web active 3m\n8 app idle-tx 2m\n"
                                 "12 waits 7\n13 waits 12\n20 waits 8"_s));
    QCOMPARE(treeText(model), u"7(12(13)) 8(20)"_s);
    QCOMPARE(cell(model, 0, WaitTreeModel::BlocksColumn), u"2"_s);
    QCOMPARE(cell(model, 0, WaitTreeModel::ObjectColumn), QString());
    QCOMPARE(cell(model, 0, WaitTreeModel::StateColumn), u"idle in transaction for 09:00"_s);
    QVERIFY(!cell(model, 1, WaitTreeModel::ObjectColumn).isEmpty());
    model.setSituation({});
    QCOMPARE(model.rowCount(), 0);
}

void TestLockModels::nodeWithSeveralBlockersStandsBelowEach()
{
    WaitTreeModel model;
    model.setSituation(situation(u"7 app idle-tx 9m\n8 app idle-tx 8m\n12 app active 5m\n"
                                 "13 app active 4m\n12 waits 7\n12 waits 8\n13 waits 12"_s));
    const QString tree = treeText(model);
    QVERIFY2(tree == u"7(12(13)) 8(12!)"_s || tree == u"8(12(13)) 7(12!)"_s, qUtf8Printable(tree));
    const QString first = cell(model, 1, WaitTreeModel::NoteColumn);
    QVERIFY2(first.contains(u"also waits for "_s + cell(model, 3, 0)), qUtf8Printable(first));
    QVERIFY(cell(model, 4, WaitTreeModel::NoteColumn).contains(u"stand above"_s));
}

void TestLockModels::cycleIsCutAndMarked()
{
    WaitTreeModel model;
    const auto now = situation(u"7 app active 9m\n8 app active 8m\n9 app active 1m\n"
                               "7 waits 8\n8 waits 7\n9 waits 7"_s);
    QCOMPARE(now->graph.cycles.size(), 1u);
    model.setSituation(now);
    QCOMPARE(model.rowCount(), 4); // each edge, and where the walk began
    RootModel roots;
    roots.setSituation(now);
    QCOMPARE(roots.rowCount(), 2); // its members block for good, as roots do
    QVERIFY(consequenceText(roots.row(0)).contains(u"breaks the cycle and frees 2"_s));
    for (int row = 0; row < model.rowCount(); ++row) {
        const bool deadlock = cell(model, row, WaitTreeModel::NoteColumn).startsWith(u"deadlock"_s);
        QCOMPARE(deadlock, cell(model, row, 0) != u"9"_s);
    }
}

// Many who want one row are siblings, and say where in the queue they stand.
void TestLockModels::queueIsFlat()
{
    WaitTreeModel model;
    model.setSituation(situationOf(tests::sampleLocks(300)));
    const auto deepest = std::ranges::max(model.rows(), {}, &TreeRow::depth);
    QVERIFY2(deepest.depth <= 6, qPrintable(QString::number(deepest.depth)));
    const auto last = std::ranges::max(model.rows(), {}, &TreeRow::queuePosition);
    QVERIFY(last.queuePosition > 10);
    const int row = model.rowOf(last.place);
    QVERIFY(
        cell(model, row, WaitTreeModel::NoteColumn).contains(QString::number(last.queuePosition)));
}

void TestLockModels::searchKeepsWhatIsAbove()
{
    WaitTreeModel model;
    model.setSituation(situation(u"7 app idle-tx 9m\n12 app active 5m\n13 web active 4m\n"
                                 "14 app active 4m\n12 waits 7\n13 waits 12\n14 waits 7"_s));
    model.setArrangement({.search = u"WEB"_s});
    QCOMPARE(treeText(model), u"7(12(13))"_s);
    model.setArrangement({.search = u"14"_s});
    QCOMPARE(treeText(model), u"7(14)"_s);
    model.setArrangement({.search = u"nobody"_s});
    QCOMPARE(model.rowCount(), 0);
}

void TestLockModels::foldingStaysWithItsRow()
{
    WaitTreeModel model;
    QAbstractItemModelTester tester(&model, Strict);
    const QString sessions = u"7 app idle-tx 9m\n12 app active 5m\n13 app active 4m\n"
                             "3 app idle-tx 1m\n12 waits 7\n13 waits 12\n"_s;
    model.setSituation(situation(sessions));
    model.setCollapsed(1, true);
    QCOMPARE(treeText(model), u"7(12)"_s);
    QCOMPARE(model.index(1, 0).data(WaitTreeModel::FoldRole).toInt(),
             int(WaitTreeModel::Fold::Collapsed));
    model.setSituation(situation(sessions + u"14 app active 3m\n14 waits 7"_s));
    QCOMPARE(treeText(model), u"7(12 14)"_s);
    model.setCollapsed(1, false);
    QCOMPARE(treeText(model), u"7(12(13) 14)"_s);
    model.setCollapsed(2, true); // nothing waits for it
    QCOMPARE(model.rowCount(), 4);
}

void TestLockModels::rowsAreNotMoreThanEdges()
{
    const SituationPtr large = situationOf(tests::sampleLocks(2000));
    WaitTreeModel model;
    QElapsedTimer timer;
    timer.start();
    model.setSituation(large);
    qInfo("2000 waiting: tree %lld ms for %d rows", timer.restart(), model.rowCount());
    RootModel roots;
    roots.setSituation(large);
    qInfo("roots %lld ms for %d", timer.restart(), roots.rowCount());
    Q_UNUSED(situationOf(large->snapshot));
    qInfo("situation %lld ms", timer.restart());
    const auto drawn = std::ranges::count_if(large->graph.edges, &Edge::drawn);
    QVERIFY(size_t(model.rowCount()) >= large->graph.nodes.size());
    QVERIFY(model.rowCount() <= drawn + int(large->graph.nodes.size()));
    QSet<int> shown;
    for (const TreeRow &row : model.rows())
        shown.insert(row.node);
    QCOMPARE(size_t(shown.size()), large->graph.nodes.size());
}

void TestLockModels::rootsSayWhatTheirEndBrings()
{
    RootModel model;
    model.setSituation(situation(u"7 app idle-tx 9m xid=9 xact=10m\n12 app active 5m\n"
                                 "13 app active 4m\n20 web active 3m\n8 app idle-tx 2m xact=3m\n"
                                 "12 waits 7\n13 waits 12\n20 waits 8"_s));
    QCOMPARE(model.rowCount(), 2);
    const RootRow first = model.row(0);
    QCOMPARE(first.title, u"7"_s);
    QCOMPARE(first.blocks, 2);
    QCOMPARE(first.directly, 1);
    const QString text = consequenceText(first);
    QVERIFY2(text.startsWith(u"Ending it frees 2 sessions"_s), qUtf8Printable(text));
    QVERIFY2(text.endsWith(u"It rolls back one transaction."_s), qUtf8Printable(text));
    QVERIFY(consequenceText(model.row(1)).contains(u"has written nothing"_s));
    QVERIFY(heldText(first).startsWith(u"1 session waits for"_s));
    const QString spoken = model.index(0, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY(spoken.contains(u"blocks 2"_s) && spoken.contains(u"frees 2"_s));
}

void TestLockModels::needsTwoRootsTogether()
{
    RootModel model;
    model.setSituation(situation(u"7 app idle-tx 9m\n8 app idle-tx 8m\n12 app active 5m\n"
                                 "13 app active 4m\n12 waits 7\n12 waits 8\n13 waits 12"_s));
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(consequenceText(model.row(0)).contains(u"frees nobody"_s));
    const QString together = togetherText(model.row(0));
    QVERIFY2(together.contains(u" and "_s) && together.endsWith(u"frees 2 more."_s),
             qUtf8Printable(together));
}

void TestLockModels::listsLocks()
{
    const auto now = situation(u"7 app idle-tx 9m\n12 app active 5m\n13 app active 4m\n"
                               "12 waits 7\n13 waits 7"_s);
    LockListModel model;
    QAbstractItemModelTester tester(&model, Strict);
    model.setLocks(contendedLocks(*now, keyOf(*now, 12)), now->snapshot);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(cell(model, 0, LockListModel::StandingColumn), u"awaited"_s);
    QVERIFY(cell(model, 0, LockListModel::SessionColumn).startsWith(u"12"_s));
    const LockTarget target = model.row(0).lock.target;
    model.setLocks(locksOn(target, *now->snapshot), now->snapshot);
    QVERIFY(model.rowCount() >= 2);
    QCOMPARE(cell(model, model.rowCount() - 1, LockListModel::StandingColumn), u"held"_s);
    model.setLocks({}, {});
    QCOMPARE(model.rowCount(), 0);
}

void TestLockModels::listsWaits()
{
    const auto now = situation(u"7 app idle-tx 9m\n12 app active 5m\n13 app active 4m\n"
                               "12 waits 7\n13 waits 12"_s);
    WaitListModel model;
    QAbstractItemModelTester tester(&model, Strict);
    model.setNode(now, keyOf(*now, 12));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(cell(model, 0, WaitListModel::DirectionColumn), u"waits for"_s);
    QVERIFY(cell(model, 0, WaitListModel::OtherColumn).startsWith(u"7"_s));
    QCOMPARE(cell(model, 1, WaitListModel::DirectionColumn), u"blocks"_s);
    QVERIFY(cell(model, 1, WaitListModel::OtherColumn).startsWith(u"13"_s));
    QCOMPARE(cell(model, 0, WaitListModel::EvidenceColumn), u"lock table"_s);
    model.setNode(now, {.pid = 99});
    QCOMPARE(model.rowCount(), 0);
}

void TestLockModels::modelsFollowRandomSnapshots()
{
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    WaitTreeModel tree;
    RootModel roots;
    LockListModel lockList;
    WaitListModel waits;
    QAbstractItemModelTester testers[] = {
        {&tree, Strict}, {&roots, Strict}, {&lockList, Strict}, {&waits, Strict}};
    QSignalSpy resets(&tree, &QAbstractItemModel::modelReset);
    for (int round = 0; round < 300; ++round) {
        const SituationPtr now = situation(randomText(random));
        QHash<TreePlace, QPersistentModelIndex> held;
        for (int row = 0; row < tree.rowCount(); ++row)
            held.insert(tree.row(row).place, tree.index(row, 1));
        tree.setSituation(now);
        for (auto at = held.begin(); at != held.end(); ++at) {
            QCOMPARE(at->isValid(), tree.rowOf(at.key()) >= 0);
            QVERIFY(!at->isValid() || at->row() == tree.rowOf(at.key()));
        }
        roots.setSituation(now);
        size_t lasting = now->roots.size();
        for (const auto &cycle : now->graph.cycles)
            lasting += cycle.size();
        QCOMPARE(size_t(roots.rowCount()), lasting);
        if (random() % 3 == 0 && tree.rowCount() > 0)
            tree.setCollapsed(int(random() % unsigned(tree.rowCount())), random() % 2);
        const NodeKey node = now->graph.nodes.empty()
                                 ? NodeKey{}
                                 : now->graph.nodes[random() % now->graph.nodes.size()].key;
        waits.setNode(now, node);
        lockList.setLocks(contendedLocks(*now, node), now->snapshot);
        for (int column = 0; column < tree.columnCount() && tree.rowCount() > 0; ++column)
            Q_UNUSED(tree.index(0, column).data(Qt::ToolTipRole));
    }
    QCOMPARE(resets.count(), 0);
    Q_UNUSED(testers);
}

void TestLockModels::foreignTextIsHarmless()
{
    const auto now = situation(u"7 <b>boss idle-tx 9m '<img src=x>'\n12 app active 5m\n"
                               "12 waits 7"_s);
    WaitTreeModel model;
    model.setSituation(now);
    for (int column = 0; column < model.columnCount(); ++column) {
        const QString tip = model.index(0, column).data(Qt::ToolTipRole).toString();
        QVERIFY2(!tip.contains(u"<b>"_s) && !tip.contains(u"<img"_s), qUtf8Printable(tip));
    }
}

QTEST_GUILESS_MAIN(TestLockModels)
#include "tst_lockmodels.moc"
