// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/steps.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

Actor client(const QString &application, const QString &role, std::chrono::milliseconds enters)
{
    return {.application = application,
            .role = role,
            .database = u"orders"_s,
            .enters = enters,
            .returns = 60s};
}

Actor holder(const QString &application, const QString &role, const QList<Step> &steps)
{
    Actor one = client(application, role, 200ms);
    one.steps = steps + QList<Step>{hold()};
    return one;
}

Actor crowd(const QString &application, int count, const char *sql)
{
    Actor many = client(application, u"app_rw"_s, 1500ms);
    many.count = count;
    many.spacing = 40ms;
    many.steps = {run(sql)};
    return many;
}

} // namespace

Actor preparer(const QByteArray &gid, const QByteArray &change)
{
    const QByteArray guard = "SELECT 1 / (1 - count(*)) FROM pg_catalog.pg_prepared_xacts "
                             "WHERE gid = '" +
                             gid + '\'';
    return {.application = u"payment-manager 1.9"_s,
            .role = u"billing"_s,
            .database = u"billing"_s,
            .enters = 600ms,
            .returns = 60s,
            .steps = {run(guard), run("BEGIN"), run(change),
                      run("PREPARE TRANSACTION '" + gid + '\'')}};
}

// Six transactions, each of which wants the row of the one before.
Scenario rowChain()
{
    Scenario play{.name = u"row-chain"_s, .promise = {.waiting = 5, .idleInTransaction = 1}};
    for (int link = 0; link < 6; ++link) {
        const auto update = [](int cart) {
            return run("UPDATE carts SET updated_at = now() WHERE id = " +
                       QByteArray::number(cart));
        };
        Actor one = client(u"cart-service %1"_s.arg(link + 1), u"app_rw"_s, 300ms + link * 400ms);
        one.steps = {run("BEGIN"), update(link + 1)};
        if (link == 0)
            one.steps += hold();
        else
            one.steps += {update(link), run("COMMIT")};
        play.actors.append(one);
    }
    return play;
}

// A reader has forgotten its transaction; a migration waits for it, and everybody for the
// migration.
Scenario ddlQueue()
{
    Actor migration = client(u"alembic"_s, u"deploy"_s, 1s);
    migration.steps = {run("ALTER TABLE orders ADD COLUMN IF NOT EXISTS weight_g integer")};
    return {.name = u"ddl-queue"_s,
            .actors = {holder(u"DBeaver 24.2 - SQLEditor"_s, u"app_ro"_s,
                              {run("BEGIN"), run("SELECT count(*) FROM orders")}),
                       migration,
                       crowd(u"storefront 12.1"_s, 30,
                             "SELECT status FROM orders WHERE customer_id = 7%1")},
            .promise = {.waiting = 31, .idleInTransaction = 1}};
}

Scenario advisoryLocks()
{
    return {.name = u"advisory"_s,
            .actors = {holder(u"nightly-export"_s, u"batch"_s,
                              {run("SELECT pg_advisory_lock(815)"),
                               run("SELECT pg_advisory_lock(7, 12)")}),
                       crowd(u"nightly-export"_s, 8, "SELECT pg_advisory_xact_lock(815)"),
                       crowd(u"tenant-sync 3"_s, 4, "SELECT pg_advisory_xact_lock_shared(7, 12)")},
            .promise = {.waiting = 12}};
}

Scenario preparedTransaction()
{
    Actor invoices =
        crowd(u"invoice-api 4.0"_s, 8, "UPDATE invoices SET paid = true WHERE id = 42");
    invoices.role = u"billing"_s;
    invoices.database = u"billing"_s;
    return {
        .name = u"prepared"_s,
        .actors = {preparer("tx-42", "UPDATE invoices SET paid = true WHERE id = 42"), invoices},
        .promise = {.waiting = 8}};
}

// Two transactions take two rows in opposite order. The server waits long before it looks for
// deadlocks here, so that there is time to watch one; then it ends one of them, and all begins
// anew.
Scenario deadlock()
{
    const auto side = [](const char *application, const char *first, const char *second) {
        Actor one = client(QString::fromLatin1(application), u"batch"_s, 300ms);
        one.returns = 3s;
        one.steps = {run("BEGIN"), run(first), pause(1s), run(second), run("COMMIT")};
        return one;
    };
    constexpr auto one = "UPDATE stock SET quantity = quantity - 1 WHERE product_id = 7";
    constexpr auto two = "UPDATE stock SET quantity = quantity - 1 WHERE product_id = 8";
    Actor bystander = crowd(u"checkout-api 8.14"_s, 2, one);
    bystander.enters = 2500ms;
    bystander.returns = 5s;
    return {.name = u"deadlock"_s,
            .actors = {side("stock-sync 2.0", one, two), side("returns-desk", two, one), bystander},
            .promise = {.waiting = 4},
            .settings = {u"deadlock_timeout = 45s"_s}};
}

// An idle reader with a snapshot keeps an index build from ending; DDL waits for the build, and
// readers for the DDL.
Scenario concurrentIndex()
{
    Actor build = client(u"psql"_s, u"deploy"_s, 1s);
    build.steps = {attempt("DROP INDEX IF EXISTS orders_status"),
                   run("CREATE INDEX CONCURRENTLY orders_status ON orders (status)")};
    Actor migration = client(u"alembic"_s, u"deploy"_s, 2500ms);
    migration.steps = {run("ALTER TABLE orders ADD COLUMN IF NOT EXISTS weight_g integer")};
    Actor readers = crowd(u"storefront 12.1"_s, 6, "SELECT status FROM orders WHERE id = 4%1");
    readers.enters = 3500ms;
    return {.name = u"concurrent-index"_s,
            .actors = {holder(u"pg_dump"_s, u"backup"_s,
                              {run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
                               run("SELECT count(*) FROM products")}),
                       build, migration, readers},
            .promise = {.waiting = 8, .idleInTransaction = 1}};
}

Scenario hotRow()
{
    constexpr auto take = "UPDATE stock SET quantity = quantity - 1 WHERE product_id = 42";
    Actor buyers = crowd(u"checkout-api 8.14"_s, 300, take);
    buyers.spacing = 15ms;
    return {.name = u"hot-row"_s,
            .actors = {holder(u"picker-ui 3.2"_s, u"app_rw"_s, {run("BEGIN"), run(take)}), buyers},
            .promise = {.waiting = 300, .idleInTransaction = 1},
            .settings = {u"max_connections = 330"_s}};
}

} // namespace app
