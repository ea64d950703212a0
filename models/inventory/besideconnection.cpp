// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/besideconnection.h"

#include "postgres/catalogue.h"

namespace inventory {

using namespace Qt::StringLiterals;

namespace {

constexpr int SparedConnections = 2; ///< Left to others, besides the reserved ones.

// As the refusal reads where the server is nearly full; nothing where there is room. Our own
// connection is among those in use: without it there is one more.
base::Result<void> roomFor(const pg::Rows &limits)
{
    const int all = limits.int4(0, limits.column("max_connections"));
    const int reserved =
        limits.int4(0, limits.column("for_superusers")) + limits.int4(0, limits.column("reserved"));
    const int free = all - limits.int4(0, limits.column("used")) + 1;
    if (free >= reserved + SparedConnections)
        return {};
    return base::localError(
        u"The server is nearly full: %1 of its %2 connections are free, and %3 of them are "
        "reserved. To look into a database takes one more, so that is not done."_s.arg(
            QString::number(free), QString::number(all), QString::number(reserved)),
        u"End sessions that are not needed, or try again later."_s);
}

} // namespace

pg::ConnectParameters parametersBeside(pg::ConnectParameters parameters,
                                       const pg::ConnectionFacts &facts, const QString &database)
{
    const bool socket = facts.host.startsWith(u'/') || facts.host.startsWith(u'@');
    parameters.spec.set(u"host"_s, facts.host);
    parameters.spec.set(u"hostaddr"_s, socket ? QString() : facts.address);
    parameters.spec.set(u"port"_s, QString::number(facts.port));
    parameters.spec.set(u"dbname"_s, database.isEmpty() ? facts.database : database);
    return parameters;
}

BesideConnection::BesideConnection(QObject *owner)
    : m_connection(new pg::Connection(owner))
{
}

BesideConnection::~BesideConnection()
{
    if (!m_connection)
        return;
    m_connection->close();
    m_connection->deleteLater();
}

QCoro::Task<base::Result<pg::ConnectionFacts>>
BesideConnection::open(pg::ConnectParameters parameters)
{
    const auto facts = co_await m_connection->open(std::move(parameters));
    if (facts && !facts->verified)
        co_return base::localError(facts->verifyProblem);
    if (!facts || !m_connection)
        co_return facts;
    const auto limits = co_await m_connection->run(
        pg::Query{.sql = pg::statement(u"access/limits"_s, facts->serverVersion), .binary = true});
    if (!limits)
        co_return std::unexpected(limits.error());
    if (const auto room = roomFor(*limits); !room) {
        if (m_connection)
            m_connection->close();
        co_return std::unexpected(room.error());
    }
    co_return facts;
}

} // namespace inventory
