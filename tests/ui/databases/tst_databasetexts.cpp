// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/accesstable.h"
#include "databases/baselineview.h"
#include "databases/granttables.h"
#include "databases/rowsecuritytext.h"
#include "inventory/inventorytext.h"
#include "inventory/lazytable.h"
#include "ui/inventory/sampleinventory.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace inventory;
using namespace test;
using namespace ui;

/// What the panel of databases says in words.
class TestDatabaseTexts final : public QObject
{
    Q_OBJECT

private slots:
    void grantsReadTheSameEverywhere_data();
    void grantsReadTheSameEverywhere();
    void baselineSaysWhyNotCounted_data();
    void baselineSaysWhyNotCounted();
    void baselineIsSavedAndCompared();
    void baselineIsReplacedOnlyWhenAsked();
    void sizesAreToldAsFarAsTheyAreKnown();
    void storedSettingsAreTold();
};

namespace {

constexpr Oid Shop = 400'001;

QString line(const TableRows &rows, int row, const std::vector<int> &columns)
{
    QStringList cells;
    for (const int column : columns)
        cells.append(cellText(rows.cell(row, column)));
    return cells.join(u'|');
}

ContentsPtr someContents()
{
    return std::make_shared<const DatabaseContents>(DatabaseContents{.database = Shop});
}

Baseline someBaseline(const BaselineTable &table)
{
    return {.name = u"before"_s, .database = u"shop"_s, .tables = {table}};
}

} // namespace

void TestDatabaseTexts::grantsReadTheSameEverywhere_data()
{
    QTest::addColumn<bool>("byDefault");
    QTest::newRow("by default") << true;
    QTest::newRow("granted") << false;
}

void TestDatabaseTexts::grantsReadTheSameEverywhere()
{
    QFETCH(const bool, byDefault);
    Inventory small = smallInventory();
    Database &shop = small.databases[0];
    shop.defaultAcl = byDefault;
    shop.acl.insert(shop.acl.begin() + 1,
                    AclItem{.grantee = 0, .grantor = 20'003, .privileges = u"c"_s});
    const TableRowsPtr overview = databaseAccessRows(small, shop);
    const TableRowsPtr privileges =
        grantRows(small, Shop, nullptr, GrantObject{Grantable::Database, Shop});
    QCOMPARE(overview->count(), 3);
    QCOMPARE(privileges->count(), 3);
    for (int row = 0; row < 3; ++row)
        QCOMPARE(line(*privileges, row, {0, 1, 3, 4}), line(*overview, row, {0, 1, 2, 3}));
    QVERIFY(line(*privileges, 0, {0}).contains(u"owner"_s));
    QCOMPARE(line(*privileges, 0, {3}), byDefault ? u"by default"_s : u"app"_s);
}

void TestDatabaseTexts::baselineSaysWhyNotCounted_data()
{
    QTest::addColumn<NotCounted>("why");
    QTest::addColumn<QString>("expected");
    QTest::newRow("gone") << NotCounted::Gone << u"estimated: dropped or renamed"_s;
    QTest::newRow("locked") << NotCounted::Locked << u"estimated: locked by somebody"_s;
    QTest::newRow("no right") << NotCounted::NoRight << u"estimated: our role may not"_s;
    QTest::newRow("no time") << NotCounted::NoTime << u"estimated: no time was left"_s;
    QTest::newRow("failed") << NotCounted::Failed << u"counting failed: server words"_s;
    QTest::newRow("not asked") << NotCounted::None << u"estimated"_s;
}

void TestDatabaseTexts::baselineSaysWhyNotCounted()
{
    QFETCH(const NotCounted, why);
    QFETCH(const QString, expected);
    BaselineView view;
    view.showContents(someContents());
    BaselineTable orders{.schema = u"public"_s, .name = u"orders"_s};
    orders.counted = RowCount::Exact;
    orders.rows = 7;
    view.showBaselines(Shop, {someBaseline(orders)}, {});
    orders.counted = RowCount::Estimated;
    orders.notCounted = why;
    if (why == NotCounted::Failed)
        orders.problem = u"server words"_s;
    view.showNow(Shop, someBaseline(orders));
    const LazyModel &rows = view.findChild<LazyTable *>(u"baselineTable"_s)->rows();
    QCOMPARE(rows.rowCount(), 1);
    const QString said = rows.index(0, 7).data().toString();
    QVERIFY2(said.contains(expected), qPrintable(said));
}

// By keys and mouse, up to where the server is asked.
void TestDatabaseTexts::baselineIsSavedAndCompared()
{
    BaselineView view;
    view.resize(1000, 400);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const auto button = [&](const QString &name) { return view.findChild<QPushButton *>(name); };
    QSignalSpy listed(&view, &BaselineView::baselinesWanted);
    QSignalSpy saved(&view, &BaselineView::saveWanted);
    QSignalSpy compared(&view, &BaselineView::compareWanted);
    view.showContents(someContents());
    QCOMPARE(listed.count(), 1);
    QVERIFY(!button(u"baselineSave"_s)->isEnabled() && !button(u"baselineCompare"_s)->isEnabled());
    view.showBaselines(Shop, {}, {});
    QTest::keyClicks(view.findChild<QLineEdit *>(u"baselineName"_s), u"before the upgrade"_s);
    QTest::keyClick(view.findChild<QLineEdit *>(u"baselineName"_s), Qt::Key_Return);
    QCOMPARE(saved.count(), 1);
    QCOMPARE(saved[0][1].toString(), u"before the upgrade"_s);
    QVERIFY(!button(u"baselineSave"_s)->isEnabled()); // while it counts
    BaselineTable orders{.schema = u"public"_s, .name = u"orders"_s};
    orders.counted = RowCount::Exact;
    orders.rows = 400;
    view.showBaselines(Shop, {someBaseline(orders)}, {});
    QTest::mouseClick(button(u"baselineCompare"_s), Qt::LeftButton);
    QCOMPARE(compared.count(), 1);
    orders.rows = 100;
    view.showNow(Shop, someBaseline(orders));
    const LazyModel &rows = view.findChild<LazyTable *>(u"baselineTable"_s)->rows();
    QCOMPARE(rows.index(0, 1).data().toString(), u"fewer rows"_s);
    QVERIFY(view.findChild<QLabel *>(u"baselineNote"_s)->text().startsWith(u"1 of 1"_s));
    view.showFailure(Shop, u"The disk is full."_s);
    QCOMPARE(view.findChild<QLabel *>(u"baselineNote"_s)->text(), u"The disk is full."_s);
}

// What was counted before an upgrade cannot be counted again: it is not lost by a name typed twice.
void TestDatabaseTexts::baselineIsReplacedOnlyWhenAsked()
{
    BaselineView view;
    view.resize(1000, 400);
    view.show();
    const auto click = [&](const QString &name) { view.findChild<QPushButton *>(name)->click(); };
    const auto note = [&] { return view.findChild<QLabel *>(u"baselineNote"_s)->text(); };
    auto *name = view.findChild<QLineEdit *>(u"baselineName"_s);
    auto *question = view.findChild<QWidget *>(u"baselineQuestion"_s);
    QSignalSpy saved(&view, &BaselineView::saveWanted);
    view.showContents(someContents());
    name->setText(u"before"_s);
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(saved.isEmpty()); // which ones there are is not known yet
    const Baseline before = someBaseline({.schema = u"s"_s, .name = u"t"_s});
    view.showBaselines(Shop, {before}, {});
    view.showNow(Shop, before);
    const LazyModel &rows = view.findChild<LazyTable *>(u"baselineTable"_s)->rows();
    QCOMPARE(rows.rowCount(), 1);
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(saved.isEmpty() && question->isVisible());
    name->setText(u"before "_s); // another name may follow
    QVERIFY(!question->isVisible());
    QTest::keyClick(name, Qt::Key_Return);
    click(u"baselineKeepBoth"_s);
    QCOMPARE(saved.takeFirst()[1].toString(), u"before (2)"_s);
    QVERIFY(!question->isVisible());
    view.showSaved(Shop, u"before (2)"_s);
    view.showBaselines(Shop, {before}, {});
    QCOMPARE(note(), u"“before (2)” is saved."_s);
    view.showNow(Shop, before);
    name->setText(u"before"_s);
    QTest::keyClick(name, Qt::Key_Return);
    click(u"baselineReplace"_s);
    QCOMPARE(saved.takeFirst()[1].toString(), u"before"_s);
    view.showSaved(Shop, u"before"_s);
    QCOMPARE(rows.rowCount(), 0); // it was compared with what is no longer kept
    view.showBaselines(Shop, {before}, {});
    QCOMPARE(note(), u"“before” is saved."_s);
}

void TestDatabaseTexts::sizesAreToldAsFarAsTheyAreKnown()
{
    BaselineView view;
    view.showContents(someContents());
    const BaselineTable old{
        .schema = u"s"_s, .name = u"old"_s, .counted = RowCount::Exact, .bytes = 8192};
    BaselineTable now = old;
    now.measured = true;
    BaselineTable fresh = now;
    fresh.name = u"fresh"_s;
    view.showBaselines(Shop, {someBaseline(old)}, {});
    view.showNow(Shop, {.tables = {fresh, now}});
    const LazyModel &rows = view.findChild<LazyTable *>(u"baselineTable"_s)->rows();
    const auto cell = [&](int row, int column) {
        return rows.index(row, column).data().toString();
    };
    QCOMPARE(cell(0, 5), u"–"_s); // it is new
    QCOMPARE(cell(0, 6), InventoryText::bytes(8192));
    QCOMPARE(cell(1, 5), u"≈ "_s + InventoryText::bytes(8192));
    QCOMPARE(cell(1, 6), InventoryText::bytes(8192));
}

void TestDatabaseTexts::storedSettingsAreTold()
{
    VisibilityAnswer answer{.visibility = Visibility::Rows};
    answer.rows = 100;
    answer.stored = {{u"app.tenant"_s, u"acme"_s}};
    const QString told = RowSecurityText::reason(smallInventory(), *someContents(), answer);
    QVERIFY2(told.contains(u"app.tenant is stored for the role as acme"_s), qPrintable(told));
}

QTEST_MAIN(TestDatabaseTexts)
#include "tst_databasetexts.moc"
