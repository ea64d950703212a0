// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/tablenotice.h"
#include "locks/lockspage.h"
#include "locks/rootlist.h"
#include "locks/waittreeview.h"
#include "support/textsnapshot.h"
#include "widgets/plainlabel.h"
#include "widgets/sqlview.h"
#include "widgets/theme.h"
#include "widgets/uistate.h"

#include <KSyntaxHighlighting/Repository>

#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::PreparedTransaction;
using snapshot::Session;
using ui::LocksPage;
using ui::RootButton;
using ui::RootList;
using ui::WaitTreeView;

namespace {

// 7 is idle in a transaction and blocks two, 8 runs a statement and blocks one.
const QString Usual = u"7 app_rw idle-tx 5m 'UPDATE orders SET a = 1' db=orders xid=9 xact=6m\n"
                      "8 deploy active 2m 'SELECT pg_sleep(600)' db=orders xact=2m\n"
                      "12 web active 4m 'UPDATE orders SET b = 2' db=orders wait=Lock:relation\n"
                      "13 web active 3m 'DELETE FROM orders' db=orders wait=Lock:relation\n"
                      "20 batch active 1m 'SELECT 1' db=orders wait=Lock:relation\n"
                      "12 waits 7\n13 waits 12\n20 waits 8"_s;

std::shared_ptr<snapshot::Snapshot> copyOf(const QString &text)
{
    return std::make_shared<snapshot::Snapshot>(*tests::snapshotOf(text));
}

// A prepared transaction that holds what 30 waits for.
locks::SituationPtr withPrepared()
{
    auto snapshot = copyOf(u"30 billing active 1m 'UPDATE bills SET a = 1'"_s);
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

/// The panel of locks as a person uses it, with mouse and keys.
class TestLocksPage final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_page.reset(); }
    void firstRootIsSelectedAtFirst();
    void viewsShareTheSelection();
    void keysRequestActions();
    void buttonsOfARootRequestActions();
    void menuOffersTheRoots();
    void preparedTransactionIsRolledBack();
    void nothingElseIsSelectedWhenARootEnds();
    void searchKeepsWhatMatches();
    void foldsByMouseAndKeys();
    void viewIsKept();
    void emptyStatesSayWhy();
    void whatCannotBeDoneSaysWhy();
    void deadlockLeadsToItsCycle();
    void resolvedDeadlocksAreTold();
    void countsWhoWaits();
    void locksAreAskedForWhenLookedAt();
    void helpShowsConflicts();
    void leadsToASession();
    void paintsInBothThemes_data();
    void paintsInBothThemes();

private:
    void show(const QString &text)
    {
        m_page->showSituation(locks::situationOf(tests::snapshotOf(text)));
    }
    template <typename T>
    T *child(const QString &name) const
    {
        return m_page->findChild<T *>(name);
    }
    QString label(const QString &name) const { return child<ui::PlainLabel>(name)->text(); }
    void showTree() { QTest::mouseClick(child<QAbstractButton>(u"chip-tree"_s), Qt::LeftButton); }
    int rootRow(int pid) const;
    void clickRoot(int pid);
    void clickTree(int pid);

    std::unique_ptr<ui::Theme> m_theme;
    KSyntaxHighlighting::Repository m_repository;
    std::unique_ptr<LocksPage> m_page;
    RootList *m_roots = nullptr;
    WaitTreeView *m_tree = nullptr;
};

void TestLocksPage::init()
{
    qRegisterMetaType<QList<Session>>();
    if (!m_theme)
        m_theme = std::make_unique<ui::Theme>(*qApp);
    m_theme->setChoice(ui::ThemeChoice::Light);
    m_page = std::make_unique<LocksPage>(m_repository);
    m_page->resize(1220, 780);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_roots = child<RootList>(u"rootList"_s);
    m_tree = child<WaitTreeView>(u"waitTree"_s);
    m_page->setSubject({u"1"_s, u"orders"_s, true});
    m_page->showStatus({.state = base::ServerState::Live});
    show(Usual);
}

int TestLocksPage::rootRow(int pid) const
{
    for (int row = 0; row < m_roots->model()->rowCount(); ++row) {
        if (m_roots->roots().row(row).node.pid == pid)
            return row;
    }
    return -1;
}

void TestLocksPage::clickRoot(int pid)
{
    const QRect rect = m_roots->visualRect(m_roots->model()->index(rootRow(pid), 0));
    QTest::mouseClick(m_roots->viewport(), Qt::LeftButton, {}, rect.topLeft() + QPoint(20, 15));
}

void TestLocksPage::clickTree(int pid)
{
    const int row = m_tree->tree().firstRowOf(
        {.pid = pid, .backendStart = [&] {
             const auto &sessions = m_tree->tree().situation()->snapshot->sessions;
             return std::ranges::find(sessions, pid, &Session::pid)->backendStart;
         }()});
    QVERIFY(row >= 0);
    const QRect cell = m_tree->visualRect(m_tree->model()->index(row, 3));
    QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {}, cell.center());
}

void TestLocksPage::firstRootIsSelectedAtFirst()
{
    QCOMPARE(m_roots->model()->rowCount(), 2);
    QCOMPARE(m_roots->selected()->pid, 7);
    QCOMPARE(label(u"detailTitle"_s), u"Session 7"_s);
    QCOMPARE(label(u"situation"_s), u"3 waiting · 2 roots · no deadlock"_s);
    QCOMPARE(label(u"factLocks"_s), u"2 in all, 1 directly"_s);
}

void TestLocksPage::viewsShareTheSelection()
{
    QSignalSpy selected(m_page.get(), &LocksPage::sessionSelected);
    clickRoot(8);
    QCOMPARE(label(u"detailTitle"_s), u"Session 8"_s);
    QCOMPARE(m_tree->selected()->pid, 8);
    showTree();
    clickTree(13);
    QCOMPARE(label(u"detailTitle"_s), u"Session 13"_s);
    QCOMPARE(label(u"factLocks"_s), u"12"_s);
    QVERIFY(!m_roots->selected());
    m_tree->setFocus();
    QTest::keyClick(m_tree, Qt::Key_Left); // to the one it waits for
    QCOMPARE(label(u"detailTitle"_s), u"Session 12"_s);
    QTest::keyClick(m_tree, Qt::Key_Up);
    QCOMPARE(m_roots->selected()->pid, 7);
    QCOMPARE(selected.count(), 4);
    QCOMPARE(selected.last()[0].value<Session::Key>().pid, 7);
    show(Usual); // a refresh changes nothing
    QCOMPARE(m_roots->selected()->pid, 7);
    QCOMPARE(m_tree->selected()->pid, 7);
    QCOMPARE(selected.count(), 4);
}

void TestLocksPage::keysRequestActions()
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

void TestLocksPage::buttonsOfARootRequestActions()
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

void TestLocksPage::menuOffersTheRoots()
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

void TestLocksPage::preparedTransactionIsRolledBack()
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

void TestLocksPage::nothingElseIsSelectedWhenARootEnds()
{
    showTree();
    clickRoot(7);
    show(u"8 deploy active 2m 'SELECT 1' xact=2m\n20 batch active 1m 'SELECT 1'\n20 waits 8"_s);
    QCOMPARE(m_roots->model()->rowCount(), 1);
    QVERIFY(!m_roots->selected());
    QVERIFY(!m_tree->selected());
    QCOMPARE(label(u"detailTitle"_s), u"Session 7"_s);
    QVERIFY(label(u"statementNote"_s).contains(u"has ended"_s));
    QVERIFY(!child<QPushButton>(u"terminateSessionButton"_s)->isEnabled());
}

void TestLocksPage::searchKeepsWhatMatches()
{
    showTree();
    auto *search = child<QLineEdit>(u"filterLine"_s);
    m_page->activateWindow();
    search->setFocus();
    QTest::keyClicks(search, u"batch"_s);
    QCOMPARE(m_tree->model()->rowCount(), 2); // it and the one it waits for
    QTest::keyClick(search, Qt::Key_Down);
    QVERIFY(m_tree->hasFocus());
    search->setFocus();
    QTest::keyClick(search, Qt::Key_Escape);
    QCOMPARE(m_tree->model()->rowCount(), 5);
    QCOMPARE(m_roots->selected()->pid, 7);
}

void TestLocksPage::foldsByMouseAndKeys()
{
    showTree();
    clickTree(7);
    QTest::keyClick(m_tree, Qt::Key_Left);
    QCOMPARE(m_tree->model()->rowCount(), 3);
    QTest::keyClick(m_tree, Qt::Key_Right);
    QCOMPARE(m_tree->model()->rowCount(), 5);
    const QRect cell = m_tree->visualRect(m_tree->model()->index(0, 0));
    QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {},
                      {cell.left() + 12, cell.center().y()});
    QCOMPARE(m_tree->model()->rowCount(), 3);
}

void TestLocksPage::viewIsKept()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    QVERIFY(!m_tree->isVisible());
    showTree();
    QVERIFY(m_tree->isVisible());
    ui::UiState(settings).save(*m_page);
    init();
    QVERIFY(!m_tree->isVisible());
    ui::UiState(settings).restore(*m_page);
    QVERIFY(m_tree->isVisible());
    QVERIFY(child<QAbstractButton>(u"chip-tree"_s)->isChecked());
}

void TestLocksPage::emptyStatesSayWhy()
{
    QSignalSpy activity(m_page.get(), &LocksPage::activityRequested);
    show(u"7 app active 1m 'SELECT 1'"_s);
    QCOMPARE(label(u"emptySentence"_s), u"Nobody waits for a lock."_s);
    QVERIFY(child<QPushButton>(u"emptyButton"_s)->isVisible());
    QTest::mouseClick(child<QPushButton>(u"emptyButton"_s), Qt::LeftButton);
    QCOMPARE(activity.count(), 1);
    m_page->showSnapshot({});
    QVERIFY(label(u"emptySentence"_s).startsWith(u"Nothing is known"_s));
    m_page->showStatus({.state = base::ServerState::Lost});
    show(Usual);
    auto *age = child<ui::TableNotice>(u"ageNotice"_s);
    QVERIFY(age->isVisible());
}

void TestLocksPage::whatCannotBeDoneSaysWhy()
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

void TestLocksPage::deadlockLeadsToItsCycle()
{
    auto *bar = child<QWidget>(u"deadlockBar"_s);
    QVERIFY(!bar->isVisible());
    show(Usual + u"\n30 app active 1m 'SELECT 1'\n31 app active 1m 'SELECT 1'\n30 waits 31\n"
                 "31 waits 30"_s);
    QVERIFY(bar->isVisible());
    const QString text = label(u"deadlockBarSentence"_s);
    QVERIFY2(text.contains(u"30 ⇄ 31"_s), qUtf8Printable(text));
    QVERIFY(label(u"situation"_s).endsWith(u"1 deadlock"_s));
    QTest::mouseClick(child<QPushButton>(u"deadlockBarShow"_s), Qt::LeftButton);
    QCOMPARE(label(u"detailTitle"_s), u"Session 30"_s);
    show(Usual);
    QVERIFY(!bar->isVisible());
}

void TestLocksPage::resolvedDeadlocksAreTold()
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

void TestLocksPage::countsWhoWaits()
{
    QSignalSpy counts(m_page.get(), &LocksPage::countChanged);
    const auto waitFor = [&](std::chrono::seconds age) {
        auto snapshot = copyOf(u"7 app idle-tx 5m\n12 app active 9m\n12 waits 7"_s);
        for (snapshot::Lock &lock : snapshot->locks) {
            if (!lock.granted)
                lock.waitStart = tests::noon() - age;
        }
        m_page->showSituation(locks::situationOf(snapshot));
    };
    waitFor(61s);
    QCOMPARE(counts.last()[0].toInt(), 1);
    QCOMPARE(counts.last()[1].value<ui::Severity>(), ui::Severity::Critical);
    waitFor(59s);
    QCOMPARE(counts.last()[0].toInt(), 1);
    QCOMPARE(counts.last()[1].value<ui::Severity>(), ui::Severity::Warning);
    show(u"7 app idle-tx 5m"_s);
    QCOMPARE(counts.last()[0].toInt(), 0);
    QCOMPARE(counts.last()[1].value<ui::Severity>(), ui::Severity::None);
}

void TestLocksPage::locksAreAskedForWhenLookedAt()
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

void TestLocksPage::helpShowsConflicts()
{
    QVERIFY(m_page->helpText().contains(u"AccessExclusiveLock"_s));
    auto *sections = child<QWidget>(u"detailSections"_s);
    QTest::mouseClick(sections->findChild<QAbstractButton *>(u"chip-1"_s), Qt::LeftButton);
    QTest::mouseClick(child<QPushButton>(u"lockModes"_s), Qt::LeftButton);
    auto *dialog = m_page->findChild<QDialog *>(u"conflictDialog"_s);
    QVERIFY(dialog && dialog->isVisible());
    auto *table = dialog->findChild<QTableWidget *>(u"conflictTable"_s);
    QCOMPARE(table->rowCount(), 8);
    QCOMPARE(table->item(0, 7)->text(), u"✕"_s); // SELECT and DROP TABLE
    QCOMPARE(table->item(2, 2)->text(), QString());
    QVERIFY(table->item(2, 2)->data(Qt::AccessibleTextRole).toString().contains(u"together"_s));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!m_page->findChild<QDialog *>(u"conflictDialog"_s));
}

void TestLocksPage::leadsToASession()
{
    QSignalSpy selected(m_page.get(), &LocksPage::sessionSelected);
    const auto &sessions = m_tree->tree().situation()->snapshot->sessions;
    const auto waiter = std::ranges::find(sessions, 20, &Session::pid);
    child<QLineEdit>(u"filterLine"_s)->setText(u"orders SET b"_s);
    QVERIFY(m_page->lead(waiter->key()));
    QCOMPARE(label(u"detailTitle"_s), u"Session 20"_s);
    QCOMPARE(child<QLineEdit>(u"filterLine"_s)->text(), QString());
    QVERIFY(!m_page->lead(Session::Key{.pid = 99}));
    QVERIFY(m_page->lead({}));
    QCOMPARE(label(u"detailTitle"_s), u"Session 7"_s);
    QCOMPARE(selected.count(), 0); // the user did not choose
}

void TestLocksPage::paintsInBothThemes_data()
{
    QTest::addColumn<int>("theme");
    QTest::newRow("light") << int(ui::ThemeChoice::Light);
    QTest::newRow("dark") << int(ui::ThemeChoice::Dark);
}

void TestLocksPage::paintsInBothThemes()
{
    QFETCH(const int, theme);
    m_theme->setChoice(ui::ThemeChoice(theme));
    const ui::Tokens &tokens =
        theme == int(ui::ThemeChoice::Dark) ? ui::darkTokens() : ui::lightTokens();
    const QImage image = m_roots->viewport()->grab().toImage();
    int selection = 0;
    int critical = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            selection += image.pixel(x, y) == tokens.selection.rgb();
            critical += image.pixel(x, y) == tokens.critical.rgb();
        }
    }
    QVERIFY(selection > 1000);
    QVERIFY(critical > 20);
    showTree();
    QVERIFY(!m_tree->grab().isNull());
}

QTEST_MAIN(TestLocksPage)
#include "tst_lockspage.moc"
