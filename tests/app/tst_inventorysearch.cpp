// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventorywindow.h"
#include "support/testserver.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

/// What takes a look into several databases, in the real window on a real server: the search by
/// name, default privileges, baselines; the end of a membership, and what follows pg_hba.conf.
class TestInventorySearch final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void goesToAPolicyNobodyHasLookedAt();
    void tellsDefaultPrivilegesOfOthers();
    void savesAndComparesABaseline();
    void revokesAMembership();
    void tellsAMissingRight();
    void loginsFollowTheRules();

private:
    template <typename T>
    T *find(const QString &name)
    {
        return m_window.find<T>(name);
    }
    void key(const QString &table, Qt::Key which) { QTest::keyClick(find<QWidget>(table), which); }

    tests::InventoryWindow m_window;
    std::unique_ptr<tests::TestServer> m_server;
};

void TestInventorySearch::init()
{
    m_server =
        std::make_unique<tests::TestServer>(tests::ServerSetup{.version = tests::anyServer()});
    QVERIFY_RESULT(m_server->start());
    for (const char *sql :
         {"CREATE ROLE app LOGIN", "CREATE ROLE readers", "GRANT readers TO app",
          "CREATE ROLE clerk LOGIN", "CREATE DATABASE shop", "CREATE DATABASE spare"})
        QVERIFY_RESULT(m_server->sql(sql));
    QVERIFY_RESULT(
        m_server->sql("CREATE TABLE orders AS SELECT generate_series(1, 400) AS id;"
                      "ALTER TABLE orders ENABLE ROW LEVEL SECURITY;"
                      "CREATE POLICY only_mine ON orders USING (id < 100);"
                      "ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO readers",
                      u"shop"_s));
    QVERIFY(m_window.start(m_server->spec().toKeywords()));
    m_window.window().openPanel(u"roles"_s);
    QVERIFY(m_window.select(u"roleTable"_s, u"app"_s));
}

void TestInventorySearch::cleanup()
{
    QVERIFY_HEARTBEAT(m_window.heartbeat());
    m_window.close();
    m_server.reset();
}

void TestInventorySearch::goesToAPolicyNobodyHasLookedAt()
{
    find<QAction>(u"goTo"_s)->trigger();
    auto *line = find<QLineEdit>(u"jumpLine"_s);
    QTRY_VERIFY(line->isVisible());
    QTest::keyClicks(line, u"only_mi"_s);
    const ui::LazyModel &rows = find<ui::LazyTable>(u"jumpTable"_s)->rows();
    QTRY_COMPARE(rows.rowCount(), 0);
    QVERIFY(find<QLabel>(u"jumpNote"_s)->text().contains(u"0 of 3 databases"_s));
    auto *others = find<QPushButton>(u"jumpOthers"_s);
    QVERIFY(others->isVisible());
    QTest::mouseClick(others, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(rows.rowCount(), 1, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(others->isHidden(), 20'000);
    QVERIFY(find<QLabel>(u"jumpNote"_s)->isHidden() && line->hasFocus());
    QCOMPARE(line->text(), u"only_mi"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QVERIFY(!line->isVisible());
    QCOMPARE(m_window.window().currentPanel()->id(), u"databases"_s);
    auto *policies = find<ui::LazyTable>(u"policyTable"_s);
    QTRY_VERIFY_WITH_TIMEOUT(policies->isVisible() && policies->currentKey(), 15'000);
    QCOMPARE(policies->currentIndex().siblingAtColumn(1).data().toString(), u"only_mine"_s);
}

void TestInventorySearch::tellsDefaultPrivilegesOfOthers()
{
    auto *others = find<QPushButton>(u"roleDefaultsOthers"_s);
    QTRY_VERIFY_WITH_TIMEOUT(others->isEnabled() && !others->isHidden(), 15'000);
    others->click();
    QTRY_VERIFY_WITH_TIMEOUT(others->isHidden(), 20'000);
    const ui::LazyModel &rows = find<ui::LazyTable>(u"roleDefaults"_s)->rows();
    QTRY_COMPARE(rows.index(1, 1).data().toString(), u"itself"_s);
    QStringList cells;
    for (int column = 0; column < rows.columnCount(); ++column)
        cells.append(rows.index(2, column).data().toString());
    QCOMPARE(cells, (QStringList{u"tables"_s, u"readers"_s, u"SELECT"_s, u"shop"_s}));
}

void TestInventorySearch::savesAndComparesABaseline()
{
    m_window.window().openPanel(u"databases"_s);
    QVERIFY(m_window.select(u"databaseTable"_s, u"shop"_s));
    m_window.click(u"chip-baseline"_s);
    auto *name = find<QLineEdit>(u"baselineName"_s);
    QTRY_VERIFY_WITH_TIMEOUT(name->isVisible(), 15'000);
    find<QCheckBox>(u"baselineExact"_s)->setChecked(true);
    QTest::keyClicks(name, u"before"_s);
    QTRY_VERIFY(find<QPushButton>(u"baselineSave"_s)->isEnabled()); // the names are known
    m_window.click(u"baselineSave"_s);
    auto *choice = find<QComboBox>(u"baselineChoice"_s);
    QTRY_COMPARE_WITH_TIMEOUT(choice->count(), 1, 20'000);
    QVERIFY(choice->itemText(0).startsWith(u"before"_s));
    QVERIFY_RESULT(m_server->sql("DELETE FROM orders WHERE id > 100", u"shop"_s));
    m_window.click(u"baselineCompare"_s);
    const ui::LazyModel &rows = find<ui::LazyTable>(u"baselineTable"_s)->rows();
    QTRY_COMPARE_WITH_TIMEOUT(rows.rowCount(), 1, 20'000);
    QStringList cells;
    for (const int column : {0, 1, 2, 3, 4, 7})
        cells.append(rows.index(0, column).data().toString());
    QCOMPARE(cells, (QStringList{u"public.orders"_s, u"fewer rows"_s, u"400"_s, u"100"_s, u"−300"_s,
                                 u"exact"_s}));
    m_window.click(u"baselineRemove"_s);
    QTRY_COMPARE_WITH_TIMEOUT(choice->count(), 0, 10'000);
}

void TestInventorySearch::revokesAMembership()
{
    m_window.click(u"chip-members"_s);
    QVERIFY(m_window.select(u"roleMemberships"_s, u"readers"_s));
    QTRY_VERIFY(find<QPushButton>(u"change-revokeButton"_s)->isEnabled());
    key(u"roleMemberships"_s, Qt::Key_Delete);
    QTRY_VERIFY(find<QDialog>(u"changeDialog"_s));
    auto *dialog = find<QDialog>(u"changeDialog"_s);
    dialog->findChild<QPushButton *>(u"run"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QLabel *>(u"statementOutcome"_s), 20'000);
    QCOMPARE(*m_server->sql("SELECT pg_has_role('app', 'readers', 'MEMBER')"), "f");
    dialog->reject();
    QTRY_VERIFY_WITH_TIMEOUT(m_window.rowWith(u"roleMemberships"_s, u"readers"_s) < 0, 15'000);
    QVERIFY(!find<QPushButton>(u"change-revokeButton"_s)->isEnabled());
}

// Before anything is tried.
void TestInventorySearch::tellsAMissingRight()
{
    QVERIFY(m_window.start(m_server->spec(u"clerk"_s).toKeywords()));
    m_window.window().openPanel(u"roles"_s);
    QVERIFY(m_window.select(u"roleTable"_s, u"app"_s));
    auto *password = find<QPushButton>(u"change-passwordButton"_s);
    QTRY_VERIFY(password->accessibleDescription().startsWith(u"clerk needs CREATEROLE"_s));
    QVERIFY(!password->isEnabled());
    QVERIFY(m_window.select(u"roleTable"_s, u"clerk"_s));
    QTRY_VERIFY(password->isEnabled()); // its own
}

// Each time that it is asked to, and without leaving the row.
void TestInventorySearch::loginsFollowTheRules()
{
    QFile before(m_server->folder() + u"/data/pg_hba.conf"_s);
    QVERIFY(before.open(QFile::ReadOnly));
    const QByteArray open = before.readAll();
    const auto write = [this](const QByteArray &text) {
        QFile file(m_server->folder() + u"/data/pg_hba.conf"_s);
        const bool written =
            file.open(QFile::WriteOnly | QFile::Truncate) && file.write(text) == text.size();
        return written && file.flush() && // later than whole seconds can hide
               file.setFileTime(QDateTime::currentDateTime().addSecs(10),
                                QFileDevice::FileModificationTime);
    };
    const auto said = [this] { return m_window.cell(u"roleLogins"_s, u"spare"_s, 1); };
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"partly"_s, 15'000);
    find<QAction>(u"pause"_s)->trigger(); // so that nothing is read but what is asked for
    auto *logins = find<ui::LazyTable>(u"roleLogins"_s);
    const int row = m_window.rowWith(u"roleLogins"_s, u"spare"_s);
    QVERIFY(logins->selectKey(logins->rows().row(row).key()));
    const auto current = logins->currentKey();
    QVERIFY(current);
    QVERIFY(write("host spare app ::1/128 reject\n" + open));
    auto *refresh = find<QAction>(u"refresh"_s);
    refresh->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"partly, later"_s, 15'000);
    QVERIFY(write("local spare app reject\nhost spare app all reject\n" + open));
    refresh->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(said(), u"no, later"_s, 15'000);
    QCOMPARE(logins->currentKey(), current);
}

QTEST_MAIN(TestInventorySearch)
#include "tst_inventorysearch.moc"
