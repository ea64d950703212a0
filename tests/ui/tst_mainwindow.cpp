// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/windowbench.h"
#include "widgets/theme.h"
#include "window/sidemodel.h"
#include "window/statusline.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using base::ServerState;
using test::Bench;
using test::row;
using test::Sentinel;
using test::someSnapshot;
using ui::MainWindow;
using ui::ServerRow;

namespace {

QSet<QRgb> coloursIn(const QImage &image, const QRect &rect)
{
    QSet<QRgb> colours;
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        for (int x = rect.left(); x <= rect.right(); ++x)
            colours.insert(image.pixel(x, y));
    }
    return colours;
}

} // namespace

class TestMainWindow final : public QObject
{
    Q_OBJECT

private slots:
    void welcomesWithoutServers();
    void serversAreChosenByMouseAndKeys();
    void groupsHaveHeadings();
    void statusChangesKeepTheChoice();
    void panelsGetTheValuesOfTheChosenServer();
    void refusedServerShowsItsWords();
    void lostServerKeepsItsData();
    void foreignTextStaysPlain();
    void removedServerIsLeft();
    void panelsOfferTheirActionsInAMenu();
    void menusTellWhatCanBeDone();

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
    QCOMPARE(model.index(2).data(Qt::AccessibleTextRole).toString(), u"staging, troubles: 12"_s);
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

void TestMainWindow::panelsOfferTheirActionsInAMenu()
{
    Bench bench(m_theme);
    QAction alter(u"Alter"_s);
    bench.locks->actions = {&alter};
    bench.window->setServers({row(u"orders"_s, ServerState::Live)});
    bench.show();
    auto *menu = bench.find<QMenu>(u"currentMenu"_s);
    QVERIFY(!menu->menuAction()->isVisible());
    bench.window->openPanel(u"locks"_s);
    QVERIFY(menu->menuAction()->isVisible());
    QCOMPARE(menu->title(), u"&Locks"_s);
    QCOMPARE(menu->actions(), bench.locks->actions);
}

// What cannot be done is grey, what the pointer is on stands out.
void TestMainWindow::menusTellWhatCanBeDone()
{
    QMenu menu;
    QAction *drop = menu.addAction(u"Drop"_s);
    QAction *alter = menu.addAction(u"Alter"_s);
    drop->setEnabled(false);
    menu.popup({});
    const ui::Tokens &tokens = ui::tokens(menu.palette());
    const QRect dropRect = menu.actionGeometry(drop);
    const QRect alterRect = menu.actionGeometry(alter);
    const QImage before = menu.grab().toImage();
    QVERIFY(coloursIn(before, alterRect).contains(tokens.text.rgb()));
    QVERIFY(!coloursIn(before, alterRect).contains(tokens.selection.rgb()));
    QVERIFY(!coloursIn(before, dropRect).contains(tokens.text.rgb()));
    menu.setActiveAction(alter);
    const QImage after = menu.grab().toImage();
    QVERIFY(coloursIn(after, alterRect).contains(tokens.selection.rgb()));
    QVERIFY(!coloursIn(after, dropRect).contains(tokens.selection.rgb()));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
