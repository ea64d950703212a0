// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/activitypage.h"

#include "activity/sessionview.h"
#include "sessions/samplesessions.h"
#include "widgets/chipbar.h"
#include "widgets/plainlabel.h"
#include "widgets/sqlview.h"
#include "widgets/theme.h"
#include "widgets/uistate.h"

#include <KSyntaxHighlighting/Repository>
#include <QAction>
#include <QClipboard>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
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
using snapshot::Snapshot;
using ui::ActivityPage;
using ui::SessionView;

class TestActivityPage final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void sortsByClick();
    void filtersByKeyboard();
    void saysWhatIsWrongWithAFilter();
    void chipsFilterAndCount();
    void groupsAndFolds();
    void foldsWorkersByMouse();
    void selectionStaysWithItsSession();
    void nothingElseIsSelectedWhenASessionEnds();
    void deleteRequestsCancel();
    void whatWouldDoNothingSaysWhy();
    void selectionOfManyOffersWhatIsPossible();
    void noConnectionNoActions();
    void copies();
    void detailShowsTheWholeStatement();
    void detailSaysThatASessionEnded();
    void hostileTextIsPlain();
    void hiddenSessionsAreExplained();
    void emptyStatesSayWhy();
    void oldDataSaysItsAge();
    void typingAFilterKeepsTheSelection();
    void leadsToASession();
    void menuFiltersToAValue();
    void columnsAreChosenAndKept();
    void paintsInBothThemes_data();
    void paintsInBothThemes();

private:
    template <typename T>
    T *child(const QString &name) const
    {
        T *widget = m_page->findChild<T *>(name);
        return widget;
    }
    QString label(const QString &name) const { return child<ui::PlainLabel>(name)->text(); }
    QAction *action(const QString &name) const { return child<QAction>(name); }
    void filter(const QString &line);
    QString pids() const;
    int rowOf(int pid) const;
    void click(int row, Qt::KeyboardModifiers modifiers = {});
    void show(const std::vector<Session> &sessions, int hidden = 0);

    std::unique_ptr<ui::Theme> m_theme;
    KSyntaxHighlighting::Repository m_repository;
    std::unique_ptr<ActivityPage> m_page;
    SessionView *m_view = nullptr;
    sessions::SessionModel *m_model = nullptr;
};

void TestActivityPage::initTestCase()
{
    qRegisterMetaType<QList<Session>>();
    m_theme = std::make_unique<ui::Theme>(*qApp);
    m_theme->setChoice(ui::ThemeChoice::Light);
}

void TestActivityPage::init()
{
    m_page = std::make_unique<ActivityPage>(m_repository);
    m_page->resize(1220, 740);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_view = child<SessionView>(u"sessionTable"_s);
    m_model = static_cast<sessions::SessionModel *>(m_view->model());
    m_page->setSubject({u"1"_s, u"orders"_s, true});
    m_page->showStatus({.state = base::ServerState::Live});
    m_page->showSnapshot(test::believableSnapshot(3));
}

void TestActivityPage::cleanup()
{
    m_page.reset();
}

void TestActivityPage::filter(const QString &line)
{
    auto *edit = child<QLineEdit>(u"filterLine"_s);
    edit->clear();
    QTest::keyClicks(edit, line);
}

QString TestActivityPage::pids() const
{
    QStringList words;
    for (const sessions::SessionRow &row : m_model->rows())
        words += row.group ? row.group->name : QString::number(row.session->pid);
    return words.join(u' ');
}

int TestActivityPage::rowOf(int pid) const
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->row(row).session && m_model->row(row).session->pid == pid)
            return row;
    }
    return -1;
}

void TestActivityPage::click(int row, Qt::KeyboardModifiers modifiers)
{
    const QRect cell = m_view->visualRect(m_model->index(row, sessions::RoleColumn));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, modifiers, cell.center());
}

void TestActivityPage::show(const std::vector<Session> &sessions, int hidden)
{
    Snapshot snapshot{.takenAt = test::sampleNow(), .sessions = sessions, .hiddenSessions = hidden};
    snapshot.server.role = u"dba_anna"_s;
    m_page->showSnapshot(std::make_shared<const Snapshot>(std::move(snapshot)));
}

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

void TestActivityPage::deleteRequestsCancel()
{
    QSignalSpy cancelled(m_page.get(), &ActivityPage::cancelRequested);
    QSignalSpy terminated(m_page.get(), &ActivityPage::terminateRequested);
    m_page->activateWindow();
    click(rowOf(3977));
    QTest::keyClick(m_view, Qt::Key_Delete);
    QCOMPARE(cancelled.count(), 1);
    QCOMPARE(cancelled[0][0].value<QList<Session>>().first().pid, 3977);
    QTest::keyClick(m_view, Qt::Key_Delete, Qt::ShiftModifier);
    QCOMPARE(terminated.count(), 1);
    click(rowOf(4711)); // idle in transaction
    QTest::keyClick(m_view, Qt::Key_Delete);
    QCOMPARE(cancelled.count(), 1);
    QTest::mouseClick(child<QPushButton>(u"terminateSessionButton"_s), Qt::LeftButton);
    QCOMPARE(terminated.count(), 2);
    QCOMPARE(terminated[1][0].value<QList<Session>>().first().pid, 4711);
}

void TestActivityPage::whatWouldDoNothingSaysWhy()
{
    auto *cancel = child<QPushButton>(u"cancelStatementButton"_s);
    auto *terminate = child<QPushButton>(u"terminateSessionButton"_s);
    click(rowOf(4711));
    QVERIFY(!cancel->isEnabled());
    QVERIFY2(cancel->toolTip().contains(u"transaction open"_s), qUtf8Printable(cancel->toolTip()));
    QVERIFY(terminate->isEnabled());
    filter(u"pid:1904"_s);
    click(0);
    QVERIFY(!cancel->isEnabled());
    QVERIFY(cancel->toolTip().contains(u"nothing to cancel"_s));
    filter(u"pid:71"_s);
    click(0);
    QVERIFY(!terminate->isEnabled());
    QVERIFY(terminate->toolTip().contains(u"process of the server"_s));
}

void TestActivityPage::selectionOfManyOffersWhatIsPossible()
{
    QSignalSpy cancelled(m_page.get(), &ActivityPage::cancelRequested);
    click(rowOf(3977));
    click(rowOf(4711), Qt::ControlModifier);
    click(rowOf(5102), Qt::ControlModifier);
    QCOMPARE(m_view->selected().size(), 3u);
    QVERIFY(label(u"detailTitle"_s).startsWith(u"3 session"_s));
    action(u"cancelStatement"_s)->trigger();
    const auto asked = cancelled[0][0].value<QList<Session>>();
    QCOMPARE(asked.size(), 2); // not the one that is idle in transaction
    QCOMPARE(asked[0].pid, 3977);
    QCOMPARE(asked[1].pid, 5102);
}

void TestActivityPage::noConnectionNoActions()
{
    click(rowOf(3977));
    QVERIFY(action(u"cancelStatement"_s)->isEnabled());
    m_page->showStatus({.state = base::ServerState::Lost});
    QVERIFY(!action(u"cancelStatement"_s)->isEnabled());
    QVERIFY(action(u"terminateSession"_s)->toolTip().contains(u"no connection"_s));
    m_page->showStatus({.state = base::ServerState::Live});
    m_page->setActionsBlocked(u"This connection is read-only."_s);
    QVERIFY(!action(u"actByRule"_s)->isEnabled());
    QVERIFY(action(u"cancelStatement"_s)->toolTip().contains(u"read-only"_s));
    m_page->setActionsBlocked({});
    QVERIFY(action(u"cancelStatement"_s)->isEnabled());
}

void TestActivityPage::copies()
{
    QClipboard *clipboard = QGuiApplication::clipboard();
    click(rowOf(4711));
    QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier);
    QStringList lines = clipboard->text().split(u'\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].trimmed().startsWith(u"pid"_s));
    QVERIFY2(lines[1].contains(u"4711"_s) && lines[1].contains(u"04:14"_s),
             qUtf8Printable(lines[1]));
    action(u"copyCsv"_s)->trigger();
    lines = clipboard->text().split(u"\r\n"_s);
    QCOMPARE(lines[0].section(u',', 0, 1), u"pid,backend_start"_s);
    QVERIFY(lines[1].startsWith(u"4711,"_s));
    m_view->clearSelection();
    action(u"copyJson"_s)->trigger();
    const QJsonDocument json = QJsonDocument::fromJson(clipboard->text().toUtf8());
    QCOMPARE(json.array().size(), m_model->rowCount());
}

void TestActivityPage::detailShowsTheWholeStatement()
{
    QSignalSpy wanted(m_page.get(), &ActivityPage::fullQueryWanted);
    Session session = test::sampleSession(4711);
    session.state = SessionState::IdleInTransaction;
    session.xactStart = test::sampleNow() - 254s;
    session.stateChange = test::sampleNow() - 252s;
    session.backendXid = 918'223;
    session.query = u"SELECT 1, "_s;
    session.queryCut = true;
    show({session});
    click(0);
    QCOMPARE(label(u"detailTitle"_s), u"Session 4711"_s);
    QCOMPARE(label(u"factTransaction"_s), u"04:14, holds xid 918\u2009223"_s);
    QCOMPARE(label(u"factClient"_s), u"10.2.0.31:51522, TLS"_s);
    QVERIFY(label(u"factStart"_s).startsWith(u"2026-11-20"_s) ||
            label(u"factStart"_s).startsWith(u"2026-11-19"_s));
    QVERIFY(label(u"statementNote"_s).contains(u"04:12"_s));
    QCOMPARE(wanted.count(), 1);
    auto *sql = child<ui::SqlView>(u"sessionQuery"_s);
    QCOMPARE(sql->sql(), session.query);
    m_page->showFullQuery({1, {}}, u"SELECT of another"_s);
    QCOMPARE(sql->sql(), session.query);
    m_page->showFullQuery(session.key(), u"SELECT 1, 2, 3"_s);
    show({session}); // the next snapshot has the beginning only
    QCOMPARE(sql->sql(), u"SELECT 1, 2, 3"_s);
    QCOMPARE(wanted.count(), 1);
    session.query = u"COMMIT"_s;
    session.queryCut = false;
    show({session});
    QCOMPARE(sql->sql(), u"COMMIT"_s);
}

void TestActivityPage::detailSaysThatASessionEnded()
{
    show({test::sampleSession(1), test::sampleSession(2)});
    click(0);
    const QString title = label(u"detailTitle"_s);
    const int left = title.endsWith(u'1') ? 2 : 1;
    show({test::sampleSession(left)});
    QCOMPARE(label(u"detailTitle"_s), title);
    QVERIFY(label(u"statementNote"_s).contains(u"ended"_s));
    QVERIFY(!child<QPushButton>(u"terminateSessionButton"_s)->isEnabled());
}

void TestActivityPage::hostileTextIsPlain()
{
    Session session = test::sampleSession(1);
    session.application = u"<img src=x>\u202Egnp\nend & co"_s;
    session.role = u"<b>root</b>"_s;
    session.query = u"SELECT '<script>' -- "_s + QString(10'000'000, u'x');
    show({session});
    click(0);
    QCOMPARE(label(u"factApplication"_s), u"<img src=x>⟨U+202E⟩gnp␊end & co"_s);
    QCOMPARE(child<ui::PlainLabel>(u"factApplication"_s)->textFormat(), Qt::PlainText);
    QCOMPARE(child<ui::SqlView>(u"sessionQuery"_s)->sql().size(), session.query.size());
    const QImage image = m_page->grab().toImage();
    QVERIFY(!image.isNull());
    m_page->findChild<QAction *>(u"copyText"_s)->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().size() < 2000);
    QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 2);
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
    QVERIFY(child<QPushButton>(u"terminateSessionButton"_s)
                ->toolTip()
                .contains(u"pg_read_all_stats"_s));
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

void TestActivityPage::paintsInBothThemes_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

// With PGVIGIL_PICTURES set to a folder it also saves what it painted, to be looked at.
void TestActivityPage::paintsInBothThemes()
{
    QFETCH(bool, dark);
    m_theme->setChoice(dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
    const ui::Tokens &t = dark ? ui::darkTokens() : ui::lightTokens();
    m_page->showSnapshot(test::believableSnapshot());
    click(rowOf(4711));
    const QString folder = qEnvironmentVariable("PGVIGIL_PICTURES");
    const auto picture = [&](const QString &name) {
        QTest::qWait(50); // layouts and the highlighter put off their work
        const QImage image = m_page->grab().toImage().convertToFormat(QImage::Format_RGB32);
        if (!folder.isEmpty())
            image.save(u"%1/%2-%3.png"_s.arg(folder, name, dark ? u"dark"_s : u"light"_s));
        return image;
    };
    const QImage image = picture(u"activity"_s);
    const auto count = [&](const QColor &colour) {
        int found = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                found += image.pixel(x, y) == colour.rgb();
        }
        return found;
    };
    QVERIFY(count(t.surface) > 100'000);
    QVERIFY(count(t.selection) > 10'000);
    QVERIFY(count(t.criticalBadge) > 500);
    QVERIFY(count(t.accentBadge) > 500);
    child<QMenu>(u"groupMenu"_s)->actions()[2]->trigger();
    picture(u"groups"_s);
    child<QMenu>(u"groupMenu"_s)->actions()[0]->trigger();
    filter(u"role:app_rw age>soon"_s);
    picture(u"mistake"_s);
    filter(u"role:nobody"_s);
    picture(u"empty"_s);
    filter({});
    show({Session{.pid = 5, .database = u"orders"_s, .role = u"app"_s}, test::sampleSession(6)}, 1);
    picture(u"hidden"_s);
    m_page->showStatus({.state = base::ServerState::Stale});
    m_page->showSnapshot(test::believableSnapshot());
    m_page->resize(800, 560);
    picture(u"stale-small"_s);
    m_theme->setChoice(ui::ThemeChoice::Light);
}

QTEST_MAIN(TestActivityPage)
#include "tst_activitypage.moc"
