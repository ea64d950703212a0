// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changefactsreader.h"

#include "postgres/catalogue.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace actions {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QCoro::Task<base::Result<pg::Rows>> read(QPointer<pg::Connection> connection, QString name,
                                         QList<pg::Parameter> parameters = {})
{
    if (!connection || !connection->isOpen())
        co_return std::unexpected(base::Error{.kind = base::ErrorKind::ConnectionLost});
    const pg::Query query{.sql = pg::statement(name, connection->facts().serverVersion),
                          .parameters = std::move(parameters),
                          .binary = true};
    co_return co_await connection->run(query, {.deadline = 10s, .rows = 100'000});
}

std::vector<DatabaseUser> usersOf(const QByteArray &json)
{
    std::vector<DatabaseUser> users;
    const QJsonArray list = QJsonDocument::fromJson(json).array();
    for (const auto &each : list) {
        const QJsonArray user = each.toArray();
        users.push_back({.role = user[0].toString(),
                         .application = user[1].toString(),
                         .sessions = user[2].toInt()});
    }
    return users;
}

} // namespace

QCoro::Task<base::Result<std::vector<RoleDependents>>>
readRoleDependents(QPointer<pg::Connection> connection, quint32 role)
{
    const auto rows =
        co_await read(connection, u"actions/dependents"_s, {QByteArray::number(role)});
    if (!rows)
        co_return std::unexpected(rows.error());
    std::vector<RoleDependents> out;
    for (int row = 0; row < rows->rowCount(); ++row)
        out.push_back({.database = rows->text(row, 0),
                       .kind = rows->text(row, 1),
                       .owned = rows->boolean(row, 2),
                       .count = rows->int4(row, 3),
                       .allowsConnections = rows->boolean(row, 4)});
    co_return out;
}

QCoro::Task<base::Result<std::vector<AvailableExtension>>>
readExtensions(QPointer<pg::Connection> connection)
{
    const auto rows = co_await read(connection, u"actions/extensions"_s);
    if (!rows)
        co_return std::unexpected(rows.error());
    std::vector<AvailableExtension> out;
    for (int row = 0; row < rows->rowCount(); ++row)
        out.push_back({.name = rows->text(row, 0),
                       .comment = rows->text(row, 1),
                       .needsSuperuser = rows->boolean(row, 2)});
    co_return out;
}

QCoro::Task<base::Result<DatabaseUse>> readDatabaseUse(QPointer<pg::Connection> connection,
                                                       quint32 database)
{
    const auto rows =
        co_await read(connection, u"actions/database_use"_s, {QByteArray::number(database)});
    if (!rows)
        co_return std::unexpected(rows.error());
    DatabaseUse use;
    if (rows->rowCount() == 1) {
        if (!rows->isNull(0, 0))
            use.sizeBytes = rows->int8(0, 0);
        use.connections = rows->int4(0, 1);
        use.newestSession = rows->timestamp(0, 2);
        use.transactions = rows->int8(0, 3);
        use.statsReset = rows->timestamp(0, 4);
        use.users = usersOf(rows->bytes(0, 5).toByteArray());
    }
    co_return use;
}

} // namespace actions
