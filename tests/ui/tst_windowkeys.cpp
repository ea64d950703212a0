// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/windowbench.h"
#include "widgets/theme.h"

#include <QAction>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using base::ServerState;
using test::Bench;
using test::row;
using test::someSnapshot;
using ui::MainWindow;
using ui::ServerRow;

/// The main window's keys, menus and remembered state; tst_mainwindow has its servers.
class TestWindowKeys final : public QObject
{
    Q_OBJECT

private slots:
    void panelsAreChosenByKeys();
    void keysOfTheWindow();
    void spacePressesAButtonInsteadOfPausing();
    void intervalIsChosen();
    void stateComesBack();
    void pictureGoesToTheClipboard();
    void helpOfThePanelOpens();
    void menuOfAServerChoosesIt();

private:
    ui::Theme m_theme{*qApp};
};

void TestWindowKeys::panelsAreChosenByKeys()
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

void TestWindowKeys::keysOfTheWindow()
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

void TestWindowKeys::spacePressesAButtonInsteadOfPausing()
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

void TestWindowKeys::intervalIsChosen()
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

void TestWindowKeys::stateComesBack()
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

void TestWindowKeys::pictureGoesToTheClipboard()
{
    Bench bench(m_theme);
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    bench.window->showSnapshot(u"orders"_s, someSnapshot());
    bench.show();
    QTest::keyClick(bench.window.get(), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    const QImage image = QGuiApplication::clipboard()->image();
    QCOMPARE(image.width(), 2 * bench.activity->width());
}

void TestWindowKeys::helpOfThePanelOpens()
{
    Bench bench(m_theme);
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    bench.show();
    QTest::keyClick(bench.window.get(), Qt::Key_F1);
    auto *dialog = bench.find<QWidget>(u"textDialog"_s);
    QVERIFY(dialog && dialog->isVisible());
    QCOMPARE(dialog->windowTitle(), u"Activity"_s);
}

void TestWindowKeys::menuOfAServerChoosesIt()
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

QTEST_MAIN(TestWindowKeys)
#include "tst_windowkeys.moc"
