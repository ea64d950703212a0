// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How long an inventory of 10,000 roles and 1,000 databases takes: to read and decode, to judge,
// and until both panels have painted it. Ends with 1 if the goal is missed.

#include "databases/databasespage.h"
#include "inventory/findings.h"
#include "inventory/inventoryreader.h"
#include "inventory/lazytable.h"
#include "inventory/login.h"
#include "roles/rolespage.h"
#include "support/testserver.h"

#include <KSyntaxHighlighting/Repository>

#include <QApplication>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>

using namespace Qt::StringLiterals;

namespace {

constexpr int Rounds = 11;
// At least; the server's own come on top, which the panel of roles leaves out at first.
constexpr int Roles = 10'000;
constexpr int Databases = 1'000;
constexpr double MostShown = 1000; // ms

// The databases are rows only, without folders: reading them is the same.
const char *const Setup[] = {
    "DO $$ BEGIN FOR i IN 1..10000 LOOP EXECUTE format('CREATE ROLE role_%s LOGIN', i); "
    "IF i > 100 THEN EXECUTE format('GRANT role_%s TO role_%s', 1 + i % 100, i); END IF; "
    "IF i % 10 = 0 THEN EXECUTE format('ALTER ROLE role_%s SET work_mem = ''8MB''', i); END IF; "
    "END LOOP; END $$",
    "INSERT INTO pg_database SELECT (jsonb_populate_record(d, jsonb_build_object('oid', 900000 + "
    "i, 'datname', 'database_' || i, 'datistemplate', false, 'datacl', NULL))).* "
    "FROM pg_database AS d, generate_series(1, 1000) AS i WHERE datname = 'template1'",
    "VACUUM ANALYZE",
};

double median(const std::function<void()> &work)
{
    work(); // warms up
    std::vector<double> times;
    for (int i = 0; i < Rounds; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> time =
            std::chrono::steady_clock::now() - start;
        times.push_back(time.count());
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

bool prepare(tests::TestServer &server)
{
    if (!server.start())
        return false;
    return std::ranges::all_of(Setup, [&server](const char *sql) {
        const auto done = server.sql(sql);
        if (!done)
            std::fprintf(stderr, "%s\n", tests::why(done).constData());
        return done.has_value();
    });
}

// From a panel that shows nothing until it has been painted with all rows.
template <typename Page, typename... Needs>
double shownTime(const inventory::InventoryPtr &inventory, int rows, Needs &...needs)
{
    const auto observed = std::make_shared<const ui::Observed>();
    return median([&] {
        Page page(needs...);
        page.resize(1200, 800);
        page.show();
        page.showInventory(inventory, observed);
        const QList<ui::LazyTable *> tables = page.template findChildren<ui::LazyTable *>();
        const bool shown = QTest::qWaitFor([&] {
            return std::ranges::any_of(tables, [rows](const ui::LazyTable *table) {
                return table->rows().rowCount() >= rows;
            });
        });
        if (!shown)
            std::fprintf(stderr, "The rows did not come.\n");
        page.grab();
    });
}

void printTime(const char *what, double time)
{
    std::printf("%-52s %8.2f ms\n", what, time);
}

bool measure(pg::Connection &connection)
{
    base::Result<inventory::Inventory> read;
    const double reading =
        median([&] { read = QCoro::waitFor(inventory::readInventory(&connection)); });
    if (!read) {
        std::fprintf(stderr, "%s\n", tests::why(read).constData());
        return false;
    }
    const auto inventory = std::make_shared<const inventory::Inventory>(*read);
    std::printf("PostgreSQL %d: %zu roles, %zu memberships, %zu databases\n",
                inventory->serverVersion / 10000, inventory->roles.size(),
                inventory->memberships.size(), inventory->databases.size());
    const double findings =
        median([&] { inventory::inventoryFindings(*inventory, {.now = inventory->takenAt}); });
    const inventory::MembershipGraph graph(*inventory);
    const double logins = median([&] {
        inventory::loginsInto(*inventory, graph, inventory->databases.back().oid,
                              inventory->takenAt);
    });
    const double roles = shownTime<ui::RolesPage>(inventory, Roles);
    KSyntaxHighlighting::Repository repository;
    const double databases = shownTime<ui::DatabasesPage>(inventory, Databases, repository);
    const double all = reading + roles + databases;
    printTime("  read and decoded", reading);
    printTime("  findings", findings);
    printTime("  who may log in to one database", logins);
    printTime("  the panel of roles, to its paint", roles);
    printTime("  the panel of databases, to its paint", databases);
    std::printf("%-52s %8.2f ms   (goal: %g)%s\n", "  loaded and shown", all, MostShown,
                all > MostShown ? "  MISSED" : "");
    return all <= MostShown;
}

} // namespace

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    const int version = argc > 1 ? QByteArray(argv[1]).toInt() : tests::anyServer();
    tests::TestServer server(
        {.version = version, .settings = {u"allow_system_table_mods = on"_s, u"fsync = off"_s}});
    if (!prepare(server))
        return 1;
    pg::Connection connection;
    if (!QCoro::waitFor(connection.open({.spec = server.spec()})))
        return 1;
    return measure(connection) ? 0 : 1;
}
