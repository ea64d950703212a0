// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/locks/locksfixture.h"
#include "widgets/graphview.h"
#include "widgets/sqlview.h"

#include <QAction>
#include <QDialog>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using snapshot::PreparedTransaction;
using snapshot::Session;
using ui::LocksPage;
using ui::RootButton;

namespace {

// A prepared transaction that holds what 30 waits for.
locks::SituationPtr withPrepared()
{
    auto snapshot = std::make_shared<snapshot::Snapshot>(
        *tests::snapshotOf(u"30 billing active 1m 'UPDATE bills SET a = 1'"_s));
    snapshot->prepared.push_back({.transactionId = 918,
                                  .gid = u"tx <b>42"_s,
                                  .prepared = tests::noon() - std::chrono::hours(26),
                                  .owner = u"billing"_s,
                                  .database = u"orders"_s});
    const snapshot::LockTarget target{.type = u"transactionid"_s, .transactionId = 918};
    snapshot->locks.push_back({.target = target,
                               .virtualTransaction = u"-1/918"_s,
                               .mode = snapshot::LockMode::Exclusive,
                               .granted = true});
    snapshot->locks.push_back({.target = target,
                               .virtualTransaction = u"5/30"_s,
                               .pid = 30,
                               .mode = snapshot::LockMode::Share,
                               .waitStart = tests::noon() - std::chrono::seconds(12)});
    return locks::situationOf(snapshot);
}

} // namespace

/// What a person asks of the panel of locks: to end somebody, to look closer.
class TestLocksPageActions final : public QObject, private LocksFixture
{
    Q_OBJECT

private slots:
    void initTestCase() { qRegisterMetaType<QList<Session>>(); }
    void init() { QVERIFY(open()); }
    void cleanup() { close(); }
    void keysRequestActions();
    void buttonsOfARootRequestActions();
    void menuOffersTheRoots();
    void preparedTransactionIsRolledBack();
    void whatCannotBeDoneSaysWhy();
    void deadlockLeadsToItsCycle();
    void resolvedDeadlocksAreTold();
    void locksAreAskedForWhenLookedAt();
};

void TestLocksPageActions::keysRequestActions()
{
    QSignalSpy cancelled(m_page.get(), &LocksPage::cancelRequested);
    QSignalSpy terminated(m_page.get(), &LocksPage::terminateRequested);
    m_page->activateWindow();
    clickRoot(7);
    QTest::keyClick(m_roots, Qt::Key_Delete); // nothing runs
    QCOMPARE(cancelled.count(), 0);
    QTest::keyClick(m_roots, Qt::Key_Delete, Qt::ShiftModifier);
    QCOMPARE(terminated.count(), 1);
    QCOMPARE(terminated[0][0].value<QList<Session>>().first().pid, 7);
    showTree();
    clickTree(12);
    QTest::keyClick(m_tree, Qt::Key_Delete);
    QCOMPARE(cancelled.count(), 1);
    QCOMPARE(cancelled[0][0].value<QList<Session>>().first().pid, 12);
}

void TestLocksPageActions::buttonsOfARootRequestActions()
{
    QSignalSpy cancelled(m_page.get(), &LocksPage::cancelRequested);
    QSignalSpy terminated(m_page.get(), &LocksPage::terminateRequested);
    const auto press = [&](int pid, RootButton button) {
        const QRect rect = m_roots->buttonRect(m_roots->model()->index(rootRow(pid), 0), button);
        if (!rect.isEmpty())
            QTest::mouseClick(m_roots->viewport(), Qt::LeftButton, {}, rect.center());
        return !rect.isEmpty();
    };
    QVERIFY(!press(7, RootButton::Cancel)); // nothing runs to cancel
    QVERIFY(press(8, RootButton::Cancel));  // of a row that was not selected
    QCOMPARE(cancelled[0][0].value<QList<Session>>().first().pid, 8);
    QVERIFY(press(7, RootButton::Terminate));
    QCOMPARE(terminated[0][0].value<QList<Session>>().first().pid, 7);
    QVERIFY(!press(7, RootButton::RollBack));
}

void TestLocksPageActions::menuOffersTheRoots()
{
    QSignalSpy terminated(m_page.get(), &LocksPage::terminateRequested);
    showTree();
    clickTree(13);
    const QRect cell = m_tree->visualRect(m_tree->currentIndex());
    QContextMenuEvent event(QContextMenuEvent::Mouse, cell.center(),
                            m_tree->viewport()->mapToGlobal(cell.center()));
    QApplication::sendEvent(m_tree->viewport(), &event);
    auto *menu = child<QMenu>(u"nodeMenu"_s);
    QVERIFY(menu);
    const auto actions = menu->actions();
    const auto roots = std::ranges::find(actions, u"terminateRoots"_s, &QAction::objectName);
    QVERIFY(roots != actions.end());
    QVERIFY((*roots)->isVisible());
    (*roots)->trigger();
    menu->close();
    QCOMPARE(terminated[0][0].value<QList<Session>>().first().pid, 7);
    clickTree(7);
    QVERIFY(!(*roots)->isVisible()); // it is one itself
}

void TestLocksPageActions::preparedTransactionIsRolledBack()
{
    QSignalSpy rolledBack(m_page.get(), &LocksPage::rollbackRequested);
    m_page->setSubject({u"2"_s, u"billing"_s, false});
    m_page->showSituation(withPrepared());
    QCOMPARE(m_roots->model()->rowCount(), 1);
    QCOMPARE(label(u"factGid"_s), u"tx <b>42"_s);
    QCOMPARE(label(u"factOwner"_s), u"orders, billing"_s);
    QVERIFY(label(u"factPrepared"_s).startsWith(u"1 d 02 h"_s));
    const QModelIndex index = m_roots->model()->index(0, 0);
    QVERIFY(m_roots->buttonRect(index, RootButton::Terminate).isEmpty());
    QTest::mouseClick(m_roots->viewport(), Qt::LeftButton, {},
                      m_roots->buttonRect(index, RootButton::RollBack).center());
    QCOMPARE(rolledBack.count(), 1);
    QCOMPARE(rolledBack[0][0].value<PreparedTransaction>().transactionId, 918u);
    QVERIFY(child<QPushButton>(u"rollBackPreparedButton"_s)->isVisible());
    QVERIFY(!child<QPushButton>(u"terminateSessionButton"_s)->isVisible());
    QTest::mouseClick(child<QPushButton>(u"rollBackPreparedButton"_s), Qt::LeftButton);
    QCOMPARE(rolledBack.count(), 2);
}

void TestLocksPageActions::whatCannotBeDoneSaysWhy()
{
    QSignalSpy terminated(m_page.get(), &LocksPage::terminateRequested);
    clickRoot(7);
    auto *cancel = child<QPushButton>(u"cancelStatementButton"_s);
    QVERIFY(!cancel->isEnabled());
    QVERIFY(!cancel->toolTip().isEmpty());
    m_page->setActionsBlocked(u"This profile is read-only."_s);
    auto *terminate = child<QPushButton>(u"terminateSessionButton"_s);
    QVERIFY(!terminate->isEnabled());
    QVERIFY(terminate->toolTip().contains(u"read-only"_s));
    QVERIFY(m_roots->buttonRect(m_roots->model()->index(0, 0), RootButton::Terminate).isEmpty());
    QTest::keyClick(m_roots, Qt::Key_Delete, Qt::ShiftModifier);
    QCOMPARE(terminated.count(), 0);
    m_page->setActionsBlocked({});
    QVERIFY(terminate->isEnabled());
}

void TestLocksPageActions::deadlockLeadsToItsCycle()
{
    auto *bar = child<QWidget>(u"deadlockBar"_s);
    QVERIFY(!bar->isVisible());
    show(Usual + u"\n30 app active 1m 'SELECT 1'\n31 app active 1m 'SELECT 1'\n30 waits 31\n"
                 "31 waits 30"_s);
    QVERIFY(bar->isVisible());
    const QString text = label(u"deadlockBarSentence"_s);
    QVERIFY2(text.contains(u"30 ⇄ 31"_s), qUtf8Printable(text));
    QVERIFY(label(u"situation"_s).startsWith(u"1 deadlock · "_s));
    QTest::mouseClick(child<QPushButton>(u"deadlockBarShow"_s), Qt::LeftButton);
    QCOMPARE(label(u"detailTitle"_s), u"Session 30"_s);
    show(Usual);
    QVERIFY(!bar->isVisible());
}

void TestLocksPageActions::resolvedDeadlocksAreTold()
{
    auto *bar = child<QWidget>(u"resolvedBar"_s);
    QVERIFY(!bar->isVisible());
    const auto mode = snapshot::LockMode::Share;
    m_page->showDeadlock(
        {.database = u"<b>orders"_s,
         .count = 1,
         .when = tests::noon(),
         .reports = {{.time = u"12:00:00"_s,
                      .victim = 31,
                      .participants = {{30, mode, u"transaction 7"_s, 31, u"UPDATE a"_s},
                                       {31, mode, u"transaction 8"_s, 30, u"UPDATE b"_s}}}}});
    QVERIFY(bar->isVisible());
    QVERIFY(label(u"resolvedBarSentence"_s).startsWith(u"1 deadlock in <b>orders at "_s));
    QTest::mouseClick(child<QPushButton>(u"resolvedBarShow"_s), Qt::LeftButton);
    auto *dialog = m_page->findChild<QDialog *>(u"deadlockDialog"_s);
    QVERIFY(dialog && dialog->isVisible());
    QCOMPARE(dialog->findChild<QLabel *>(u"deadlockCircle"_s)->text(), u"30 → 31 → 30"_s);
    const ui::GraphPicture &graph =
        dialog->findChild<ui::GraphView *>(u"deadlockGraph"_s)->picture();
    QCOMPARE(graph.nodes.size(), 2u); // the last of the circle at the left
    QCOMPARE(graph.nodes[0].title, u"31"_s);
    QVERIFY(graph.nodes[0].filled && !graph.nodes[1].filled);
    QCOMPARE(graph.edges.size(), 2u); // from the blocker to the waiter
    QVERIFY(graph.edges[0].from == 1 && graph.edges[0].to == 0 && graph.edges[0].back);
    QCOMPARE(graph.edges[0].label, u"transaction 8"_s);
    QVERIFY(graph.edges[1].from == 0 && graph.edges[1].to == 1 && !graph.edges[1].back);
    const auto statements = dialog->findChildren<ui::SqlView *>();
    QCOMPARE(statements.size(), 2);
    QCOMPARE(statements[1]->sql(), u"UPDATE b"_s);
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTest::mouseClick(child<QPushButton>(u"resolvedBarDismiss"_s), Qt::LeftButton);
    QVERIFY(!bar->isVisible());
    m_page->showDeadlock(
        {.database = u"orders"_s, .count = 2, .problem = u"The log cannot be read."_s});
    QVERIFY(label(u"resolvedBarSentence"_s).startsWith(u"2 deadlocks"_s));
    m_page->setSubject({u"2"_s, u"billing"_s, false}); // of another server
    QVERIFY(!bar->isVisible());
}

void TestLocksPageActions::locksAreAskedForWhenLookedAt()
{
    QSignalSpy wanted(m_page.get(), &LocksPage::locksWanted);
    clickRoot(8);
    clickRoot(7);
    QCOMPARE(wanted.count(), 0);
    auto *sections = child<QWidget>(u"detailSections"_s);
    QTest::mouseClick(sections->findChild<QAbstractButton *>(u"chip-1"_s), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    const auto key = wanted[0][0].value<Session::Key>();
    QCOMPARE(key.pid, 7);
    auto *list = child<QAbstractItemView>(u"lockList"_s);
    QCOMPARE(list->model()->rowCount(), 1); // what somebody waits for
    QVERIFY(label(u"lockNote"_s).contains(u"somebody waits for"_s));
    snapshot::SessionLocks locks{.total = 3};
    for (const quint32 relation : {1u, 2u, 3u})
        locks.locks.push_back({.target = {.type = u"relation"_s, .relation = relation},
                               .pid = 7,
                               .mode = snapshot::LockMode::AccessShare,
                               .granted = true,
                               .fastPath = true});
    m_page->showLocks({.pid = 99}, locks); // of another one
    QCOMPARE(list->model()->rowCount(), 1);
    m_page->showLocks(key, locks);
    QCOMPARE(list->model()->rowCount(), 3);
    auto *subject = child<QWidget>(u"lockSubject"_s);
    QTest::mouseClick(subject->findChild<QAbstractButton *>(u"chip-object"_s), Qt::LeftButton);
    QCOMPARE(list->model()->rowCount(), 2); // who holds it and who waits
}

QTEST_MAIN(TestLocksPageActions)
#include "tst_lockspageactions.moc"
