// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/lazytable.h"
#include "roles/rolespage.h"
#include "ui/inventory/sampleinventory.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace test;
using namespace ui;

/// The panel of roles under keys and mouse.
class TestRolesPage final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_page.reset(); }
    void asksOnceWhenItIsLookedAt();
    void filtersByTyping();
    void narrowsByChips();
    void showsARoleByMouseAndKeys();
    void tellsMembershipsBothWays();
    void offersToChangeGrantsOfItsOwn();
    void takesMembershipsByKeys();
    void tellsDefaultPrivileges();
    void tellsWhereARoleMayLogIn();
    void tellsWhichRightIsMissing();
    void saysWhyNothingCanBeChanged();
    void asksForChanges();
    void showsHostileNamesPlainly();
    void staysUsableWhileItFails();
    void countsFindings();

private:
    void show(const inventory::Inventory &all);
    LazyTable *table(const QString &name = u"roleTable"_s)
    {
        return m_page->findChild<LazyTable *>(name);
    }
    QLineEdit *filter() { return m_page->findChild<QLineEdit *>(u"filterLine"_s); }
    QString title() { return m_page->findChild<QLabel *>(u"detailTitle"_s)->text(); }
    QStringList names()
    {
        QStringList all;
        for (int row = 0; row < table()->rows().rowCount(); ++row)
            all.append(table()->rows().index(row, 0).data().toString());
        return all;
    }
    void clickRow(LazyTable *in, int row)
    {
        const QRect cell = in->visualRect(in->rows().index(row, 0));
        QTest::mouseClick(in->viewport(), Qt::LeftButton, {}, cell.center());
    }
    QString reason(const QString &change)
    {
        return m_page->findChild<QAction *>(u"change-"_s + change)->statusTip();
    }
    void click(const QString &button)
    {
        QTest::mouseClick(m_page->findChild<QAbstractButton *>(button), Qt::LeftButton);
    }

    std::unique_ptr<RolesPage> m_page;
};

void TestRolesPage::init()
{
    m_page = std::make_unique<RolesPage>();
    m_page->resize(1400, 800);
    m_page->setSubject({.id = u"1"_s, .name = u"one"_s});
}

void TestRolesPage::show(const inventory::Inventory &all)
{
    auto observed = std::make_shared<Observed>();
    observed->take(all);
    m_page->showInventory(std::make_shared<const inventory::Inventory>(all), observed);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void TestRolesPage::asksOnceWhenItIsLookedAt()
{
    QSignalSpy wanted(m_page.get(), &RolesPage::inventoryWanted);
    QCOMPARE(wanted.count(), 0);
    m_page->show();
    m_page->hide();
    m_page->show();
    QCOMPARE(wanted.count(), 1);
    m_page->setSubject({.id = u"2"_s, .name = u"two"_s});
    QCOMPARE(wanted.count(), 2);
}

void TestRolesPage::filtersByTyping()
{
    show(smallInventory());
    QTest::keyClicks(filter(), u"APP"_s);
    QCOMPARE(names(), QStringList{u"app"_s});
    QTest::keyClick(filter(), Qt::Key_Escape);
    QCOMPARE(names(),
             (QStringList{u"admin"_s, u"app"_s, u"lazy"_s, u"old"_s, u"readers"_s, u"writers"_s}));
    QTest::keyClicks(filter(), u"pg_mon"_s); // predefined ones are found by name
    QCOMPARE(names(), QStringList{u"pg_monitor"_s});
    QTest::keyClicks(filter(), u"no such"_s);
    QVERIFY(m_page->findChild<QLabel *>(u"emptySentence"_s)->isVisible());
    click(u"emptyButton"_s);
    QCOMPARE(names().size(), 6);
}

// Unused is what the finding calls so, here as on the command line: with LOGIN and without.
void TestRolesPage::narrowsByChips()
{
    inventory::Inventory all = smallInventory();
    all.roles.push_back({.oid = 20'006, .name = u"gone"_s});
    show(all);
    click(u"chip-superuser"_s);
    QCOMPARE(names(), QStringList{u"admin"_s});
    click(u"chip-unused"_s);
    QCOMPARE(names(), (QStringList{u"gone"_s, u"lazy"_s, u"old"_s}));
    click(u"chip-predefined"_s);
    QCOMPARE(names(), QStringList{u"pg_monitor"_s});
}

void TestRolesPage::showsARoleByMouseAndKeys()
{
    show(smallInventory());
    const QModelIndex first = table()->rows().index(0, 0);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(first).center());
    QCOMPARE(title(), u"admin"_s);
    QTest::keyClick(table(), Qt::Key_Down);
    QCOMPARE(title(), u"app"_s);
    table()->findChild<QAction *>(u"roleTableCopy"_s)->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"4 of 5"_s));
}

void TestRolesPage::tellsMembershipsBothWays()
{
    show(smallInventory());
    m_page->selectRole(20'002); // writers
    click(u"chip-members"_s);
    QStringList lines;
    const LazyModel &rows = table(u"roleMemberships"_s)->rows();
    for (int row = 0; row < rows.rowCount(); ++row)
        lines.append(rows.index(row, 0).data().toString() + u'|' +
                     rows.index(row, 1).data().toString());
    QCOMPARE(lines, (QStringList{u"Member of|"_s, u"readers|inherits its rights"_s,
                                 u"Its members|"_s, u"app|admin, does not inherit"_s}));
    // Return leads to the role of the line.
    QTest::keyClick(table(u"roleMemberships"_s), Qt::Key_Home);
    QTest::keyClick(table(u"roleMemberships"_s), Qt::Key_End);
    QTest::keyClick(table(u"roleMemberships"_s), Qt::Key_Return);
    QCOMPARE(m_page->selectedRole(), std::optional<inventory::Oid>(20'003));
}

void TestRolesPage::offersToChangeGrantsOfItsOwn()
{
    show(smallInventory());
    m_page->selectRole(20'003); // app, in writers, in readers
    click(u"chip-members"_s);
    QSignalSpy wanted(m_page.get(), &RolesPage::changeRequested);
    LazyTable *tree = table(u"roleMemberships"_s);
    auto *why = m_page->findChild<QLabel *>(u"membershipObstacle"_s);
    QVERIFY(why->isVisible() && why->text().startsWith(u"Select a membership"_s));
    click(u"change-revokeButton"_s);
    clickRow(tree, 2); // of writers, not of app
    QVERIFY2(why->text().contains(u"readers"_s), qPrintable(why->text()));
    click(u"change-revokeButton"_s);
    QCOMPARE(wanted.count(), 0);
    clickRow(tree, 1);
    QCOMPARE(why->text(), QString());
    const auto chosen = m_page->selectedMembership();
    QVERIFY(chosen && chosen->role == 20'002 && chosen->member == 20'003 && chosen->admin);
    click(u"change-membershipButton"_s);
    click(u"change-revokeButton"_s);
    QCOMPARE(wanted.count(), 2);
    QCOMPARE(wanted[0][0].toString(), u"membership"_s);
    QCOMPARE(wanted[1][0].toString(), u"revoke"_s);
    // The menu of the tree has both, that of the roles neither.
    QAction *revoke = m_page->findChild<QAction *>(u"change-revoke"_s);
    QVERIFY(tree->actions().contains(revoke) && !table()->actions().contains(revoke));
    // It is the grant, not the line, that is selected: the same after another reading.
    inventory::Inventory next = smallInventory();
    next.memberships.push_back({.role = 3373, .member = 20'003, .grantor = 10});
    std::ranges::sort(next.memberships, {}, &inventory::Membership::role);
    show(next);
    QCOMPARE(m_page->selectedMembership(), chosen);
    m_page->selectRole(20'004); // one without any
    QVERIFY(!m_page->selectedMembership());
    clickRow(tree, 1); // "no role"
    QVERIFY2(why->text().startsWith(u"Select a membership"_s), qPrintable(why->text()));
    QVERIFY(!m_page->findChild<QPushButton *>(u"change-revokeButton"_s)->isEnabled());
}

void TestRolesPage::takesMembershipsByKeys()
{
    show(smallInventory());
    m_page->selectRole(20'002); // writers, with one above and one below
    click(u"chip-members"_s);
    QSignalSpy wanted(m_page.get(), &RolesPage::changeRequested);
    LazyTable *tree = table(u"roleMemberships"_s);
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Home);
    QTest::keyClick(tree, Qt::Key_Delete); // a heading
    QCOMPARE(wanted.count(), 0);
    QTest::keyClick(tree, Qt::Key_Down);
    QTest::keyClick(tree, Qt::Key_Delete);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(m_page->selectedMembership()->role, 20'001u);
    QTest::keyClick(tree, Qt::Key_End); // its member app
    QTest::keyClick(tree, Qt::Key_Delete);
    QCOMPARE(wanted.count(), 2);
    QCOMPARE(wanted[1][0].toString(), u"revoke"_s);
    QCOMPARE(m_page->selectedMembership()->member, 20'003u);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Delete); // of roles: nothing is dropped or revoked by a slip
    QCOMPARE(wanted.count(), 2);
}

void TestRolesPage::tellsWhichRightIsMissing()
{
    inventory::Inventory small = smallInventory();
    small.superuser = false;
    small.ourRole = 20'005; // lazy, with CREATEROLE
    show(small);
    m_page->selectRole(20'003);
    QCOMPARE(reason(u"password"_s),
             u"lazy needs ADMIN OPTION on app (or to be a superuser) to set its password."_s);
    QVERIFY(!m_page->findChild<QPushButton *>(u"change-passwordButton"_s)->isEnabled());
    QCOMPARE(reason(u"new"_s), u"lazy needs CREATEDB (or to be a superuser) to create the role "
                               "and the database of an application."_s);
    QCOMPARE(reason(u"create"_s), QString());
    QVERIFY(reason(u"grant"_s).contains(u"ADMIN OPTION on the role to be granted"_s));
    m_page->selectRole(10);
    QCOMPARE(reason(u"rename"_s), u"lazy would have to be a superuser to rename it."_s);
    m_page->selectRole(20'005);
    QCOMPARE(reason(u"password"_s), QString());
    QVERIFY(reason(u"drop"_s).contains(u"connected as"_s));
    // Given the option, it may.
    small.memberships.push_back(
        {.role = 20'003, .member = 20'005, .grantor = 10, .admin = true, .inherit = false});
    show(small);
    m_page->selectRole(20'003);
    QCOMPARE(reason(u"password"_s), QString());
    QCOMPARE(reason(u"drop"_s), u"lazy needs the rights of app (or to be a superuser) to give away "
                                "what it owns before it is dropped."_s);
    click(u"chip-members"_s);
    clickRow(table(u"roleMemberships"_s), 1);
    QCOMPARE(reason(u"revoke"_s), u"lazy needs the rights of admin, which granted it (or to be a "
                                  "superuser) to revoke this membership."_s);
}

void TestRolesPage::tellsDefaultPrivileges()
{
    show(smallInventory());
    m_page->selectRole(20'003); // app
    auto *note = m_page->findChild<QLabel *>(u"roleDefaultsNote"_s);
    auto *others = m_page->findChild<QPushButton *>(u"roleDefaultsOthers"_s);
    QVERIFY(note->text().contains(u"0 of 2 databases"_s));
    QCOMPARE(others->text(), u"Look into the &Other 2"_s); // archive lets nobody in
    QSignalSpy wanted(m_page.get(), &RolesPage::othersWanted);
    others->click();
    QCOMPARE(wanted.count(), 1);
    inventory::DatabaseContents shop{.database = 400'001};
    shop.schemas = {{.oid = 2200, .name = u"public"_s, .owner = 10}};
    shop.defaultPrivileges = {
        {.role = 20'003, .objects = u"tables"_s, .acl = {{20'001, 20'003, u"r"_s, {}}}},
        {.role = 10, .schema = 2200, .objects = u"tables"_s, .acl = {{20'003, 10, u"rw"_s, {}}}},
        {.role = 10, .objects = u"types"_s, .acl = {{20'001, 10, u"U"_s, {}}}},
    };
    KnownContents known{.coming = 1};
    known.read[400'001] = std::make_shared<const inventory::DatabaseContents>(shop);
    m_page->showContents(std::make_shared<const KnownContents>(known));
    QVERIFY(note->text().contains(u"1 still to come"_s) && !others->isEnabled());
    known.coming = 0;
    known.failed.insert(400'003);
    m_page->showContents(std::make_shared<const KnownContents>(known));
    QVERIFY2(note->text().contains(u"could not be read in spare"_s), qPrintable(note->text()));
    QVERIFY(others->isHidden());
    QStringList lines;
    const LazyModel &rows = table(u"roleDefaults"_s)->rows();
    for (int row = 0; row < rows.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < rows.columnCount(); ++column)
            cells.append(rows.index(row, column).data().toString());
        lines.append(cells.join(u'|'));
    }
    QCOMPARE(lines, (QStringList{u"On what it makes|||"_s, u"tables|readers|SELECT|shop"_s,
                                 u"On what others make|||"_s,
                                 u"tables in public of admin|this role|SELECT, UPDATE|shop"_s}));
    m_page->selectRole(20'004); // old
    QCOMPARE(rows.index(1, 0).data().toString(), u"nothing known"_s);
}

void TestRolesPage::tellsWhereARoleMayLogIn()
{
    show(smallInventory());
    m_page->selectRole(20'005); // lazy: nobody granted it CONNECT on shop
    const LazyModel &rows = table(u"roleLogins"_s)->rows();
    QHash<QString, QString> answers;
    for (int row = 0; row < rows.rowCount(); ++row)
        answers[rows.index(row, 0).data().toString()] = rows.index(row, 3).data().toString();
    QVERIFY2(answers[u"shop"_s].contains(u"no CONNECT"_s), qUtf8Printable(answers[u"shop"_s]));
    QVERIFY(answers[u"archive"_s].contains(u"lets nobody in"_s));
}

void TestRolesPage::saysWhyNothingCanBeChanged()
{
    const auto *button = m_page->findChild<QPushButton *>(u"change-passwordButton"_s);
    m_page->showInventory(std::make_shared<const inventory::Inventory>(smallInventory()),
                          nothingObserved());
    QVERIFY(!button->isEnabled());
    QVERIFY(button->accessibleDescription().contains(u"No role is selected"_s));
    m_page->selectRole(20'003);
    QVERIFY(button->isEnabled());
    m_page->selectRole(3373);
    QVERIFY(!button->isEnabled());
    QVERIFY(button->accessibleDescription().contains(u"predefined"_s));
    m_page->selectRole(20'003);
    m_page->setChangesBlocked(u"The profile is read-only."_s);
    QVERIFY(!button->isEnabled());
    QCOMPARE(button->accessibleDescription(), u"The profile is read-only."_s);
}

void TestRolesPage::asksForChanges()
{
    show(smallInventory());
    m_page->selectRole(20'003);
    QSignalSpy wanted(m_page.get(), &RolesPage::changeRequested);
    click(u"change-passwordButton"_s);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].toString(), u"password"_s);
    QCOMPARE(wanted[0][1].toUInt(), 20'003u);
}

void TestRolesPage::showsHostileNamesPlainly()
{
    inventory::Inventory small = smallInventory();
    small.roles[4].name = u"<b>a\nb</b>"_s;
    show(small);
    m_page->selectRole(20'003);
    QCOMPARE(m_page->findChild<QLabel *>(u"detailTitle"_s)->textFormat(), Qt::PlainText);
    QVERIFY(title().startsWith(u"<b>a"_s) && !title().contains(u'\n'));
    const int row = table()->rows().rowOf(20'003);
    QVERIFY(!table()->rows().index(row, 0).data(Qt::ToolTipRole).toString().contains(u"<b>"_s));
}

void TestRolesPage::staysUsableWhileItFails()
{
    m_page->show();
    m_page->showProblem({.kind = base::ErrorKind::Server,
                         .sqlState = u"55P03"_s,
                         .message = u"canceling statement due to lock timeout"_s});
    QVERIFY(m_page->findChild<QWidget *>(u"rolesProblem"_s)->isVisible());
    show(smallInventory());
    QVERIFY(table()->isVisible());
    m_page->showProblem({.message = u"gone"_s});
    QVERIFY(table()->isVisible()); // what is known stays, and says how old it is
    QVERIFY(m_page->findChild<QWidget *>(u"rolesNotice"_s)->isVisible());
}

void TestRolesPage::countsFindings()
{
    QSignalSpy counts(m_page.get(), &Panel::countChanged);
    show(smallInventory());
    QVERIFY(counts.last()[1].value<Severity>() >= Severity::Warning);
    QVERIFY(counts.last()[0].toInt() > 0);
    m_page->setSubject({.id = u"2"_s, .name = u"two"_s});
    QCOMPARE(counts.last()[0].toInt(), -1);
}

QTEST_MAIN(TestRolesPage)
#include "tst_rolespage.moc"
