// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/samplesessions.h"
#include "ui/activity/activityfixture.h"
#include "widgets/chipbar.h"
#include "widgets/uistate.h"

#include <QAction>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::Session;
using snapshot::SessionState;
using ui::ActivityPage;
using ui::SessionView;

class TestActivityPage final : public QObject, private test::ActivityFixture
{
    Q_OBJECT

private slots:
    void init() { open(); }
    void cleanup() { close(); }
    void sortsByClick();
    void filtersByKeyboard();
    void saysWhatIsWrongWithAFilter();
    void chipsFilterAndCount();
    void groupsAndFolds();
    void foldsWorkersByMouse();
    void selectionStaysWithItsSession();
    void nothingElseIsSelectedWhenASessionEnds();
    void typingAFilterKeepsTheSelection();
    void leadsToASession();
    void menuFiltersToAValue();
    void columnsAreChosenAndKept();
    void emptyStatesSayWhy();
    void oldDataSaysItsAge();
    void hiddenSessionsAreExplained();
};

void TestActivityPage::sortsByClick()
{
    QVERIFY(pids().startsWith(u"3977 3978 4711 4823 4830 5102"_s)); // longest transaction first
    QHeaderView *header = m_view->header();
    const auto clickHead = [&](int column) {
        const QPoint at(header->sectionViewportPosition(column) + 20, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    };
    clickHead(sessions::PidColumn);
    QVERIFY2(pids().startsWith(u"71 72 74 88 1904"_s), qUtf8Printable(pids()));
    clickHead(sessions::PidColumn);
    QVERIFY(pids().startsWith(u"8002 8001 8000 7001"_s));
    clickHead(sessions::StateAgeColumn); // the first click on an age asks for the oldest
    QVERIFY2(pids().startsWith(u"1904 1905 1906 3977 3978"_s), qUtf8Printable(pids()));
}

void TestActivityPage::filtersByKeyboard()
{
    filter(u"role:app_rw state:active"_s);
    QCOMPARE(pids(), u"4823 4830"_s);
    auto *edit = child<QLineEdit>(u"filterLine"_s);
    QTest::keyClick(edit, Qt::Key_Down);
    QVERIFY(m_view->hasFocus());
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_Escape);
    QCOMPARE(edit->text(), QString());
    QVERIFY(m_model->rowCount() > 10);
}

void TestActivityPage::saysWhatIsWrongWithAFilter()
{
    auto *notice = child<QWidget>(u"filterMistake"_s);
    QVERIFY(!notice->isVisible());
    filter(u"role:app_rw state:active age>soon"_s);
    QVERIFY(notice->isVisible());
    const QString text = notice->findChild<ui::PlainLabel *>(u"noticeSentence"_s)->text();
    QVERIFY2(text.contains(u"soon"_s) && text.contains(u"5m"_s), qUtf8Printable(text));
    QCOMPARE(pids(), u"4823 4830"_s); // by what it understood
    filter(u"colour:red"_s);
    QVERIFY(notice->findChild<ui::PlainLabel *>(u"noticeSentence"_s)->text().contains(u"client"_s));
    filter({});
    QVERIFY(!notice->isVisible());
}

void TestActivityPage::chipsFilterAndCount()
{
    auto *chips = child<ui::ChipBar>(u"stateChips"_s);
    const auto buttons = chips->findChildren<QAbstractButton *>();
    QAbstractButton *waiting = nullptr;
    for (QAbstractButton *button : buttons) {
        if (button->text().startsWith(u"waiting"_s) ||
            button->accessibleName().startsWith(u"waiting"_s))
            waiting = button;
    }
    QVERIFY(waiting);
    QTest::mouseClick(waiting, Qt::LeftButton);
    QCOMPARE(pids(), u"4823 4830 5102 6021"_s);
    filter(u"db:billing"_s);
    QCOMPARE(pids(), u"6021"_s);
    QCOMPARE(sessions::countStates(*m_model->snapshot(), m_model->arrangement().filter),
             (sessions::StateCounts{1, 1, 0, 0, 1, 0}));
}

void TestActivityPage::groupsAndFolds()
{
    child<QMenu>(u"groupMenu"_s)->actions()[1]->trigger(); // database
    QVERIFY2(pids().startsWith(u"orders 3977 3978"_s), qUtf8Printable(pids()));
    m_view->setFocus();
    m_view->setCurrentIndex(m_model->index(0, 0));
    QTest::keyClick(m_view, Qt::Key_Left);
    QVERIFY2(pids().startsWith(u"orders  88"_s), qUtf8Printable(pids()));
    QTest::keyClick(m_view, Qt::Key_Right);
    QVERIFY(pids().startsWith(u"orders 3977 3978"_s));
    QVERIFY(m_view->selected().empty()); // the head of a group is no session
    QVERIFY(!action(u"terminateSession"_s)->isEnabled());
    child<QMenu>(u"groupMenu"_s)->actions()[0]->trigger();
    QVERIFY(pids().startsWith(u"3977 3978"_s));
}

void TestActivityPage::foldsWorkersByMouse()
{
    const QRect cell = m_view->visualRect(m_model->index(rowOf(3977), sessions::PidColumn));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {},
                      {cell.left() + 10, cell.center().y()});
    QVERIFY(rowOf(3978) < 0);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {},
                      {cell.left() + 10, cell.center().y()});
    QVERIFY(rowOf(3978) > 0);
}

void TestActivityPage::selectionStaysWithItsSession()
{
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    test::RandomServer server(seed, 80);
    server.replacedShare = 0.02;
    m_page->showSnapshot(server.next());
    m_view->sortByColumn(sessions::StateAgeColumn, Qt::DescendingOrder);
    std::optional<Session::Key> key;
    int kept = 0;
    for (int round = 0; round < 200; ++round) {
        if (!key) {
            const int row = int(random() % 10);
            click(row);
            key = m_model->row(row).session->key();
            QCOMPARE(m_view->selected().size(), 1u);
        }
        m_page->showSnapshot(server.next());
        const bool stays = m_model->rowOf({*key, {}}) >= 0;
        const std::vector<const Session *> selected = m_view->selected();
        QCOMPARE(selected.size(), size_t(stays));
        if (stays)
            QCOMPARE(selected[0]->key(), *key);
        else
            key.reset();
        kept += stays;
    }
    QVERIFY(kept > 50);
}

void TestActivityPage::nothingElseIsSelectedWhenASessionEnds()
{
    std::vector<Session> sessions;
    for (int pid = 1; pid <= 9; ++pid) {
        sessions.push_back(test::sampleSession(pid));
        sessions.back().state = SessionState::Active;
    }
    show(sessions);
    click(3);
    const int pid = m_view->selected().at(0)->pid;
    QVERIFY(action(u"cancelStatement"_s)->isEnabled());
    QSignalSpy requested(m_page.get(), &ActivityPage::cancelRequested);
    auto at = std::ranges::find(sessions, pid, &Session::pid);
    at->backendStart = *at->backendStart + 1us; // the same pid, another session
    show(sessions);
    QVERIFY(m_view->selected().empty());
    QVERIFY(!action(u"cancelStatement"_s)->isEnabled());
    QVERIFY(m_view->currentIndex().row() <= 4); // the keyboard stays about there
    QTest::keyClick(m_view, Qt::Key_Delete);
    QCOMPARE(requested.count(), 0);
}

void TestActivityPage::typingAFilterKeepsTheSelection()
{
    click(rowOf(4711));
    filter(u"role:app_rw age>1m"_s); // on the way "age" is a text that matches nothing
    QCOMPARE(m_view->selected().size(), 1u);
    QCOMPARE(m_view->selected()[0]->pid, 4711);
    filter(u"pid:4823"_s);
    QVERIFY(m_view->selected().empty()); // never another one instead
    QVERIFY(!action(u"terminateSession"_s)->isEnabled());
}

void TestActivityPage::leadsToASession()
{
    filter(u"role:billing"_s);
    QVERIFY(m_page->selectSession(test::sampleSession(4711).key()));
    QCOMPARE(m_view->selected().at(0)->pid, 4711);
    QCOMPARE(child<QLineEdit>(u"filterLine"_s)->text(), QString());
    QVERIFY(!m_page->selectSession({4711, {}}));
}

void TestActivityPage::menuFiltersToAValue()
{
    click(rowOf(6021));
    emit m_view->customContextMenuRequested(QPoint(30, 30));
    QPointer<QMenu> menu = child<QMenu>(u"sessionMenu"_s);
    QVERIFY(menu);
    for (QAction *entry : menu->actions()) {
        if (entry->text().contains(u"role="_s))
            entry->trigger();
    }
    menu->close();
    QCOMPARE(child<QLineEdit>(u"filterLine"_s)->text(), u"role=\"billing\""_s);
    QCOMPARE(pids(), u"6021"_s);
}

void TestActivityPage::columnsAreChosenAndKept()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"state.ini"_s), QSettings::IniFormat);
    QMenu *menu = m_view->columnMenu();
    emit menu->aboutToShow();
    QVERIFY(!menu->actions()[sessions::PidColumn]->isEnabled());
    menu->actions()[sessions::ClientColumn]->trigger();
    QVERIFY(!m_view->isColumnHidden(sessions::ClientColumn));
    m_view->sortByColumn(sessions::RoleColumn, Qt::AscendingOrder);
    m_view->header()->moveSection(1, 3);
    ui::UiState(settings).save(*m_page);
    m_page = std::make_unique<ActivityPage>(m_repository);
    ui::UiState(settings).restore(*m_page);
    auto *view = child<SessionView>(u"sessionTable"_s);
    QVERIFY(!view->isColumnHidden(sessions::ClientColumn));
    QVERIFY(view->isColumnHidden(sessions::XminColumn));
    QCOMPARE(view->header()->visualIndex(sessions::DatabaseColumn), 3);
    auto *model = static_cast<sessions::SessionModel *>(view->model());
    QCOMPARE(model->arrangement().sortColumn, sessions::RoleColumn);
    QCOMPARE(model->arrangement().sortOrder, Qt::AscendingOrder);
}

void TestActivityPage::emptyStatesSayWhy()
{
    auto *empty = child<QWidget>(u"emptyState"_s);
    QVERIFY(!empty->isVisible());
    filter(u"role:nobody"_s);
    QVERIFY(empty->isVisible());
    QVERIFY(label(u"emptySentence"_s).contains(u"filter"_s));
    QTest::mouseClick(child<QPushButton>(u"emptyButton"_s), Qt::LeftButton);
    QVERIFY(!empty->isVisible());
    emit child<ui::ChipBar>(u"stateChips"_s)
        ->chosen(QString::number(int(sessions::StateGroup::Idle)));
    filter(u"pid:4711"_s);
    QVERIFY(label(u"emptySentence"_s).contains(u"(1)"_s));
    filter({});
    m_page->setSubject({u"2"_s, u"staging"_s, false});
    QVERIFY(empty->isVisible());
    m_page->showStatus({.state = base::ServerState::Refused,
                        .reason = {.message = u"password authentication failed"_s}});
    QCOMPARE(label(u"emptyAdvice"_s), u"password authentication failed"_s);
    QVERIFY(m_view->selected().empty());
}

void TestActivityPage::oldDataSaysItsAge()
{
    auto *notice = child<QWidget>(u"ageNotice"_s);
    QVERIFY(!notice->isVisible());
    m_page->showStatus({.state = base::ServerState::Stale});
    QVERIFY(notice->isVisible());
    QVERIFY(
        notice->findChild<ui::PlainLabel *>(u"noticeSentence"_s)->text().contains(u"2026-11-20"_s));
    m_page->showStatus({.state = base::ServerState::Live});
    QVERIFY(!notice->isVisible());
}

void TestActivityPage::hiddenSessionsAreExplained()
{
    auto *notice = child<QWidget>(u"hiddenNotice"_s);
    QVERIFY(!notice->isVisible());
    show({Session{.pid = 5, .database = u"orders"_s, .role = u"app"_s}}, 12);
    QVERIFY(notice->isVisible());
    QVERIFY(notice->findChild<ui::PlainLabel *>(u"noticeSentence"_s)
                ->text()
                .startsWith(u"12 session"_s));
    QTest::mouseClick(notice->findChild<QPushButton *>(u"noticeCopy"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"GRANT pg_read_all_stats TO \"dba_anna\";"_s);
    click(0);
    QVERIFY(child<QPushButton>(u"terminateSessionButton"_s)->isEnabled()); // who asks is warned
}

QTEST_MAIN(TestActivityPage)
#include "tst_activitypage.moc"
