// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/reach.h"

namespace actions {

using namespace Qt::StringLiterals;

pg::ConnectParameters parametersBeside(const Reach &reach, const QString &database)
{
    pg::ConnectParameters parameters = reach.parameters();
    const pg::ConnectionFacts facts = reach.control().facts();
    const bool socket = facts.host.startsWith(u'/') || facts.host.startsWith(u'@');
    parameters.spec.set(u"host"_s, facts.host);
    parameters.spec.set(u"hostaddr"_s, socket ? QString() : facts.address);
    parameters.spec.set(u"port"_s, QString::number(facts.port));
    parameters.spec.set(u"dbname"_s, database.isEmpty() ? facts.database : database);
    return parameters;
}

} // namespace actions
