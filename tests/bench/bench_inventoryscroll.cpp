// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Scrolls through the panels of roles and databases while the inventory is read again, and says how
// long the window thread was away. Ends with 1 if the goal is missed.
// bench_inventoryscroll [ROLES]

#include "databases/databasespage.h"
#include "inventory/lazytable.h"
#include "roles/rolespage.h"
#include "support/heartbeat.h"
#include "ui/inventory/sampleinventory.h"
#include "widgets/theme.h"

#include <KSyntaxHighlighting/Repository>

#include <QApplication>
#include <QScrollBar>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Databases = 1000;
constexpr int Seconds = 10;

// Twenty rows each 20 ms, down and up again; a new reading each second.
template <typename Page>
bool scroll(Page &page, const QString &table, const inventory::InventoryPtr &all)
{
    auto observed = std::make_shared<ui::Observed>();
    observed->take(*all);
    page.resize(1220, 840);
    page.showInventory(all, observed);
    page.show();
    auto *view = page.template findChild<ui::LazyTable *>(table);
    QTest::qWait(1000);
    int step = 20;
    tests::Heartbeat heartbeat;
    for (int shot = 0; shot < Seconds * 50; ++shot) {
        QScrollBar *bar = view->verticalScrollBar();
        bar->setValue(bar->value() + step);
        step = bar->value() == bar->maximum() ? -20 : bar->value() == 0 ? 20 : step;
        if (shot % 50 == 49)
            page.showInventory(all, observed);
        QTest::qWait(20);
    }
    const auto p99 = heartbeat.percentile99();
    std::printf("%s, %d rows: 99th percentile %lld ms (goal 16), largest gap %lld ms\n",
                qPrintable(table), view->rows().rowCount(), static_cast<long long>(p99.count()),
                static_cast<long long>(heartbeat.largestGap().count()));
    page.hide();
    return p99 <= 16ms;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const ui::Theme theme(application);
    const int roles = argc > 1 ? QByteArrayView(argv[1]).toInt() : 10'000;
    std::mt19937 random(1);
    const auto all = std::make_shared<const inventory::Inventory>(
        test::randomInventory(random, roles, Databases));
    KSyntaxHighlighting::Repository repository;
    ui::RolesPage rolesPage;
    ui::DatabasesPage databasesPage(repository);
    const bool good = scroll(rolesPage, u"roleTable"_s, all);
    return scroll(databasesPage, u"databaseTable"_s, all) && good ? 0 : 1;
}
