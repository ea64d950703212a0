// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/besideconnection.h"

namespace inventory {

using namespace Qt::StringLiterals;

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
    co_return facts;
}

} // namespace inventory
