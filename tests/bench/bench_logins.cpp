// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who may log in where, for 10,000 roles, 1,000 databases and 1,000 lines of pg_hba.conf: how long
// the judging takes, and how long the window thread is away while one scrolls through the answers.
// Ends with 1 if the goal is missed.

#include "databases/accesstable.h"
#include "databases/databasedetail.h"
#include "databases/databasespage.h"
#include "inventory/lazytable.h"
#include "roles/roletables.h"
#include "support/heartbeat.h"
#include "widgets/theme.h"

#include <KSyntaxHighlighting/Repository>

#include <QApplication>
#include <QScrollBar>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace inventory;
using namespace std::string_literals;

namespace {

constexpr int Roles = 10'000;
constexpr int Groups = 100;
constexpr int Databases = 1000;
constexpr int Lines = 1000;
constexpr int Seconds = 5;
constexpr Oid FirstRole = 20'000;
constexpr Oid FirstDatabase = 50'000;

InventoryPtr people()
{
    Inventory all{.serverVersion = 170'000, .takenAt = base::now(), .superuser = true};
    for (int i = 0; i < Roles; ++i) {
        Role role{.oid = FirstRole + Oid(i),
                  .name = i < Groups ? u"group_%1"_s.arg(i) : u"role_%1"_s.arg(i),
                  .login = true,
                  .password = i % 7 == 0 ? PasswordKind::None : PasswordKind::Scram};
        all.roles.push_back(role);
        if (i >= Groups)
            all.memberships.push_back({.role = FirstRole + Oid(i % Groups), .member = role.oid});
    }
    for (int i = 0; i < Databases; ++i) {
        Database database{.oid = FirstDatabase + Oid(i),
                          .name = u"database_%1"_s.arg(i),
                          .owner = FirstRole,
                          .canConnect = true};
        database.acl.push_back({.grantee = 0, .grantor = FirstRole, .privileges = u"c"_s});
        all.databases.push_back(database);
    }
    return std::make_shared<const Inventory>(all);
}

// As such files are: a line an application.
std::string ordinary()
{
    std::string text = "local all postgres peer\n";
    for (int i = 1; i < Lines; ++i) {
        const std::string number = std::to_string(i);
        const std::string network =
            "10." + std::to_string(i % 250) + '.' + std::to_string(i / 250) + ".0/24 ";
        if (i % 10 == 0)
            text += "host all +group_" + std::to_string(i % Groups) + ' ' + network + "md5\n";
        else if (i % 10 == 1)
            text += "host all all " + network + "reject\n";
        else
            text += "hostssl database_" + number + " role_" + number + ' ' + network +
                    "scram-sha-256\n";
    }
    return text;
}

// Every line is for everybody, a third rejects, and each role has a line more than the others.
std::string crowded()
{
    std::string text;
    for (int i = 0; i < Lines; ++i) {
        const std::string network = std::to_string(1 + i % 200) + ".0." + std::to_string(i / 200) +
                                    ".0/" + std::to_string(12 + i % 20) + ' ';
        text += "host all " + (i % 2 ? "all "s : "/^role_" + std::to_string(i % 10) + ' ') +
                network + (i % 3 == 0 ? "reject\n" : "scram-sha-256\n");
    }
    return text;
}

ui::KnownRulesPtr known(const std::string &text)
{
    ui::KnownRules rules{.state = ui::KnownRules::State::Known, .age = pgaccess::RuleAge::Loaded};
    rules.rules = std::make_shared<const pgaccess::LoginRules>(
        pgaccess::parseHbaText("pg_hba.conf", text, {}, 17), true);
    if (rules.rules->rules().isRejected())
        std::fprintf(stderr, "The rules are not right.\n");
    return std::make_shared<const ui::KnownRules>(rules);
}

double since(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

void measure(const InventoryPtr &all, const ui::KnownRulesPtr &rules)
{
    auto start = std::chrono::steady_clock::now();
    const auto join = std::make_shared<const ui::LoginJoin>(all, rules);
    const ui::TableRowsPtr rows = ui::databaseLoginRows(join, FirstDatabase);
    std::printf("  made ready                                    %8.2f ms\n", since(start));
    double worst = 0;
    start = std::chrono::steady_clock::now();
    for (int row = 0; row < rows->count(); ++row) {
        const auto one = std::chrono::steady_clock::now();
        rows->cell(row, 2);
        worst = std::max(worst, since(one));
    }
    std::printf("  one database, %d roles judged              %8.2f ms, one at most %.2f ms\n",
                rows->count(), since(start), worst);
    start = std::chrono::steady_clock::now();
    const int count = ui::loginRows(*join, FirstRole + Groups + 1)->count();
    std::printf("  one role, %d databases judged               %8.2f ms\n", count, since(start));
}

bool scroll(const InventoryPtr &all, const ui::KnownRulesPtr &rules)
{
    KSyntaxHighlighting::Repository repository;
    ui::DatabasesPage page(repository);
    page.resize(1220, 840);
    const auto observed = std::make_shared<const ui::Observed>();
    page.showInventory(all, observed);
    page.show();
    QTest::qWait(500);
    page.selectDatabase(FirstDatabase);
    page.detail().showSegment(u"logins"_s);
    page.detail().showRules(rules);
    auto *view = page.findChild<ui::LazyTable *>(u"databaseLogins"_s);
    if (!QTest::qWaitFor([view] { return view->rows().rowCount() == Roles; }))
        std::fprintf(stderr, "The rows did not come.\n");
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
    std::printf("  scrolled: 99th percentile %lld ms (goal 16), largest gap %lld ms\n",
                static_cast<long long>(p99.count()),
                static_cast<long long>(heartbeat.largestGap().count()));
    return p99 <= 16ms;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const ui::Theme theme(application);
    const InventoryPtr all = people();
    bool good = true;
    for (const auto &[name, text] : {std::pair("ordinary", ordinary()), {"crowded", crowded()}}) {
        std::printf("%d roles, %d databases, %d %s lines\n", Roles, Databases, Lines, name);
        const ui::KnownRulesPtr rules = known(text);
        measure(all, rules);
        good = scroll(all, known(text)) && good;
    }
    return good ? 0 : 1;
}
