// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventorywindow.h"
#include "roles/rolerows.h"
#include "support/testserver.h"
#include "support/testsession.h"

#include <QAction>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;

/// A server that many applications share, and an application that sees no rows, in the real window
/// on a real server.
class TestInventoryCases final : public QObject
{
    Q_OBJECT

private slots:
    void cleanup();
    void sharedServer();
    void rowSecurity();

private:
    void start(const QByteArray &sql);
    void open(const QString &panel);
    void select(const QString &table, const QString &name);
    QString sees(const QString &role, const QString &settings);
    void refuseToDropWhatIsUsed();
    void drop(const QString &database);
    void dropOnlyWhatIsUnused();
    void goByName(const QString &name);

    template <typename T>
    T *find(const QString &name)
    {
        return m_window.find<T>(name);
    }
    int rowWith(const QString &table, const QString &name) { return m_window.rowWith(table, name); }
    QString cell(const QString &table, const QString &name, int column)
    {
        return m_window.cell(table, name, column);
    }
    void click(const QString &button) { m_window.click(button); }

    tests::InventoryWindow m_window;
    std::unique_ptr<tests::TestServer> m_server;
};

void TestInventoryCases::cleanup()
{
    QVERIFY_HEARTBEAT(m_window.heartbeat());
    m_window.close();
    m_server.reset();
}

void TestInventoryCases::start(const QByteArray &sql)
{
    m_server =
        std::make_unique<tests::TestServer>(tests::ServerSetup{.version = tests::anyServer()});
    QVERIFY_RESULT(m_server->start());
    for (const QByteArray &statement : sql.split(';')) {
        if (!statement.trimmed().isEmpty())
            QVERIFY_RESULT(m_server->sql(statement));
    }
    QVERIFY(m_window.start(m_server->spec().toKeywords()));
}

void TestInventoryCases::open(const QString &panel)
{
    m_window.window().openPanel(panel);
}

void TestInventoryCases::select(const QString &table, const QString &name)
{
    QVERIFY2(m_window.select(table, name), qUtf8Printable(name));
}

// By its name, as the dialog demands; an application that is connected keeps its database.
void TestInventoryCases::drop(const QString &database)
{
    select(u"databaseTable"_s, database);
    auto *drop = find<QPushButton>(u"change-dropButton"_s);
    QTRY_VERIFY(drop->isEnabled());
    QTest::mouseClick(drop, Qt::LeftButton);
    QTRY_VERIFY(find<QDialog>(u"changeDialog"_s));
    auto *dialog = find<QDialog>(u"changeDialog"_s);
    auto *run = dialog->findChild<QPushButton *>(u"run"_s);
    QVERIFY(!run->isEnabled());
    if (auto *word = dialog->findChild<QLineEdit *>(u"typedWord"_s))
        QTest::keyClicks(word, database);
    if (run->isEnabled()) {
        run->click();
        QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QLabel *>(u"statementOutcome"_s), 20'000);
    }
    dialog->reject();
    QTRY_VERIFY(!find<QDialog>(u"changeDialog"_s));
}

void TestInventoryCases::dropOnlyWhatIsUnused()
{
    auto application = tests::TestSession::open(m_server->spec(u"nextcloud"_s, u"nextcloud"_s));
    QVERIFY_RESULT(application);
    drop(u"nextcloud"_s);
    drop(u"guacamole_db"_s);
    QVERIFY(application->isAlive());
    QCOMPARE(*m_server->sql("SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database"
                            " WHERE datname IN ('nextcloud', 'guacamole_db')"),
             "nextcloud");
    QTRY_COMPARE_WITH_TIMEOUT(rowWith(u"databaseTable"_s, u"guacamole_db"_s), -1, 15'000);
}

void TestInventoryCases::refuseToDropWhatIsUsed()
{
    open(u"databases"_s);
    select(u"databaseTable"_s, u"postgres"_s); // where the program itself is connected
    auto *drop = find<QPushButton>(u"change-dropButton"_s);
    QTRY_VERIFY(!drop->isEnabled());
    QVERIFY(drop->accessibleDescription().contains(u"connected"_s));
    select(u"databaseTable"_s, u"guacamole_db"_s);
    QTRY_VERIFY(drop->isEnabled());
    QTest::mouseClick(drop, Qt::LeftButton);
    QTRY_VERIFY(find<QDialog>(u"changeDialog"_s));
    const auto texts = find<QDialog>(u"changeDialog"_s)->findChildren<QPlainTextEdit *>();
    QVERIFY(std::ranges::any_of(texts, [](const QPlainTextEdit *each) {
        return each->toPlainText().contains(u"DROP DATABASE"_s);
    }));
    find<QDialog>(u"changeDialog"_s)->reject();
    QTRY_VERIFY(!find<QDialog>(u"changeDialog"_s));
}

void TestInventoryCases::goByName(const QString &name)
{
    find<QAction>(u"goTo"_s)->trigger();
    auto *line = find<QLineEdit>(u"jumpLine"_s);
    QTRY_VERIFY(line->isVisible());
    QTest::keyClicks(line, name);
    QTest::keyClick(line, Qt::Key_Return);
    QVERIFY(!line->isVisible());
}

void TestInventoryCases::sharedServer()
{
    start("CREATE ROLE admin LOGIN SUPERUSER; CREATE ROLE nextcloud LOGIN;"
          "CREATE ROLE guacamole LOGIN; CREATE ROLE mcp LOGIN;"
          "CREATE DATABASE defaultdb OWNER admin; CREATE DATABASE guacamole_db OWNER guacamole;"
          "CREATE DATABASE mcp_memory OWNER mcp; CREATE DATABASE mcp_memory_admin OWNER mcp;"
          "CREATE DATABASE nextcloud OWNER nextcloud");
    open(u"roles"_s);
    select(u"roleTable"_s, u"mcp"_s);
    QCOMPARE(cell(u"roleTable"_s, u"mcp"_s, ui::RoleRows::OwnsColumn), u"2 databases"_s);
    QCOMPARE(cell(u"roleTable"_s, u"admin"_s, 1), u"superuser"_s);
    const QStringList titles = m_window.findings(u"roleDetail"_s);
    QVERIFY2(titles.filter(u"2 databases share"_s).size() == 1, qUtf8Printable(titles.join(u'|')));
    QVERIFY2(titles.filter(u"no password"_s).size() == 1, qUtf8Printable(titles.join(u'|')));
    open(u"databases"_s);
    QTRY_COMPARE(cell(u"databaseTable"_s, u"nextcloud"_s, 1), u"nextcloud"_s);
    QTRY_VERIFY_WITH_TIMEOUT(cell(u"databaseTable"_s, u"nextcloud"_s, 2).endsWith(u"MB"_s), 15'000);
    refuseToDropWhatIsUsed();
    goByName(u"guacamole_d"_s);
    QCOMPARE(m_window.window().currentPanel()->id(), u"databases"_s);
    goByName(u"role mcp"_s);
    QCOMPARE(m_window.window().currentPanel()->id(), u"roles"_s);
    QTRY_COMPARE(find<QWidget>(u"roleDetail"_s)->findChild<QLabel *>(u"detailTitle"_s)->text(),
                 u"mcp"_s);
    open(u"databases"_s);
    dropOnlyWhatIsUnused();
}

QString TestInventoryCases::sees(const QString &role, const QString &settings)
{
    auto *headline = find<QLabel>(u"seesHeadline"_s);
    find<QLineEdit>(u"seesRole"_s)->setText(role);
    find<QLineEdit>(u"seesSettings"_s)->setText(settings);
    click(u"seesAsk"_s);
    [headline] { QTRY_VERIFY_WITH_TIMEOUT(headline->isVisible(), 20'000); }();
    return headline->text();
}

void TestInventoryCases::rowSecurity()
{
    start("CREATE ROLE tenant_acme_corp; CREATE ROLE tenant_blocked;"
          "CREATE TABLE tickets (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
          " tenant_id text NOT NULL, title text NOT NULL);"
          "INSERT INTO tickets (tenant_id, title) SELECT CASE WHEN i % 4 = 0 THEN 'acme-corp' ELSE"
          " 'other' END, 'ticket ' || i FROM generate_series(1, 400) AS i;"
          "ALTER TABLE tickets ENABLE ROW LEVEL SECURITY;"
          "CREATE POLICY tenant_isolation ON tickets USING"
          " (tenant_id = current_setting('app.current_tenant_id', true));"
          "GRANT SELECT, INSERT ON tickets TO tenant_acme_corp");
    open(u"databases"_s);
    select(u"databaseTable"_s, u"postgres"_s);
    click(u"chip-rowsecurity"_s);
    QTRY_VERIFY_WITH_TIMEOUT(rowWith(u"policyTable"_s, u"tickets"_s) >= 0, 15'000);
    QVERIFY(find<QPlainTextEdit>(u"policyExpression"_s)
                ->toPlainText()
                .contains(u"app.current_tenant_id"_s));
    QCOMPARE(sees(u"tenant_acme_corp"_s, {}), u"Sees 0 rows"_s);
    QVERIFY(find<QLabel>(u"seesReason"_s)->text().contains(u"app.current_tenant_id"_s));
    QCOMPARE(sees(u"tenant_acme_corp"_s, u"app.current_tenant_id = acme-corp"_s),
             u"Sees 100 rows"_s);
    QVERIFY(find<QTreeView>(u"seesRows"_s)->model()->rowCount() > 0);
    QCOMPARE(sees(u"tenant_blocked"_s, {}), u"Permission denied"_s);
    QVERIFY(find<QLabel>(u"seesReason"_s)->text().contains(u"SELECT"_s));
    QCOMPARE(sees(u"postgres"_s, {}), u"Sees 400 rows"_s);
    QCOMPARE(*m_server->sql("SELECT count(*) FROM tickets"), "400");
}

QTEST_MAIN(TestInventoryCases)
#include "tst_inventorycases.moc"
