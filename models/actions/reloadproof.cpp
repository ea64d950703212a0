// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/reloadproof.h"

#include "postgres/catalogue.h"

#include <QCoroTimer>
#include <QElapsedTimer>

namespace actions {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr pg::Limits LookLimits{.deadline = 5s, .rows = 100'000, .bytes = 8 * 1024 * 1024};
constexpr auto Patience = 5s;

} // namespace

QCoro::Task<ConfigurationFacts> configurationFacts(QPointer<pg::Connection> connection)
{
    ConfigurationFacts facts;
    if (!connection)
        co_return facts;
    const int version = connection->facts().serverVersion;
    QList<pg::Query> batch{{.sql = pg::statement(u"actions/loaded_at"_s, version)},
                           {.sql = pg::statement(u"actions/file_errors"_s, version)}};
    const pg::Connection::Results results = co_await connection->run(batch, LookLimits);
    if (results[0] && results[0]->rowCount() == 1)
        facts.loadedAt = results[0]->text(0, 0);
    facts.readable = results[1].has_value();
    for (int row = 0; facts.readable && row < results[1]->rowCount(); ++row)
        facts.errors << results[1]->text(row, 0);
    co_return facts;
}

QCoro::Task<ReloadReport> reloadReport(QPointer<pg::Connection> connection,
                                       ConfigurationFacts before)
{
    QElapsedTimer waited;
    waited.start();
    ReloadReport report;
    while (connection && !report.moved && waited.durationElapsed() < Patience) {
        co_await QCoro::sleepFor(100ms);
        const ConfigurationFacts now = co_await configurationFacts(connection);
        report = {.moved = !now.loadedAt.isEmpty() && now.loadedAt != before.loadedAt,
                  .readable = now.readable};
        for (const QString &error : now.errors)
            (before.errors.contains(error) ? report.oldErrors : report.errors) << error;
    }
    co_return report;
}

} // namespace actions
