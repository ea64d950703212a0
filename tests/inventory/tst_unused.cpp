// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/findings.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace inventory;

namespace {

using Moment = std::optional<Timestamp>;

constexpr Timestamp Now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};
constexpr Oid Left = 20002, Shop = 30000;

// Nobody uses the role left and the database shop.
Inventory quiet()
{
    Inventory inventory{.serverVersion = 170000, .ourRole = 10};
    inventory.roles = {{.oid = 10, .name = u"postgres"_s, .superuser = true, .login = true},
                       {.oid = 3373, .name = u"pg_monitor"_s},
                       {.oid = 20000, .name = u"watch"_s, .login = true},
                       {.oid = Left, .name = u"left"_s}};
    inventory.memberships = {{.role = 3373, .member = 20000, .grantor = 10}};
    inventory.databases = {{.oid = Shop, .name = u"shop"_s, .owner = 10, .sessions = 0}};
    return inventory;
}

std::optional<Finding> find(const Inventory &inventory, FindingId id, const Watched *watched)
{
    const auto all = inventoryFindings(inventory, {.now = Now, .watched = watched});
    const auto found = std::ranges::find(all, id, &Finding::id);
    return found == all.end() ? std::nullopt : std::optional(*found);
}

} // namespace

/// Unused is only what could have been used: counters counted, it was there, somebody looked.
class TestUnused final : public QObject
{
    Q_OBJECT

private slots:
    void databases_data();
    void databases();
    void databaseSeenInUse();
    void databaseThatCameLater();
    void databaseThatWasRead();
    void roles();
};

void TestUnused::databases_data()
{
    QTest::addColumn<Moment>("reset");
    QTest::addColumn<Moment>("counters");
    QTest::addColumn<Moment>("exists");
    QTest::addColumn<Moment>("watched");
    QTest::addColumn<Moment>("since");
    QTest::addColumn<UnusedBasis>("basis");
    using enum UnusedBasis;
    const Moment no;
    const Moment lately = Now - 5s;
    const Moment old = Now - 100h;
    const Moment older = Now - 200h;
    QTest::newRow("nothing is known") << no << no << no << no << no << None;
    QTest::newRow("no age") << no << older << no << no << no << None;
    QTest::newRow("made now") << no << older << lately << old << no << None;
    QTest::newRow("reset now") << lately << older << old << no << no << None;
    QTest::newRow("crashed now") << no << lately << old << no << no << None;
    QTest::newRow("first reading now") << no << older << no << lately << no << None;
    QTest::newRow("not counted") << no << no << older << older << no << None;
    QTest::newRow("files") << no << older << old << no << old << Existence;
    QTest::newRow("counters") << no << old << older << no << old << Counters;
    QTest::newRow("reset") << old << older << older << no << old << Counters;
    QTest::newRow("watched") << no << older << no << old << old << Watching;
}

void TestUnused::databases()
{
    QFETCH(const Moment, reset);
    QFETCH(const Moment, counters);
    QFETCH(const Moment, exists);
    QFETCH(const Moment, watched);
    QFETCH(const Moment, since);
    QFETCH(const UnusedBasis, basis);
    Inventory inventory = quiet();
    inventory.countersSince = counters;
    inventory.databases[0].statsReset = reset;
    inventory.databases[0].existsSince = exists;
    const Watched all{.since = watched};
    const auto found = find(inventory, FindingId::DatabaseUnused, watched ? &all : nullptr);
    QCOMPARE(found.has_value(), since.has_value());
    if (found) {
        QCOMPARE(found->when, since);
        QCOMPARE(found->basis, basis);
    }
}

void TestUnused::databaseSeenInUse()
{
    Inventory inventory = quiet();
    inventory.countersSince = Now - 200h;
    Watched watched{.since = Now - 100h};
    QVERIFY(find(inventory, FindingId::DatabaseUnused, &watched));
    watched.databases[Shop] = Now - 1h;
    QVERIFY(!find(inventory, FindingId::DatabaseUnused, &watched));
}

void TestUnused::databaseThatCameLater()
{
    Inventory inventory = quiet();
    inventory.countersSince = Now - 200h;
    Watched watched{.since = Now - 100h};
    watched.newDatabases[Shop] = Now - 10s;
    QVERIFY(!find(inventory, FindingId::DatabaseUnused, &watched));
    watched.newDatabases[Shop] = Now - 30h;
    QCOMPARE(find(inventory, FindingId::DatabaseUnused, &watched)->when, Now - 30h);
    inventory.databases[0].existsSince = Now - 150h; // its files know better
    QCOMPARE(find(inventory, FindingId::DatabaseUnused, &watched)->when, Now - 150h);
}

// Whoever reads what is in it is a session of it: only writing tells that it is used.
void TestUnused::databaseThatWasRead()
{
    Inventory inventory = quiet();
    inventory.countersSince = Now - 200h;
    inventory.databases[0].existsSince = Now - 100h;
    QCOMPARE(find(inventory, FindingId::DatabaseUnused, nullptr)->sessions, 0);
    inventory.databases[0].sessions = 7;
    QCOMPARE(find(inventory, FindingId::DatabaseUnused, nullptr)->sessions, 7);
    inventory.databases[0].sessions = std::nullopt; // before 14
    QCOMPARE(find(inventory, FindingId::DatabaseUnused, nullptr)->sessions, std::nullopt);
    inventory.databases[0].written = 1;
    QVERIFY(!find(inventory, FindingId::DatabaseUnused, nullptr));
}

void TestUnused::roles()
{
    const Inventory inventory = quiet();
    QCOMPARE(find(inventory, FindingId::RoleUnused, nullptr)->basis, UnusedBasis::None);
    Watched watched{.since = Now - 3h};
    const auto found = find(inventory, FindingId::RoleUnused, &watched);
    QVERIFY(found && found->subject == Left);
    QCOMPARE(found->when, Now - 3h);
    QCOMPARE(found->basis, UnusedBasis::Watching);
    watched.newRoles[Left] = Now - 10s;
    QVERIFY(!find(inventory, FindingId::RoleUnused, &watched));
    watched.newRoles[Left] = Now - 30h;
    QVERIFY(find(inventory, FindingId::RoleUnused, &watched));
    watched.roles[Left] = Now - 2h;
    QVERIFY(!find(inventory, FindingId::RoleUnused, &watched));
}

QTEST_GUILESS_MAIN(TestUnused)
#include "tst_unused.moc"
