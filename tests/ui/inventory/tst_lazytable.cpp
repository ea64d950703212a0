// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/contentstables.h"
#include "databases/databaserows.h"
#include "inventory/lazytable.h"
#include "roles/rolerows.h"
#include "roles/roletables.h"
#include "ui/inventory/sampleinventory.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace test;
using namespace ui;

/// Tables whose cells are made when they are looked at.
class TestLazyTable final : public QObject
{
    Q_OBJECT

private slots:
    void keepsItsPromisesWhileRolesChange();
    void keepsItsPromisesWhileDatabasesChange();
    void arrangesManyElsewhere();
    void keepsSelectionByKey();
    void selectsWhatComesLater();
    void prefersANewerChoice();
    void sharesTheRoom();
    void showsWholeRowsOnly();
    void copiesTheSelectedRows();
};

namespace {

TableRowsPtr rolesOf(const inventory::Inventory &all)
{
    return std::make_shared<RoleRows>(std::make_shared<const inventory::Inventory>(all),
                                      nothingObserved());
}

TableQuery randomQuery(std::mt19937 &random, int columns, const QStringList &chips)
{
    TableQuery query;
    if (random() % 2 == 0)
        query.words = filterWords(QString::number(random() % 10));
    query.chip = chips[qsizetype(random() % size_t(chips.size()))];
    query.sortColumn = int(random() % unsigned(columns + 1)) - 1;
    query.sortOrder = random() % 2 == 0 ? Qt::AscendingOrder : Qt::DescendingOrder;
    return query;
}

// What a model shows is what its query wants of the rows, neither more nor less nor otherwise.
void compareWithQuery(const LazyModel &model)
{
    const std::vector<int> wanted = arrangedRows(*model.shown(), model.query());
    QCOMPARE(model.rowCount(), int(wanted.size()));
    for (int row = 0; row < model.rowCount(); ++row) {
        QCOMPARE(model.row(row).key(), model.shown()->key(wanted[size_t(row)]));
        for (int column = 0; column < model.columnCount(); ++column)
            QCOMPARE(model.cell(model.index(row, column)),
                     model.shown()->cell(wanted[size_t(row)], column));
    }
}

} // namespace

void TestLazyTable::keepsItsPromisesWhileRolesChange()
{
    std::mt19937 random = seeded();
    LazyModel model(RoleRows::columns());
    const QAbstractItemModelTester tester(&model);
    inventory::Inventory all = randomInventory(random, 60, 20);
    for (int round = 0; round < 60; ++round) {
        model.setQuery(randomQuery(random, RoleRows::ColumnCount,
                                   {u"created"_s, u"login"_s, u"unused"_s, u"superuser"_s}));
        model.setRows(rolesOf(all));
        compareWithQuery(model);
        for (const inventory::Role &role : all.roles) {
            for (const auto &columns : {membershipRows(all, role.oid), ownedRows(all, role.oid),
                                        roleSettingRows(all, role.oid)}) {
                for (int row = 0; row < columns->count(); ++row)
                    QVERIFY(!columns->cell(row, 0).text.contains(u'\n'));
            }
        }
        all = changedInventory(random, std::move(all));
    }
}

void TestLazyTable::keepsItsPromisesWhileDatabasesChange()
{
    std::mt19937 random = seeded();
    LazyModel model(DatabaseRows::columns());
    LazyModel tables(RelationRows::columns());
    const QAbstractItemModelTester tester(&model);
    const QAbstractItemModelTester tableTester(&tables);
    inventory::Inventory all = randomInventory(random, 30, 50);
    for (int round = 0; round < 60; ++round) {
        const auto shared = std::make_shared<const inventory::Inventory>(all);
        const auto contents = std::make_shared<const inventory::DatabaseContents>(
            randomContents(random, all, 400'000, int(random() % 40)));
        model.setQuery(randomQuery(random, DatabaseRows::ColumnCount,
                                   {u"all"_s, u"inuse"_s, u"old"_s, u"template"_s}));
        model.setRows(std::make_shared<DatabaseRows>(shared, nothingObserved(),
                                                     ContentsByDatabase{{400'000, contents}}));
        tables.setQuery(randomQuery(random, RelationRows::ColumnCount, {QString()}));
        tables.setRows(std::make_shared<RelationRows>(shared, contents));
        compareWithQuery(model);
        compareWithQuery(tables);
        all = changedInventory(random, std::move(all));
    }
}

void TestLazyTable::arrangesManyElsewhere()
{
    std::mt19937 random = seeded();
    LazyModel model(RoleRows::columns());
    const QAbstractItemModelTester tester(&model);
    const inventory::Inventory all = randomInventory(random, 3 * LazyModel::FewRows, 5);
    QSignalSpy arranged(&model, &LazyModel::arranged);
    model.setRowsLater(int(all.roles.size()), [all] { return rolesOf(all); });
    QCOMPARE(model.rowCount(), 0); // the window went on
    QVERIFY(model.isArranging());
    // Only the last of several wishes counts.
    model.setQuery({.words = {u"7"_s}, .chip = u"created"_s});
    model.setQuery({.words = {u"77"_s}, .chip = u"created"_s, .sortColumn = RoleRows::NameColumn});
    QVERIFY(arranged.wait());
    QVERIFY(!model.isArranging());
    QVERIFY(model.rowCount() > 0);
    compareWithQuery(model);
}

void TestLazyTable::keepsSelectionByKey()
{
    LazyTable table(u"t"_s, u"Roles"_s, RoleRows::columns());
    inventory::Inventory small = smallInventory();
    table.setRows(rolesOf(small));
    QVERIFY(table.selectKey(20'003));
    QSignalSpy changed(&table, &LazyTable::currentKeyChanged);
    table.rows().sort(RoleRows::NameColumn, Qt::DescendingOrder);
    small.roles.insert(small.roles.begin() + 2, {.oid = 20'000, .name = u"aaa"_s, .login = true});
    table.setRows(rolesOf(small));
    QCOMPARE(table.currentKey(), std::optional<quint64>(20'003));
    QCOMPARE(changed.count(), 0);
    std::erase_if(small.roles, [](const auto &role) { return role.oid == 20'003; });
    table.setRows(rolesOf(small));
    QVERIFY(table.currentKey() != std::optional<quint64>(20'003));
    QVERIFY(changed.count() > 0);
}

void TestLazyTable::selectsWhatComesLater()
{
    LazyTable table(u"t"_s, u"Roles"_s, RoleRows::columns());
    QVERIFY(!table.selectKey(20'004));
    table.setRows(rolesOf(smallInventory()));
    QCOMPARE(table.currentKey(), std::optional<quint64>(20'004));
}

void TestLazyTable::prefersANewerChoice()
{
    LazyTable table(u"t"_s, u"Roles"_s, RoleRows::columns());
    table.selectFirst(); // of none
    table.rows().sort(RoleRows::NameColumn, Qt::AscendingOrder);
    table.setRows(rolesOf(smallInventory()));
    table.selectFirst();
    QCOMPARE(table.currentKey(), std::optional<quint64>(10));
    QVERIFY(table.selectKey(20'003));
    table.selectFirst();
    QCOMPARE(table.currentKey(), std::optional<quint64>(20'003));
    // What is still to come waits, until another one is chosen.
    inventory::Inventory more = smallInventory();
    more.roles.push_back({.oid = 30'000, .name = u"new"_s, .login = true});
    QVERIFY(!table.selectKey(30'000));
    table.setRows(rolesOf(more));
    QCOMPARE(table.currentKey(), std::optional<quint64>(30'000));
    QVERIFY(!table.selectKey(30'001));
    QVERIFY(table.selectKey(20'004));
    more.roles.push_back({.oid = 30'001, .name = u"newer"_s, .login = true});
    table.setRows(rolesOf(more));
    QCOMPARE(table.currentKey(), std::optional<quint64>(20'004));
}

void TestLazyTable::sharesTheRoom()
{
    LazyTable table(u"t"_s, u"Roles"_s, RoleRows::columns());
    table.resize(1500, 300);
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
    inventory::Inventory small = smallInventory();
    small.roles[2].name = u"a_role_whose_name_takes_much_more_room"_s;
    const int wanted = table.fontMetrics().horizontalAdvance(small.roles[2].name);
    QVERIFY(wanted > RoleRows::columns()[RoleRows::NameColumn].width);
    table.setRows(rolesOf(small));
    QVERIFY(table.columnWidth(RoleRows::NameColumn) >= wanted);
    QCOMPARE(table.header()->length(), table.viewport()->width());
    table.resize(500, 300); // too narrow for all: it scrolls, with no more than was meant
    QVERIFY(table.header()->length() > table.viewport()->width());
    QVERIFY(table.columnWidth(RoleRows::NameColumn) < wanted);
    // What the user sized stays.
    table.header()->resizeSection(RoleRows::NameColumn, 77);
    table.setRows(rolesOf(smallInventory()));
    table.resize(1500, 300);
    QCOMPARE(table.columnWidth(RoleRows::NameColumn), 77);
}

void TestLazyTable::showsWholeRowsOnly()
{
    std::mt19937 random = seeded();
    LazyTable table(u"t"_s, u"Roles"_s, RoleRows::columns());
    table.setRows(rolesOf(randomInventory(random, 100, 3)));
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
    for (int height = 200; height < 240; ++height) {
        table.resize(600 + height % 2 * 900, height); // with and without a horizontal scroll bar
        const int row = table.visualRect(table.rows().index(0, 0)).height();
        QVERIFY(row > 0);
        QTRY_COMPARE(table.viewport()->height() % row, 0);
    }
    table.setRows(rolesOf(smallInventory()));
    table.resize(1500, 500);
    QTRY_VERIFY(table.viewport()->height() > 500 - 2 * 40); // nothing is cut off where all fit
}

void TestLazyTable::copiesTheSelectedRows()
{
    LazyTable table(u"t"_s, u"Roles"_s, RoleRows::columns());
    table.setRows(rolesOf(smallInventory()));
    QVERIFY(table.selectKey(20'003));
    const QStringList lines = table.asText().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[0].startsWith(u"role"_s));
    QVERIFY2(lines[1].startsWith(u"app"_s) && lines[1].contains(u"4 of 5"_s) &&
                 lines[1].contains(u"md5"_s) && lines[1].contains(u"1 database, 41 objects"_s),
             qUtf8Printable(lines[1]));
}

QTEST_MAIN(TestLazyTable)
#include "tst_lazytable.moc"
