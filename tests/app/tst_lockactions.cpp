// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/actioncontroller.h"
#include "actions/confirmdialog.h"
#include "actions/outcomebar.h"
#include "support/testserver.h"
#include "window/application.h"
#include "window/mainwindow.h"

#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What is done to those who hold locks, in the real window against real servers: what it would
/// free is said before, and what it freed afterwards.
class TestLockActions final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { tests::addServerRows(); }
    void initTestCase();
    void init();
    void cleanup();

    void terminatesTheRootOfAChain();
    void bothRootsTogether();
    void rollsBackInAnotherDatabase();
    void saysWhoStillHoldsTheOthers();

private:
    tests::TestSession session(const QString &database = u"postgres"_s);
    tests::TestSession blocker(const QByteArray &table);
    tests::TestSession waiter(const QByteArray &table);
    snapshot::SnapshotPtr shown();
    bool isWaiting(int sessions);
    void request(const QList<int> &pids);
    ui::ConfirmDialog *dialog();
    QString relief() { return dialog()->findChild<QLabel *>(u"relief"_s)->text(); }
    QString title();

    ui::MainWindow &window() { return m_program->window(); }
    ui::ActionController &actions() { return *window().findChild<ui::ActionController *>(); }

    QTemporaryDir m_home;
    std::unique_ptr<tests::TestServer> m_server;
    std::unique_ptr<app::Application> m_program;
};

void TestLockActions::initTestCase()
{
    QVERIFY(m_home.isValid());
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_home.filePath(u"config"_s)));
    qputenv("XDG_STATE_HOME", QFile::encodeName(m_home.filePath(u"state"_s)));
}

void TestLockActions::init()
{
    QFETCH_GLOBAL(const int, version);
    m_server = std::make_unique<tests::TestServer>(
        tests::ServerSetup{.version = version, .settings = {u"max_prepared_transactions = 5"_s}});
    QVERIFY_RESULT(m_server->start());
    for (const char *sql :
         {"CREATE TABLE a (id int)", "CREATE TABLE b (id int)", "CREATE DATABASE shop"})
        QVERIFY_RESULT(m_server->sql(sql));
    m_program = std::make_unique<app::Application>(*qApp);
    m_program->start(m_server->spec().toKeywords());
    QVERIFY(QTest::qWaitForWindowExposed(&window()));
    QTRY_VERIFY(shown());
}

void TestLockActions::cleanup()
{
    m_program.reset();
    m_server.reset();
}

tests::TestSession TestLockActions::session(const QString &database)
{
    auto opened = tests::TestSession::open(m_server->spec(u"postgres"_s, database));
    if (!opened)
        qFatal("%s", tests::why(opened).constData());
    return std::move(*opened);
}

tests::TestSession TestLockActions::blocker(const QByteArray &table)
{
    tests::TestSession holder = session();
    if (!holder.run("BEGIN; LOCK TABLE " + table))
        qFatal("no lock");
    return holder;
}

tests::TestSession TestLockActions::waiter(const QByteArray &table)
{
    tests::TestSession waiting = session();
    waiting.send("BEGIN; LOCK TABLE " + table + "; COMMIT");
    return waiting;
}

snapshot::SnapshotPtr TestLockActions::shown()
{
    const auto rows = m_program->servers().rows();
    const auto *link = rows.empty() ? nullptr : m_program->servers().link(rows.back().id);
    return link ? link->snapshot() : nullptr;
}

bool TestLockActions::isWaiting(int sessions)
{
    return locks::situationOf(shown())->waiting == sessions;
}

void TestLockActions::request(const QList<int> &pids)
{
    const snapshot::SnapshotPtr snapshot = shown();
    std::vector<actions::Target> targets;
    for (const snapshot::Session &session : snapshot->sessions) {
        if (pids.contains(session.pid))
            targets.push_back({session, snapshot->takenAt});
    }
    QCOMPARE(targets.size(), size_t(pids.size()));
    actions().request(actions::Kind::Terminate, targets);
    QTRY_VERIFY(dialog());
}

ui::ConfirmDialog *TestLockActions::dialog()
{
    for (auto *asked : window().findChildren<ui::ConfirmDialog *>()) {
        if (asked->isVisible())
            return asked;
    }
    return nullptr;
}

QString TestLockActions::title()
{
    auto *bar = window().findChild<ui::OutcomeBar *>();
    return bar->isVisible() ? bar->findChild<QLabel *>(u"messageTitle"_s)->text() : QString();
}

void TestLockActions::terminatesTheRootOfAChain()
{
    tests::TestSession root = blocker("a");
    std::vector<tests::TestSession> waiters;
    for (int i = 0; i < 4; ++i)
        waiters.push_back(waiter("a"));
    QTRY_VERIFY(isWaiting(4));
    request({root.pid()});
    QVERIFY2(relief().startsWith(u"Frees 4 waiting sessions, 1 of them at once; the longest has "
                                 "waited"_s),
             qPrintable(relief()));
    QTest::mouseClick(dialog()->findChild<QPushButton *>(u"proceed"_s), Qt::LeftButton);
    QTRY_VERIFY2(title().contains(u"4 sessions freed within"_s), qPrintable(title()));
    for (tests::TestSession &freed : waiters)
        QVERIFY_RESULT(freed.receive(5s));
}

void TestLockActions::bothRootsTogether()
{
    tests::TestSession first = session();
    tests::TestSession second = session();
    QVERIFY_RESULT(first.run("BEGIN; LOCK TABLE a IN SHARE MODE"));
    QVERIFY_RESULT(second.run("BEGIN; LOCK TABLE a IN SHARE MODE"));
    tests::TestSession waiting = waiter("a");
    QTRY_VERIFY(isWaiting(1));
    request({first.pid()});
    QVERIFY2(relief().startsWith(u"Frees nobody"_s), qPrintable(relief()));
    QTest::keyClick(dialog(), Qt::Key_Escape);
    QTRY_VERIFY(!dialog());
    request({first.pid(), second.pid()});
    QVERIFY2(relief().startsWith(u"Frees one waiting session"_s), qPrintable(relief()));
    QTest::mouseClick(dialog()->findChild<QPushButton *>(u"proceed"_s), Qt::LeftButton);
    QTRY_VERIFY2(title().contains(u"One session freed within"_s), qPrintable(title()));
    QVERIFY_RESULT(waiting.receive(5s));
}

// By the keyboard alone.
void TestLockActions::rollsBackInAnotherDatabase()
{
    tests::TestSession preparing = session(u"shop"_s);
    QVERIFY_RESULT(preparing.run("CREATE TABLE c (id int)"));
    QVERIFY_RESULT(preparing.run("BEGIN; LOCK TABLE c; INSERT INTO c "
                                 "VALUES (1); PREPARE TRANSACTION 'it''s one'"));
    tests::TestSession waiting = session(u"shop"_s);
    waiting.send("SELECT * FROM c");
    QTRY_VERIFY(isWaiting(1));
    QTRY_COMPARE(shown()->prepared.size(), 1u);
    actions().requestRollback(shown()->prepared[0]);
    QTRY_VERIFY(dialog());
    QVERIFY2(relief().startsWith(u"Frees one waiting session"_s), qPrintable(relief()));
    QTRY_VERIFY(dialog()->findChild<QLineEdit *>(u"typedWord"_s)->hasFocus());
    QTest::keyClicks(dialog()->focusWidget(), u"it's one"_s);
    QTest::keyClick(dialog()->focusWidget(), Qt::Key_Return);
    QTest::keyClick(dialog()->focusWidget(), Qt::Key_Space);
    QTRY_VERIFY2(title().startsWith(u"Prepared transaction “it's one” is rolled back"_s),
                 qPrintable(title()));
    QTRY_VERIFY2(title().contains(u"One session freed within"_s), qPrintable(title()));
    QVERIFY_RESULT(waiting.receive(5s));
    QCOMPARE(m_server->sql("SELECT count(*) FROM pg_prepared_xacts"), QByteArray("0"));
    QCOMPARE(m_server->sql("SELECT count(*) FROM c", u"shop"_s), QByteArray("0"));
}

// Who is next in the queue keeps what the others wait for.
void TestLockActions::saysWhoStillHoldsTheOthers()
{
    tests::TestSession root = blocker("a");
    tests::TestSession next = session();
    next.send("BEGIN; LOCK TABLE a");
    QTRY_VERIFY(isWaiting(1));
    tests::TestSession last = waiter("a");
    QTRY_VERIFY(isWaiting(2));
    request({root.pid()});
    QTest::mouseClick(dialog()->findChild<QPushButton *>(u"proceed"_s), Qt::LeftButton);
    QTRY_VERIFY2(title().contains(u"1 of 2 sessions freed."_s), qPrintable(title()));
    const QString rest = u"1 of 2 sessions freed; 1 still waits: for %1."_s.arg(next.pid());
    QTRY_VERIFY2_WITH_TIMEOUT(title().contains(rest), qPrintable(title()), 20s);
    next = session();
    QVERIFY_RESULT(last.receive(5s));
}

QTEST_MAIN(TestLockActions)
#include "tst_lockactions.moc"
