// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/steps.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

// A picker has scanned a parcel and walked away from the screen; the transaction waits for the
// click.
Actor forgottenPicker()
{
    return {.application = u"picker-ui 3.2"_s,
            .role = u"app_rw"_s,
            .database = u"orders"_s,
            .tcp = true,
            .enters = 200ms,
            .returns = 60s,
            .steps = {run("BEGIN"), run("SELECT id, status FROM orders WHERE id = 4711"),
                      run("UPDATE orders SET status = 'packed', packed_at = now() WHERE id = 4711"),
                      hold()}};
}

// The first of them queues for the row's transaction, the others for the first one's tuple lock.
QList<Actor> rowWaiters()
{
    Actor picker{.application = u"picker-ui 3.2"_s,
                 .role = u"app_rw"_s,
                 .database = u"orders"_s,
                 .tcp = true,
                 .enters = 2500ms,
                 .returns = 62s,
                 .steps = {run("UPDATE orders SET status = 'shipped' WHERE id = 4711")}};
    Actor checkout{
        .application = u"checkout-api 8.14"_s,
        .role = u"app_rw"_s,
        .database = u"orders"_s,
        .enters = 3000ms,
        .returns = 63s,
        .count = 2,
        .spacing = 300ms,
        .steps = {run("BEGIN"),
                  run("SELECT id, status, customer_id FROM orders WHERE id = 4711 FOR UPDATE"),
                  run("COMMIT")}};
    Actor billing{.application = u"billing-sync"_s,
                  .role = u"batch"_s,
                  .database = u"orders"_s,
                  .enters = 3600ms,
                  .returns = 64s,
                  .steps = {run("UPDATE orders SET status = 'paid' WHERE id = 4711")}};
    return {picker, checkout, billing};
}

// A migration that is tried first; it takes an exclusive lock, and all who come later wait behind
// it.
Actor migration()
{
    return {.application = u"alembic"_s,
            .role = u"deploy"_s,
            .database = u"orders"_s,
            .enters = 4500ms,
            .returns = 65s,
            .steps = {run("BEGIN"), run("ALTER TABLE orders ADD COLUMN weight_g integer"),
                      run("ROLLBACK")}};
}

// Holds a row of stock while it queues behind the migration: a tree of several levels.
QList<Actor> stockKeepers()
{
    Actor sync{.application = u"stock-sync 2.0"_s,
               .role = u"batch"_s,
               .database = u"orders"_s,
               .enters = 5200ms,
               .returns = 66s,
               .steps = {run("BEGIN"),
                         run("UPDATE stock SET quantity = quantity - 1 WHERE product_id = 42"),
                         run("SELECT count(*) FROM orders WHERE status = 'packed'"),
                         run("COMMIT")}};
    Actor checkout{
        .application = u"checkout-api 8.14"_s,
        .role = u"app_rw"_s,
        .database = u"orders"_s,
        .tcp = true,
        .enters = 6200ms,
        .returns = 68s,
        .count = 2,
        .spacing = 400ms,
        .steps = {run("UPDATE stock SET quantity = quantity - 2 WHERE product_id = 42")}};
    return {sync, checkout};
}

QList<Actor> exporters()
{
    Actor holder{.application = u"nightly-export"_s,
                 .role = u"batch"_s,
                 .database = u"orders"_s,
                 .enters = 500ms,
                 .returns = 30s,
                 .steps = {run("SELECT pg_advisory_lock(815)"), hold()}};
    Actor second = holder;
    second.enters = 4s;
    return {holder, second};
}

Actor longReport()
{
    return {.application = u"Metabase"_s,
            .role = u"reporting"_s,
            .database = u"orders"_s,
            .tcp = true,
            .enters = 2200ms,
            .returns = 20s,
            .steps = {
                run("SELECT set_config('max_parallel_workers_per_gather', '2', false), "
                    "set_config('parallel_setup_cost', '0', false), "
                    "set_config('min_parallel_table_scan_size', '0', false)"),
                run("SELECT date_trunc('month', i.sold_on) AS month, p.title,\n"
                    "       sum(i.quantity * i.unit_price * exchange_rate(i.currency, i.sold_on)) "
                    "AS revenue_eur\n"
                    "  FROM order_items i\n"
                    "  JOIN products p ON p.id = i.product_id\n"
                    " GROUP BY 1, 2\n"
                    " ORDER BY 3 DESC")}};
}

Actor idleInTransaction(const QString &application, const QString &role, const QString &database,
                        const char *sql)
{
    return {.application = application,
            .role = role,
            .database = database,
            .enters = 1500ms,
            .returns = 20s,
            .steps = {run("BEGIN"), attempt(sql), hold()}};
}

QList<Actor> openTransactions()
{
    Actor dump = idleInTransaction(u"pg_dump"_s, u"backup"_s, u"nextcloud"_s,
                                   "SELECT fileid, path, size, mtime FROM oc_filecache");
    dump.steps[0] = run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return {idleInTransaction(u"cart-service"_s, u"app_rw"_s, u"orders"_s,
                              "UPDATE carts SET updated_at = now() WHERE id = 17"),
            idleInTransaction(u"DBeaver 24.2 - SQLEditor"_s, u"app_ro"_s, u"orders"_s,
                              "SELECT * FROM customers WHERE email = 'customer77@example.org'"),
            idleInTransaction(u"invoice-run"_s, u"billing"_s, u"billing"_s,
                              "UPDATE invoices SET paid = true WHERE id = 1204"),
            idleInTransaction(u"invoice-run"_s, u"billing"_s, u"billing"_s,
                              "SELECT amount / (amount - amount) FROM invoices WHERE id = 1205"),
            idleInTransaction(u"nextcloud"_s, u"nextcloud"_s, u"nextcloud"_s,
                              "UPDATE oc_filecache SET mtime = 1767225600 WHERE fileid = 12"),
            dump};
}

// Connections of a pool: a quick query now and then.
Actor pool(const QString &application, const QString &role, const QString &database, int count,
           const char *sql)
{
    return {.application = application,
            .role = role,
            .database = database,
            .enters = 300ms,
            .returns = 8s,
            .count = count,
            .spacing = 250ms,
            .steps = {run(sql), pause(17s), again()}};
}

// The shop opens more and more connections while its queries on orders hang.
QList<Actor> pools()
{
    Actor readers = pool(u"storefront 12.1"_s, u"app_ro"_s, u"orders"_s, 12,
                         "SELECT id, status, placed_at FROM orders WHERE customer_id = 7%1 "
                         "ORDER BY placed_at DESC LIMIT 20");
    readers.enters = 5500ms;
    readers.spacing = 500ms;
    readers.tcp = true;
    Actor idle = pool(u"storefront 12.1"_s, u"app_ro"_s, u"orders"_s, 11,
                      "SELECT id, title, price FROM products WHERE id = 4%1");
    idle.enters = 2s;
    idle.spacing = 600ms;
    idle.tcp = true;
    return {pool(u"nextcloud"_s, u"nextcloud"_s, u"nextcloud"_s, 5,
                 "SELECT path, mtime FROM oc_filecache WHERE fileid = 10%1"),
            pool(u"invoice-api 4.0"_s, u"billing"_s, u"billing"_s, 3,
                 "SELECT id, amount FROM invoices WHERE NOT paid AND order_id = 120%1"),
            idle, readers};
}

// Health checks that were copied from somewhere, for a role that does not exist here.
QList<Actor> strangers()
{
    Actor monitor{.application = u"healthcheck"_s,
                  .role = u"postgres"_s,
                  .database = u"postgres"_s,
                  .tcp = true,
                  .enters = 1200ms,
                  .returns = 4s};
    Actor local = monitor;
    local.application = u"backup-cron"_s;
    local.tcp = false;
    local.enters = 3100ms;
    local.returns = 7s;
    return {monitor, local};
}

// A transaction manager has prepared a payment and died; whoever touches the invoice waits.
QList<Actor> lostPayment()
{
    Actor invoices{.application = u"invoice-api 4.0"_s,
                   .role = u"billing"_s,
                   .database = u"billing"_s,
                   .enters = 4200ms,
                   .returns = 61s,
                   .count = 2,
                   .spacing = 700ms,
                   .steps = {run("UPDATE invoices SET paid = true WHERE id = 42")}};
    return {preparer("tx-42", "UPDATE invoices SET paid = true WHERE id = 42"), invoices};
}

} // namespace

Scenario incident()
{
    Scenario play{
        .name = u"incident"_s,
        .actors = {longReport(), forgottenPicker(), migration()},
        .promise = {.waiting = 18, .idleInTransaction = 6, .connections = 48, .refusedLogins = 2}};
    play.actors += exporters() + lostPayment() + openTransactions() + pools() + rowWaiters() +
                   stockKeepers() + strangers();
    return play;
}

} // namespace app
