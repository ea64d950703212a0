// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/lazytable.h"
#include "roles/rolerows.h"
#include "roles/rolespage.h"
#include "ui/inventory/sampleinventory.h"
#include "widgets/chipbutton.h"

#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace test;
using namespace ui;

/// Which role the panel shows at first and later, and what it counts.
class TestRoleSelection final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_page.reset(); }
    void selectsTheFirstAtFirstView();
    void selectsNothingUnseen();
    void keepsTheSelectionOnRefresh();
    void countsFindingsAsTheCommandLine();
    void countsWhatARoleOwns();

private:
    void show(const inventory::Inventory &all);
    LazyTable *table(const QString &name = u"roleTable"_s)
    {
        return m_page->findChild<LazyTable *>(name);
    }
    QLineEdit *filter() { return m_page->findChild<QLineEdit *>(u"filterLine"_s); }
    QString title() { return m_page->findChild<QLabel *>(u"detailTitle"_s)->text(); }

    std::unique_ptr<RolesPage> m_page;
};

void TestRoleSelection::init()
{
    m_page = std::make_unique<RolesPage>();
    m_page->resize(1400, 800);
    m_page->setSubject({.id = u"1"_s, .name = u"one"_s});
}

void TestRoleSelection::show(const inventory::Inventory &all)
{
    m_page->showInventory(std::make_shared<const inventory::Inventory>(all), nothingObserved());
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void TestRoleSelection::selectsTheFirstAtFirstView()
{
    show(smallInventory());
    QCOMPARE(title(), u"admin"_s);
    QCOMPARE(m_page->selectedRole(), std::optional<inventory::Oid>(10));
    // The first of another server, too.
    m_page->setSubject({.id = u"2"_s, .name = u"two"_s});
    QCOMPARE(m_page->selectedRole(), std::nullopt);
    inventory::Inventory other = smallInventory();
    other.roles[0].name = u"zoe"_s;
    show(other);
    QCOMPARE(title(), u"app"_s);
}

void TestRoleSelection::selectsNothingUnseen()
{
    const auto small = std::make_shared<const inventory::Inventory>(smallInventory());
    m_page->showInventory(small, nothingObserved());
    QCOMPARE(m_page->selectedRole(), std::nullopt);
    m_page->selectRole(20'004); // whoever leads here comes before the first row
    m_page->show();
    QCOMPARE(m_page->selectedRole(), std::optional<inventory::Oid>(20'004));
}

void TestRoleSelection::keepsTheSelectionOnRefresh()
{
    show(smallInventory());
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Down);
    QCOMPARE(title(), u"app"_s);
    inventory::Inventory next = smallInventory();
    next.roles[0].name = u"zoe"_s; // another one is the first now
    show(next);
    QCOMPARE(title(), u"app"_s);
    QCOMPARE(table()->currentKey(), std::optional<quint64>(20'003));
    // Chosen while the filter hid the one before: that does not come back with its row.
    QTest::keyClicks(filter(), u"old"_s);
    QVERIFY(table()->selectKey(20'004));
    QTest::keyClick(filter(), Qt::Key_Escape);
    QCOMPARE(title(), u"old"_s);
    QCOMPARE(table()->currentKey(), std::optional<quint64>(20'004));
}

// "pgvigil roles" prints subjectsInTrouble().
void TestRoleSelection::countsFindingsAsTheCommandLine()
{
    std::mt19937 random = seeded();
    bool hints = false;
    for (int round = 0; round < 20; ++round) {
        const inventory::Inventory all = randomInventory(random, 30, 10);
        Observed observed;
        observed.take(all);
        const auto troubled =
            inventory::subjectsInTrouble(observed.findings, inventory::SubjectKind::Role);
        const RoleRows rows(std::make_shared<const inventory::Inventory>(all),
                            std::make_shared<const Observed>(observed));
        QCOMPARE(rows.countOf(RoleChip::Finding), int(troubled.size()));
        hints = hints || std::ranges::any_of(observed.findings, [&](const auto &each) {
                    return each.kind == inventory::SubjectKind::Role &&
                           !troubled.contains(each.subject);
                });
    }
    QVERIFY(hints); // else it proves nothing
}

void TestRoleSelection::countsWhatARoleOwns()
{
    show(smallInventory());
    m_page->selectRole(20'003); // one database, 41 objects in it
    const auto *chip = m_page->findChild<ChipButton *>(u"chip-owns"_s);
    QCOMPARE(chip->count(), std::optional(42));
    m_page->selectRole(20'005);
    QCOMPARE(chip->count(), std::optional(0));
    m_page->selectRole(10); // of which the server keeps no list
    QCOMPARE(chip->count(), std::nullopt);
    const Cell objects = table(u"roleOwned"_s)->rows().shown()->cell(0, 1);
    QCOMPARE(objects.text, u"–"_s);
    QVERIFY(objects.tip.contains(u"no list"_s));
}

QTEST_MAIN(TestRoleSelection)
#include "tst_roleselection.moc"
