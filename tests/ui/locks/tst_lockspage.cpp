// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/tablenotice.h"
#include "ui/locks/locksfixture.h"
#include "widgets/uistate.h"

#include <QAction>
#include <QDialog>
#include <QGraphicsView>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::Session;
using ui::LocksPage;

/// The panel of locks as a person looks around in it, with mouse and keys.
class TestLocksPage final : public QObject, private LocksFixture
{
    Q_OBJECT

private slots:
    void init() { QVERIFY(open()); }
    void cleanup() { close(); }
    void firstRootIsSelectedAtFirst();
    void viewsShareTheSelection();
    void nothingElseIsSelectedWhenARootEnds();
    void clickingTheGroundSelectsNothing();
    void anotherServerIsShownInItsOwnSize();
    void searchKeepsWhatMatches();
    void foldsByMouseAndKeys();
    void viewIsKept();
    void emptyStatesSayWhy();
    void countsWhoWaits();
    void helpShowsConflicts();
    void leadsToASession();
    void paintsInBothThemes_data();
    void paintsInBothThemes();
};

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

void TestLocksPage::clickingTheGroundSelectsNothing()
{
    auto *graph = child<QGraphicsView>(u"lockGraphView"_s);
    clickRoot(7);
    QCOMPARE(label(u"detailTitle"_s), u"Session 7"_s);
    QTest::mouseClick(graph->viewport(), Qt::LeftButton, {},
                      graph->viewport()->rect().bottomRight() - QPoint(3, 3));
    QVERIFY(!m_roots->selected());
    QVERIFY(label(u"detailTitle"_s) != u"Session 7"_s);
    show(Usual);
    QVERIFY(label(u"detailTitle"_s) != u"Session 7"_s);
}

void TestLocksPage::anotherServerIsShownInItsOwnSize()
{
    auto *graph = child<QGraphicsView>(u"lockGraphView"_s);
    const qreal usual = graph->transform().m11();
    child<QAction>(u"zoomIn"_s)->trigger();
    show(Usual);
    QVERIFY(graph->transform().m11() > usual);
    m_page->setSubject({u"other"_s, u"Other"_s, false});
    show(Usual);
    QCOMPARE(graph->transform().m11(), usual);
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
    QVERIFY(open());
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

void TestLocksPage::countsWhoWaits()
{
    QSignalSpy counts(m_page.get(), &LocksPage::countChanged);
    const auto waitFor = [&](std::chrono::seconds age) {
        auto snapshot = std::make_shared<snapshot::Snapshot>(
            *tests::snapshotOf(u"7 app idle-tx 5m\n12 app active 9m\n12 waits 7"_s));
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
