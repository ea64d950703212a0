// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "snapshot/names.h"

namespace snapshot {

using namespace Qt::StringLiterals;

QString Names::role(Oid oid)
{
    if (oid != 0)
        m_wantedRoles.insert(oid);
    return lookUp(m_roles, oid);
}

QString Names::database(Oid oid)
{
    return lookUp(m_databases, oid);
}

QString Names::lookUp(const QHash<Oid, Entry> &map, Oid oid)
{
    if (oid == 0)
        return {};
    if (const auto found = map.constFind(oid); found != map.constEnd())
        return found->name;
    m_incomplete = true;
    return u"(oid %1)"_s.arg(oid);
}

void Names::add(QHash<Oid, Entry> &map, const pg::Rows &rows)
{
    const int oid = rows.column("oid");
    const int name = rows.column("name");
    const int limit = rows.column("connection_limit");
    for (int i = 0; i < rows.rowCount(); ++i)
        map.insert(rows.oid(i, oid), {rows.text(i, name), rows.int4(i, limit, -1)});
}

} // namespace snapshot
