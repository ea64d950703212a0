// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rules/rulereload.h"

#include "postgres/catalogue.h"

#include <QCoroTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pgaccess {

namespace {

constexpr int Tries = 20;

QCoro::Task<base::Result<QString>> loadTime(pg::Connection *connection)
{
    const auto rows = co_await connection->run(
        {.sql = pg::statement(u"access/load_time"_s, connection->facts().serverVersion)});
    if (!rows)
        co_return std::unexpected(rows.error());
    co_return rows->rowCount() == 1 ? rows->text(0, 0) : QString();
}

} // namespace

QCoro::Task<base::Result<ReloadProof>> reloadConfiguration(pg::Connection *connection)
{
    const auto before = co_await loadTime(connection);
    if (!before)
        co_return std::unexpected(before.error());
    const auto sent =
        co_await connection->run({.sql = pg::statement(u"access/reload_configuration"_s,
                                                       connection->facts().serverVersion)});
    if (!sent)
        co_return std::unexpected(sent.error());
    ReloadProof proof{.before = *before};
    for (int i = 0; i < Tries && !proof.isProved(); ++i) {
        co_await QCoro::sleepFor(100ms);
        const auto after = co_await loadTime(connection);
        if (!after)
            co_return std::unexpected(after.error());
        proof.after = *after;
    }
    co_return proof;
}

} // namespace pgaccess
