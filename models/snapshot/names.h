// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/rows.h"
#include "snapshot/snapshot.h"

#include <QHash>
#include <QSet>

namespace snapshot {

/// Names and connection limits by OID, kept from one snapshot to the next: reading them in every
/// tick would hang whenever somebody locks a catalog.
class Names final
{
public:
    struct Entry
    {
        QString name;
        int limit = -1;
    };

    /// The name, or "(oid 123)" with a note to look it up. Empty for 0.
    QString role(Oid oid);
    QString database(Oid oid);

    /// Takes in what roles.sql or databases.sql answered.
    void addRoles(const pg::Rows &rows) { add(m_roles, rows); }
    void addDatabases(const pg::Rows &rows) { add(m_databases, rows); }

    /// All roles that were asked for so far: what a refresh reads.
    QSet<Oid> wantedRoles() const { return m_wantedRoles; }

    /// Whether a name was asked for that is not known since the last refresh.
    bool isIncomplete() const { return m_incomplete; }
    void refreshed() { m_incomplete = false; }

    const QHash<Oid, Entry> &roles() const { return m_roles; }
    const QHash<Oid, Entry> &databases() const { return m_databases; }

private:
    static void add(QHash<Oid, Entry> &map, const pg::Rows &rows);
    QString lookUp(const QHash<Oid, Entry> &map, Oid oid);

    QHash<Oid, Entry> m_roles;
    QHash<Oid, Entry> m_databases;
    QSet<Oid> m_wantedRoles;
    bool m_incomplete = true;
};

} // namespace snapshot
