// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/databasespage.h"
#include "inventory/lazytable.h"
#include "ui/inventory/sampleinventory.h"

#include <KSyntaxHighlighting/Repository>

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace test;
using namespace ui;

/// The panel of databases under keys and mouse.
class TestDatabasesPage final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_page.reset(); }
    void looksIntoTheFirstAtFirstView();
    void looksIntoNoneUnseen();
    void saysWhyItKnowsNothing();
    void looksIntoTheSelectedOneOnly();
    void saysWhyItCannotLookInside();
    void tellsWhoMayConnect();
    void explainsAPrivilege();
    void dropsOnlyWhatNobodyUses();
    void saysHowManyWereLookedInto();
    void tellsWhichRightIsMissing();

private:
    LazyTable *table(const QString &name) { return m_page->findChild<LazyTable *>(name); }
    void click(const QString &button)
    {
        QTest::mouseClick(m_page->findChild<QAbstractButton *>(button), Qt::LeftButton);
    }
    QString why(const QString &role);

    KSyntaxHighlighting::Repository m_repository;
    std::unique_ptr<DatabasesPage> m_page;
};

namespace {

constexpr inventory::Oid Shop = 400'001, Archive = 400'002, Spare = 400'003, Orders = 50'000;

inventory::ContentsPtr shopContents()
{
    auto contents = std::make_shared<inventory::DatabaseContents>();
    contents->database = Shop;
    contents->schemas = {{.oid = 2200, .name = u"public"_s, .owner = 10}};
    contents->schemas[0].acl = {{.grantee = 0, .grantor = 10, .privileges = u"U"_s}};
    inventory::Relation orders{.oid = Orders, .schema = 2200, .name = u"orders"_s};
    orders.kind = u"table"_s;
    orders.owner = 10;
    orders.acl = {{.grantee = 20'001, .grantor = 10, .privileges = u"r"_s}};
    contents->relations = {orders};
    return contents;
}

} // namespace

// A finding in a database that nobody has looked into is not a missing finding.
void TestDatabasesPage::saysHowManyWereLookedInto()
{
    auto *notice = m_page->findChild<QWidget *>(u"databasesNotice"_s);
    auto *sentence = notice->findChild<QLabel *>(u"noticeSentence"_s);
    auto *action = notice->findChild<QPushButton *>(u"noticeAction"_s);
    m_page->showInventory(std::make_shared<const inventory::Inventory>(smallInventory()),
                          nothingObserved());
    QVERIFY2(sentence->text().endsWith(u"0 of 2 databases were looked into."_s),
             qPrintable(sentence->text()));
    QCOMPARE(action->text(), u"Look into the &Other 2"_s);
    QSignalSpy wanted(m_page.get(), &DatabasesPage::othersWanted);
    QTest::mouseClick(action, Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    m_page->showContents(shopContents());
    QVERIFY(sentence->text().endsWith(u"1 of 2 databases were looked into."_s));
    auto known = std::make_shared<ui::KnownContents>();
    known->read[Shop] = shopContents();
    known->failed.insert(Spare);
    m_page->showKnown(known);
    QVERIFY(!sentence->isVisible());
    QVERIFY(!action->isVisible());
}

void TestDatabasesPage::tellsWhichRightIsMissing()
{
    const auto reason = [this](const QString &change) {
        return m_page->findChild<QAction *>(u"change-"_s + change)->statusTip();
    };
    inventory::Inventory small = smallInventory();
    small.superuser = false;
    small.ourRole = 20'003; // app, which owns shop
    m_page->showInventory(std::make_shared<const inventory::Inventory>(small), nothingObserved());
    m_page->selectDatabase(Spare);
    QCOMPARE(reason(u"limit"_s), u"app needs the rights of its owner admin (or to be a superuser) "
                                 "to change it."_s);
    QCOMPARE(reason(u"drop"_s),
             u"app needs the rights of its owner admin (or to be a superuser) to drop it."_s);
    m_page->selectDatabase(Shop);
    QCOMPARE(reason(u"limit"_s), QString());
    QCOMPARE(reason(u"owner"_s),
             u"app needs CREATEDB (or to be a superuser) to change its owner."_s);
    small.roles[4].createDatabase = true;
    m_page->showInventory(std::make_shared<const inventory::Inventory>(small), nothingObserved());
    QCOMPARE(reason(u"owner"_s), QString());
    QSignalSpy wanted(m_page.get(), &DatabasesPage::changeRequested);
    m_page->findChild<QAction *>(u"change-owner"_s)->trigger();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][1].toUInt(), Shop);
}

void TestDatabasesPage::init()
{
    m_page = std::make_unique<DatabasesPage>(m_repository);
    m_page->resize(1400, 800);
    m_page->setSubject({.id = u"1"_s, .name = u"one"_s});
    m_page->showInventory(std::make_shared<const inventory::Inventory>(smallInventory()),
                          nothingObserved());
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void TestDatabasesPage::looksIntoTheFirstAtFirstView()
{
    QCOMPARE(m_page->selectedDatabase(), std::optional(Archive));
    m_page->setSubject({.id = u"2"_s, .name = u"two"_s});
    QSignalSpy wanted(m_page.get(), &DatabasesPage::contentsWanted);
    inventory::Inventory other = smallInventory();
    other.databases[1].name = u"zoo"_s;
    m_page->showInventory(std::make_shared<const inventory::Inventory>(other), nothingObserved());
    QCOMPARE(m_page->selectedDatabase(), std::optional(Shop));
    QCOMPARE(wanted.count(), 1);
    other.databases[0].name = u"zulu"_s; // the next reading takes nothing away
    m_page->showInventory(std::make_shared<const inventory::Inventory>(other), nothingObserved());
    QCOMPARE(m_page->selectedDatabase(), std::optional(Shop));
    QCOMPARE(wanted.count(), 1);
}

// That would cost a connection for nobody.
void TestDatabasesPage::looksIntoNoneUnseen()
{
    DatabasesPage unseen(m_repository);
    QSignalSpy wanted(&unseen, &DatabasesPage::contentsWanted);
    inventory::Inventory other = smallInventory();
    other.databases[1].name = u"zoo"_s;
    unseen.showInventory(std::make_shared<const inventory::Inventory>(other), nothingObserved());
    QCOMPARE(unseen.selectedDatabase(), std::nullopt);
    QCOMPARE(wanted.count(), 0);
}

void TestDatabasesPage::saysWhyItKnowsNothing()
{
    const LazyModel &rows = table(u"databaseTable"_s)->rows();
    const auto cell = [&](inventory::Oid database, int column) {
        return rows.cell(rows.index(rows.rowOf(database), column));
    };
    QCOMPARE(cell(Shop, DatabaseRows::MigrationColumn).text, u"–"_s);
    QVERIFY(cell(Shop, DatabaseRows::MigrationColumn).tip.contains(u"select the database"_s));
    QVERIFY(cell(Archive, DatabaseRows::ExtensionsColumn).tip.contains(u"lets nobody in"_s));
    QVERIFY(cell(Spare, DatabaseRows::SizeColumn).tip.contains(u"Not asked yet"_s));
    QVERIFY(cell(Archive, DatabaseRows::SizeColumn).tip.contains(u"needs CONNECT"_s));
    m_page->showContents(shopContents()); // where there is none of either
    QCOMPARE(cell(Shop, DatabaseRows::MigrationColumn), Cell());
    QCOMPARE(cell(Shop, DatabaseRows::ExtensionsColumn), Cell());
}

void TestDatabasesPage::looksIntoTheSelectedOneOnly()
{
    QSignalSpy wanted(m_page.get(), &DatabasesPage::contentsWanted);
    m_page->selectDatabase(Shop);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].toUInt(), Shop);
    m_page->showContents(shopContents());
    m_page->selectDatabase(Spare);
    m_page->selectDatabase(Shop, Orders); // known already
    QCOMPARE(wanted.count(), 2);
    QCOMPARE(table(u"relationTable"_s)->currentKey(), std::optional<quint64>(Orders));
    QTest::keyClicks(m_page->findChild<QLineEdit *>(u"tableFilter"_s), u"nothing"_s);
    QCOMPARE(table(u"relationTable"_s)->rows().rowCount(), 0);
}

void TestDatabasesPage::saysWhyItCannotLookInside()
{
    QSignalSpy wanted(m_page.get(), &DatabasesPage::contentsWanted);
    m_page->selectDatabase(Archive);
    QCOMPARE(wanted.count(), 0);
    click(u"chip-tables"_s);
    const auto labels = m_page->findChildren<QLabel *>(u"emptySentence"_s);
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *each) {
        return each->isVisible() && each->text().contains(u"lets nobody in"_s);
    }));
}

void TestDatabasesPage::tellsWhoMayConnect()
{
    m_page->selectDatabase(Shop);
    const LazyModel &rows = table(u"databaseAccess"_s)->rows();
    QStringList lines;
    for (int row = 0; row < rows.rowCount(); ++row)
        lines.append(rows.index(row, 0).data().toString() + u'|' +
                     rows.index(row, 1).data().toString() + u'|' +
                     rows.index(row, 3).data().toString());
    QCOMPARE(lines, (QStringList{u"owner, app|CREATE, CONNECT, TEMPORARY|app=CTc/app"_s,
                                 u"readers|CONNECT (may grant)|readers=c*/app"_s}));
}

QString TestDatabasesPage::why(const QString &role)
{
    auto *line = m_page->findChild<QLineEdit *>(u"whyRole"_s);
    line->clear();
    QTest::keyClicks(line, role);
    QTest::keyClick(line, Qt::Key_Return);
    return m_page->findChild<QLabel *>(u"whyAnswer"_s)->text();
}

void TestDatabasesPage::explainsAPrivilege()
{
    m_page->selectDatabase(Shop);
    m_page->showContents(shopContents());
    click(u"chip-privileges"_s);
    QVERIFY(table(u"grantObjects"_s)->selectKey(Orders));
    const QString writers = why(u"writers"_s);
    QVERIFY2(writers.contains(u"writers → readers"_s), qUtf8Printable(writers));
    const QString app = why(u"app"_s); // its membership does not inherit
    QVERIFY2(app.contains(u"Only after SET ROLE"_s), qUtf8Printable(app));
    QCOMPARE(why(u"nobody"_s), u"There is no role of this name."_s);
}

void TestDatabasesPage::dropsOnlyWhatNobodyUses()
{
    auto *drop = m_page->findChild<QPushButton *>(u"change-dropButton"_s);
    m_page->selectDatabase(Shop);
    QVERIFY(!drop->isEnabled());
    QVERIFY(drop->accessibleDescription().contains(u"4 sessions are connected"_s));
    m_page->selectDatabase(Spare);
    QVERIFY(drop->isEnabled());
    QSignalSpy wanted(m_page.get(), &DatabasesPage::changeRequested);
    QTest::mouseClick(drop, Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][1].toUInt(), Spare);
}

QTEST_MAIN(TestDatabasesPage)
#include "tst_databasespage.moc"
