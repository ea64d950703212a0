// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/rootlist.h"
#include "support/heartbeat.h"
#include "support/testserver.h"
#include "widgets/plainlabel.h"
#include "window/application.h"
#include "window/mainwindow.h"

#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;

namespace {

constexpr int Waiting = 300;

} // namespace

/// An incident with 300 blocked sessions, found and ended in the real window on a real server.
class TestLockIncident final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void endsTheRootByKeyboard();
    void endsTheRootByMouse();
    void selectionFollowsToTheOtherPanel();
    void numbersLeadToTheRoot();

private:
    void release();
    void block();
    void openLocks();
    void expectDrained();
    ui::MainWindow &window() { return m_program->window(); }
    ui::RootList *roots() { return window().findChild<ui::RootList *>(u"rootList"_s); }
    QString label(const QString &name) { return locks()->findChild<QLabel *>(name)->text(); }
    QWidget *locks() { return window().findChild<QWidget *>(u"locks"_s); }
    QWidget *dialog() { return window().findChild<QWidget *>(u"confirmDialog"_s); }

    QTemporaryDir m_home;
    std::unique_ptr<tests::TestServer> m_server;
    std::vector<tests::TestSession> m_waiters;
    std::optional<tests::TestSession> m_root;
    tests::Heartbeat m_heartbeat;
    std::unique_ptr<app::Application> m_program;
};

void TestLockIncident::initTestCase()
{
    QVERIFY(m_home.isValid());
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_home.filePath(u"config"_s)));
    qputenv("XDG_STATE_HOME", QFile::encodeName(m_home.filePath(u"state"_s)));
    m_server = std::make_unique<tests::TestServer>(tests::ServerSetup{
        .version = tests::anyServer(), .settings = {u"max_connections = 330"_s}});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("CREATE TABLE stock (id int PRIMARY KEY, quantity int);"
                                 "INSERT INTO stock VALUES (42, 1000), (43, 1000)"));
    for (int i = 0; i < Waiting; ++i) {
        auto waiter = m_server->session(u"postgres"_s, u"checkout"_s);
        QVERIFY_RESULT(waiter);
        m_waiters.push_back(std::move(*waiter));
    }
}

void TestLockIncident::cleanup()
{
    QVERIFY_HEARTBEAT(m_heartbeat);
    m_program.reset();
    m_root.reset();
}

// One session forgets its transaction, the others want the same row.
void TestLockIncident::block()
{
    auto root = m_server->session(u"postgres"_s, u"forgotten"_s);
    QVERIFY_RESULT(root);
    QVERIFY_RESULT(root->run("BEGIN; UPDATE stock SET quantity = quantity - 1 WHERE id = 42"));
    m_root = std::move(*root);
    for (tests::TestSession &waiter : m_waiters)
        QVERIFY(waiter.send("UPDATE stock SET quantity = quantity - 1 WHERE id = 42"));
}

void TestLockIncident::openLocks()
{
    m_program = std::make_unique<app::Application>(*qApp);
    m_program->start(m_server->spec().toKeywords());
    window().resize(1440, 900);
    QVERIFY(QTest::qWaitForWindowExposed(&window()));
    m_heartbeat.restart();
    window().activateWindow();
    QTest::keyClick(&window(), Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE(window().currentPanel()->id(), u"locks"_s);
    QTRY_VERIFY(roots()->model()->rowCount() == 1 && roots()->roots().row(0).blocks == Waiting);
    QCOMPARE(roots()->roots().row(0).node.pid, m_root->pid());
    QVERIFY(label(u"situation"_s).startsWith(u"300 waiting · 1 root"_s));
}

// Nobody waits any more, and every session got its answer.
void TestLockIncident::expectDrained()
{
    QTRY_VERIFY(!m_root->isAlive());
    QTRY_COMPARE_WITH_TIMEOUT(label(u"emptySentence"_s), u"Nobody waits for a lock."_s, 15'000);
    QTRY_VERIFY(locks()->findChild<QWidget *>(u"emptyState"_s)->isVisible());
    for (tests::TestSession &waiter : m_waiters)
        QVERIFY_RESULT(waiter.receive(std::chrono::seconds(10)));
}

void TestLockIncident::endsTheRootByKeyboard()
{
    block();
    openLocks();
    // What a person reads, and what a screen reader says.
    const auto says = [this](const QString &words) {
        const QModelIndex root = roots()->model()->index(0, 0);
        return root.data(Qt::AccessibleTextRole).toString().contains(words);
    };
    QTRY_VERIFY(says(u"Ending it frees 300 sessions"_s));
    QVERIFY(says(u"idle in transaction"_s));
    QTRY_VERIFY(says(u"stock"_s)); // names come a moment later
    QCOMPARE(roots()->selected()->pid, m_root->pid());
    roots()->setFocus();
    QTRY_COMPARE(QApplication::focusWidget(), roots());
    QTest::keyClick(roots(), Qt::Key_Delete, Qt::ShiftModifier);
    QTRY_VERIFY(dialog() && dialog()->isActiveWindow() && dialog()->focusWidget());
    const QString relief = dialog()->findChild<QLabel *>(u"relief"_s)->text();
    QVERIFY2(relief.contains(u"300"_s), qUtf8Printable(relief));
    auto *proceed = dialog()->findChild<QPushButton *>(u"proceed"_s);
    for (int presses = 0; presses < 20 && !proceed->hasFocus(); ++presses)
        QTest::keyClick(dialog()->focusWidget(), Qt::Key_Tab);
    QVERIFY(proceed->hasFocus());
    QTest::keyClick(proceed, Qt::Key_Space);
    expectDrained();
}

void TestLockIncident::endsTheRootByMouse()
{
    block();
    openLocks();
    QTRY_VERIFY(roots()->visualRect(roots()->model()->index(0, 0)).height() > 100);
    const QRect button =
        roots()->buttonRect(roots()->model()->index(0, 0), ui::RootButton::Terminate);
    QVERIFY(!button.isEmpty());
    QTest::mouseClick(roots()->viewport(), Qt::LeftButton, {}, button.center());
    QTRY_VERIFY(dialog() && dialog()->isVisible());
    QTest::mouseClick(dialog()->findChild<QPushButton *>(u"proceed"_s), Qt::LeftButton);
    expectDrained();
}

void TestLockIncident::selectionFollowsToTheOtherPanel()
{
    block();
    openLocks();
    auto *tree = locks()->findChild<QAbstractItemView *>(u"waitTree"_s);
    QTest::mouseClick(locks()->findChild<QAbstractButton *>(u"chip-tree"_s), Qt::LeftButton);
    const QModelIndex second = tree->model()->index(1, 0);
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(second).center());
    const QString title = u"Session "_s + second.data().toString();
    QCOMPARE(label(u"detailTitle"_s), title);
    QTest::keyClick(&window(), Qt::Key_1, Qt::ControlModifier);
    auto *activity = window().findChild<QWidget *>(u"activity"_s);
    QTRY_COMPARE(activity->findChild<QLabel *>(u"detailTitle"_s)->text(), title);
    QCOMPARE(activity->findChild<QLabel *>(u"factLocks"_s)->text(), QString::number(m_root->pid()));
    release();
}

void TestLockIncident::release()
{
    QVERIFY_RESULT(m_root->run("ROLLBACK"));
    for (tests::TestSession &waiter : m_waiters)
        QVERIFY_RESULT(waiter.receive(std::chrono::seconds(10)));
    m_heartbeat.restart(); // receiving held this thread
}

// "300 blocked" in the status line, and the 300 beside the server.
void TestLockIncident::numbersLeadToTheRoot()
{
    block();
    openLocks();
    auto *status = window().findChild<QWidget *>(u"statusLine"_s);
    auto *servers = window().findChild<QAbstractItemView *>(u"serverList"_s);
    const auto clickStatus = [&] {
        for (int x = status->width(); x > 0 && window().currentPanel()->id() != u"locks"_s; x -= 8)
            QTest::mouseClick(status, Qt::LeftButton, {}, QPoint(x, status->height() / 2));
    };
    const auto clickServer = [&] {
        const QRect row = servers->visualRect(servers->currentIndex());
        QTest::mouseClick(servers->viewport(), Qt::LeftButton, {},
                          QPoint(row.right() - 20, row.center().y()));
    };
    for (const std::function<void()> &click : {std::function<void()>(clickStatus), {clickServer}}) {
        window().selectPanel(u"activity"_s);
        click();
        QCOMPARE(window().currentPanel()->id(), u"locks"_s);
        QCOMPARE(roots()->selected()->pid, m_root->pid());
    }
    release();
}

QTEST_MAIN(TestLockIncident)
#include "tst_lockincident.moc"
