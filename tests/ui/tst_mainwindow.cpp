// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/mainwindow.h"

#include "widgets/panelhead.h"
#include "widgets/theme.h"
#include "window/sidemodel.h"
#include "window/statusline.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using base::ServerState;
using ui::MainWindow;
using ui::ServerRow;

namespace {

const QString Sentinel = u"<i id=z>"_s;

class TestPanel final : public ui::Panel
{
public:
    TestPanel(const QString &id, const QString &title)
        : Panel(id, title)
    {
        head()->filterLine();
    }
    void showSnapshot(const snapshot::SnapshotPtr &snapshot) override
    {
        shown.push_back(snapshot);
        if (snapshot)
            emit countChanged(int(snapshot->sessions.size()), ui::Severity::None);
    }
    QString helpText() const override { return u"What it is.\n\nWhat to do."_s; }
    void setCompactRows(bool on) override { compact = on; }

    QList<snapshot::SnapshotPtr> shown;
    bool compact = false;
};

ServerRow row(const QString &id, ServerState state)
{
    return {.id = id, .name = id, .status = {.state = state}};
}

snapshot::SnapshotPtr someSnapshot()
{
    auto s = std::make_shared<snapshot::Snapshot>();
    s->sessions.resize(3);
    s->server.role = Sentinel;
    s->server.version = Sentinel;
    return s;
}

struct Bench
{
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"window.ini"_s), QSettings::IniFormat};
    std::unique_ptr<MainWindow> window;
    TestPanel *activity = nullptr;
    TestPanel *locks = nullptr;

    explicit Bench(ui::Theme &theme) { open(theme); }
    void open(ui::Theme &theme)
    {
        window = std::make_unique<MainWindow>(theme, settings);
        activity = new TestPanel(u"activity"_s, u"Activity"_s);
        locks = new TestPanel(u"locks"_s, u"Locks"_s);
        window->addPanel(activity);
        window->addPanel(locks);
    }
    void show() const
    {
        window->show();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    template <typename T>
    T *find(const QString &name) const
    {
        return window->findChild<T *>(name);
    }
    void clickServer(int row) const
    {
        auto *list = find<QListView>(u"serverList"_s);
        const QRect rect = list->visualRect(list->model()->index(row, 0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, rect.center());
    }
};

} // namespace

class TestMainWindow final : public QObject
{
    Q_OBJECT

private slots:
    void welcomesWithoutServers();
    void serversAreChosenByMouseAndKeys();
    void groupsHaveHeadings();
    void statusChangesKeepTheChoice();
    void panelsAreChosenByKeys();
    void panelsGetTheValuesOfTheChosenServer();
    void refusedServerShowsItsWords();
    void lostServerKeepsItsData();
    void keysOfTheWindow();
    void spacePressesAButtonInsteadOfPausing();
    void intervalIsChosen();
    void foreignTextStaysPlain();
    void stateComesBack();
    void pictureGoesToTheClipboard();
    void helpOfThePanelOpens();
    void menuOfAServerChoosesIt();
    void removedServerIsLeft();

private:
    ui::Theme m_theme{*qApp};
};

void TestMainWindow::welcomesWithoutServers()
{
    Bench bench(m_theme);
    bench.show();
    auto *welcome = bench.find<QWidget>(u"welcomePage"_s);
    QVERIFY(welcome->isVisible());
    QSignalSpy add(bench.window.get(), &MainWindow::addConnection);
    QSignalSpy import(bench.window.get(), &MainWindow::importConnections);
    QSignalSpy practice(bench.window.get(), &MainWindow::startPractice);
    QTest::mouseClick(bench.find<QPushButton>(u"welcomeAdd"_s), Qt::LeftButton);
    QTest::keyClick(bench.find<QPushButton>(u"welcomeImport"_s), Qt::Key_Space);
    QTest::mouseClick(bench.find<QPushButton>(u"welcomePractice"_s), Qt::LeftButton);
    QTest::mouseClick(bench.find<QPushButton>(u"addConnectionLink"_s), Qt::LeftButton);
    QCOMPARE(add.size(), 2);
    QCOMPARE(import.size(), 1);
    QCOMPARE(practice.size(), 1);
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    QVERIFY(!welcome->isVisible());
}

void TestMainWindow::serversAreChosenByMouseAndKeys()
{
    Bench bench(m_theme);
    QSignalSpy selected(bench.window.get(), &MainWindow::serverSelected);
    bench.window->setServers(
        {row(u"orders"_s, ServerState::Live), row(u"keycloak"_s, ServerState::Live)});
    bench.show();
    QCOMPARE(selected.takeLast().first().toString(), u"orders"_s);
    bench.clickServer(1);
    QCOMPARE(bench.window->currentServer(), u"keycloak"_s);
    QCOMPARE(selected.takeLast().first().toString(), u"keycloak"_s);
    QTest::keyClick(bench.find<QListView>(u"serverList"_s), Qt::Key_Up);
    QCOMPARE(bench.window->currentServer(), u"orders"_s);
    QCOMPARE(selected.size(), 1);
}

void TestMainWindow::groupsHaveHeadings()
{
    ui::ServerListModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    ServerRow grouped = row(u"staging"_s, ServerState::Refused);
    grouped.group = u"Test"_s;
    model.setServers({grouped, row(u"orders"_s, ServerState::Live)});
    QStringList names;
    for (int i = 0; i < model.rowCount(); ++i)
        names << model.index(i).data().toString();
    QCOMPARE(names, (QStringList{u"orders"_s, u"Test"_s, u"staging"_s}));
    QVERIFY(!model.flags(model.index(1)).testFlag(Qt::ItemIsSelectable));
    QCOMPARE(model.index(2).data(ui::SideWordRole).toString(), u"refused"_s);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    grouped.status.state = ServerState::Live;
    grouped.trouble = 12;
    model.setServers({grouped, row(u"orders"_s, ServerState::Live)});
    QCOMPARE(reset.size(), 0);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(model.index(2).data(ui::SideBadgeRole).toString(), u"12"_s);
    QCOMPARE(model.index(2).data(Qt::AccessibleTextRole).toString(), u"staging, 12 trouble(s)"_s);
}

void TestMainWindow::statusChangesKeepTheChoice()
{
    Bench bench(m_theme);
    bench.window->setServers(
        {row(u"orders"_s, ServerState::Live), row(u"keycloak"_s, ServerState::Live)});
    bench.window->selectServer(u"keycloak"_s);
    QSignalSpy selected(bench.window.get(), &MainWindow::serverSelected);
    bench.window->setServers({row(u"first"_s, ServerState::Live),
                              row(u"orders"_s, ServerState::Lost),
                              row(u"keycloak"_s, ServerState::Stale)});
    QCOMPARE(bench.window->currentServer(), u"keycloak"_s);
    QCOMPARE(selected.size(), 0);
    auto *list = bench.find<QListView>(u"serverList"_s);
    QCOMPARE(list->currentIndex().data().toString(), u"keycloak"_s);
}

void TestMainWindow::panelsAreChosenByKeys()
{
    Bench bench(m_theme);
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    bench.window->showSnapshot(u"orders"_s, someSnapshot());
    bench.show();
    QCOMPARE(bench.window->currentPanel(), bench.activity);
    QVERIFY(bench.activity->isVisible());
    QSignalSpy selected(bench.window.get(), &MainWindow::panelSelected);
    QTest::keyClick(bench.window.get(), Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(bench.window->currentPanel(), bench.locks);
    QVERIFY(bench.locks->isVisible());
    QCOMPARE(selected.size(), 1);
    QTest::keyClick(bench.find<QListView>(u"panelList"_s), Qt::Key_Up);
    QCOMPARE(bench.window->currentPanel(), bench.activity);
}

void TestMainWindow::panelsGetTheValuesOfTheChosenServer()
{
    Bench bench(m_theme);
    ServerRow production = row(u"orders"_s, ServerState::Live);
    production.production = true;
    bench.window->setServers({production, row(u"keycloak"_s, ServerState::Live)});
    QVERIFY(bench.activity->subject().production);
    const auto first = someSnapshot();
    bench.window->showSnapshot(u"orders"_s, first);
    QCOMPARE(bench.activity->shown.last(), first);
    QCOMPARE(bench.locks->shown.last(), first);
    auto *panels = bench.find<QListView>(u"panelList"_s);
    QCOMPARE(panels->model()->index(0, 0).data(ui::SideWordRole).toString(), u"3"_s);
    bench.window->showSnapshot(u"keycloak"_s, someSnapshot());
    QCOMPARE(bench.activity->shown.last(), first);
    bench.window->selectServer(u"keycloak"_s);
    QCOMPARE(bench.activity->shown.last(), nullptr);
    QVERIFY(!bench.activity->subject().production);
    QCOMPARE(panels->model()->index(0, 0).data(ui::SideWordRole).toString(), QString());
}

void TestMainWindow::refusedServerShowsItsWords()
{
    Bench bench(m_theme);
    ServerRow refused = row(u"orders"_s, ServerState::Refused);
    refused.status.reason = {.kind = base::ErrorKind::Server,
                             .sqlState = u"28P01"_s,
                             .message = u"password authentication failed for user \"x\""_s};
    bench.window->setServers({refused});
    bench.show();
    auto *words = bench.find<QPlainTextEdit>(u"serverWords"_s);
    QVERIFY(words->isVisible());
    QCOMPARE(words->toPlainText(),
             u"password authentication failed for user \"x\"\nSQLSTATE:  28P01"_s);
    QVERIFY(bench.find<QLabel>(u"messageAdvice"_s)->text().contains(u"password"_s));
    QSignalSpy retry(bench.window.get(), &MainWindow::retry);
    QSignalSpy edit(bench.window.get(), &MainWindow::editConnection);
    QTest::mouseClick(bench.find<QPushButton>(u"messageRetry"_s), Qt::LeftButton);
    QTest::mouseClick(bench.find<QPushButton>(u"messageEdit"_s), Qt::LeftButton);
    QCOMPARE(retry.takeFirst().first().toString(), u"orders"_s);
    QCOMPARE(edit.takeFirst().first().toString(), u"orders"_s);
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    QVERIFY(!words->isVisible());
    QVERIFY(bench.find<QLabel>(u"messageTitle"_s)->text().contains(u"on their way"_s));
    bench.window->showSnapshot(u"orders"_s, someSnapshot());
    QVERIFY(!bench.find<QLabel>(u"messageTitle"_s)->isVisible());
    QVERIFY(bench.activity->isVisible());
}

void TestMainWindow::lostServerKeepsItsData()
{
    Bench bench(m_theme);
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    bench.window->showSnapshot(u"orders"_s, someSnapshot());
    bench.show();
    ServerRow lost = row(u"orders"_s, ServerState::Lost);
    lost.status.retryAt = base::now() + std::chrono::minutes(5);
    bench.window->setServers({lost});
    QVERIFY(bench.activity->isVisible());
    QVERIFY(bench.find<QWidget>(u"messageBar"_s)->isVisible());
    QVERIFY(bench.find<QLabel>(u"messageTitle"_s)->text().contains(u"is old"_s));
    const auto message =
        ui::serverMessage(lost, true, *lost.status.retryAt - std::chrono::seconds(8));
    QVERIFY2(message->advice.contains(u"8 s"_s), qPrintable(message->advice));
    QVERIFY(message->canRetry);
}

void TestMainWindow::keysOfTheWindow()
{
    Bench bench(m_theme);
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    bench.window->showSnapshot(u"orders"_s, someSnapshot());
    bench.show();
    auto *list = bench.find<QListView>(u"panelList"_s);
    list->setFocus();
    QSignalSpy paused(bench.window.get(), &MainWindow::pauseChanged);
    QSignalSpy refresh(bench.window.get(), &MainWindow::refreshRequested);
    QTest::keyClick(list, Qt::Key_Space);
    QCOMPARE(paused.takeLast().first().toBool(), true);
    QTest::keyClick(list, Qt::Key_Space);
    QCOMPARE(paused.takeLast().first().toBool(), false);
    QTest::keyClick(list, Qt::Key_F5);
    QTest::keyClick(list, Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(refresh.size(), 2);
    QTest::keyClick(list, Qt::Key_Slash);
    auto *filter = bench.activity->findChild<QLineEdit *>(u"filterLine"_s);
    QVERIFY(filter->hasFocus());
    QTest::keyClicks(filter, u"a /b"_s);
    QCOMPARE(filter->text(), u"a /b"_s);
    QCOMPARE(paused.size(), 0);
    QTest::keyClick(list, Qt::Key_K, Qt::ControlModifier);
    QVERIFY(bench.find<QWidget>(u"commandPalette"_s)->isVisible());
}

void TestMainWindow::spacePressesAButtonInsteadOfPausing()
{
    Bench bench(m_theme);
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    bench.show();
    auto *link = bench.find<QPushButton>(u"addConnectionLink"_s);
    link->setFocus();
    QSignalSpy add(bench.window.get(), &MainWindow::addConnection);
    QSignalSpy paused(bench.window.get(), &MainWindow::pauseChanged);
    QTest::keyClick(link, Qt::Key_Space);
    QCOMPARE(add.size(), 1);
    QCOMPARE(paused.size(), 0);
}

void TestMainWindow::intervalIsChosen()
{
    Bench bench(m_theme);
    QSignalSpy chosen(bench.window.get(), &MainWindow::intervalChosen);
    bench.find<QAction>(u"interval-5"_s)->trigger();
    QCOMPARE(chosen.takeFirst().first().value<std::chrono::milliseconds>(),
             std::chrono::seconds(5));
    QCOMPARE(bench.find<QAction>(u"interval"_s)->text(), u"Every 5 s"_s);
    bench.window->showInterval(std::chrono::seconds(20));
    QCOMPARE(bench.find<QAction>(u"interval"_s)->text(), u"Every 20 s"_s);
}

void TestMainWindow::foreignTextStaysPlain()
{
    Bench bench(m_theme);
    ServerRow server = row(u"id"_s, ServerState::Refused);
    server.name = server.group = Sentinel;
    server.status.reason = {.message = Sentinel, .detail = Sentinel, .hint = Sentinel};
    bench.window->setServers({server});
    bench.window->showSnapshot(u"id"_s, someSnapshot());
    bench.show();
    int met = 0;
    for (const QLabel *label : bench.window->findChildren<QLabel *>()) {
        met += label->text().contains(Sentinel, Qt::CaseInsensitive) ? 1 : 0;
        QVERIFY2(label->textFormat() == Qt::PlainText || !label->text().contains(u'<'),
                 qPrintable(label->objectName() + label->text()));
    }
    QVERIFY(met > 0);
    for (const QWidget *widget : bench.window->findChildren<QWidget *>())
        QVERIFY2(!widget->toolTip().contains(Sentinel), qPrintable(widget->objectName()));
    const auto *list = bench.find<QListView>(u"serverList"_s);
    for (int i = 0; i < list->model()->rowCount(); ++i) {
        const QString tip = list->model()->index(i, 0).data(Qt::ToolTipRole).toString();
        QVERIFY2(!tip.contains(Sentinel), qPrintable(tip));
    }
}

void TestMainWindow::stateComesBack()
{
    Bench bench(m_theme);
    const std::vector<ServerRow> servers{row(u"orders"_s, ServerState::Live),
                                         row(u"keycloak"_s, ServerState::Live)};
    bench.window->setServers(servers);
    bench.show();
    bench.window->resize(760, 600);
    bench.window->selectServer(u"keycloak"_s);
    bench.window->selectPanel(u"locks"_s);
    bench.find<QAction>(u"compactRows"_s)->trigger();
    bench.find<QAction>(u"theme-2"_s)->trigger();
    QVERIFY(bench.activity->compact);
    bench.window->close();

    m_theme.setChoice(ui::ThemeChoice::Light);
    bench.open(m_theme);
    QVERIFY(m_theme.isDark());
    bench.window->setServers(servers);
    bench.window->show();
    QCOMPARE(bench.window->size(), QSize(760, 600));
    QCOMPARE(bench.window->currentServer(), u"keycloak"_s);
    QCOMPARE(bench.window->currentPanel(), bench.locks);
    QVERIFY(bench.activity->compact);
    bench.find<QAction>(u"theme-1"_s)->trigger();
    QVERIFY(!m_theme.isDark());
}

void TestMainWindow::pictureGoesToTheClipboard()
{
    Bench bench(m_theme);
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    bench.window->showSnapshot(u"orders"_s, someSnapshot());
    bench.show();
    QTest::keyClick(bench.window.get(), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    const QImage image = QGuiApplication::clipboard()->image();
    QCOMPARE(image.width(), 2 * bench.activity->width());
}

void TestMainWindow::helpOfThePanelOpens()
{
    Bench bench(m_theme);
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    bench.show();
    QTest::keyClick(bench.window.get(), Qt::Key_F1);
    auto *dialog = bench.find<QWidget>(u"textDialog"_s);
    QVERIFY(dialog && dialog->isVisible());
    QCOMPARE(dialog->windowTitle(), u"Activity"_s);
}

void TestMainWindow::menuOfAServerChoosesIt()
{
    Bench bench(m_theme);
    bench.window->setServers(
        {row(u"orders"_s, ServerState::Live), row(u"keycloak"_s, ServerState::Live)});
    bench.show();
    auto *list = bench.find<QListView>(u"serverList"_s);
    const QPoint where = list->visualRect(list->model()->index(1, 0)).center();
    emit list->customContextMenuRequested(where);
    QCOMPARE(bench.window->currentServer(), u"keycloak"_s);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QSignalSpy edit(bench.window.get(), &MainWindow::editConnection);
    QAction *action = bench.find<QAction>(u"editConnection"_s);
    menu->setActiveAction(action);
    QTest::keyClick(menu, Qt::Key_Return);
    QCOMPARE(edit.size(), 1);
    QCOMPARE(edit.takeFirst().first().toString(), u"keycloak"_s);
}

void TestMainWindow::removedServerIsLeft()
{
    Bench bench(m_theme);
    bench.window->setServers(
        {row(u"orders"_s, ServerState::Live), row(u"keycloak"_s, ServerState::Live)});
    bench.window->selectServer(u"keycloak"_s);
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    QCOMPARE(bench.window->currentServer(), u"orders"_s);
    bench.window->setServers({});
    QCOMPARE(bench.window->currentServer(), QString());
    bench.show();
    QVERIFY(bench.find<QWidget>(u"welcomePage"_s)->isVisible());
    QVERIFY(!bench.find<QAction>(u"editConnection"_s)->isEnabled());
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
