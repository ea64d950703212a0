// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connection.h"
#include "snapshot/snapshot.h"

#include <QDeadlineTimer>

#include <map>
#include <set>
#include <span>

namespace snapshot {

/// An object of a database, or a shared one.
struct ObjectKey
{
    Oid database = 0;
    Oid classId = 0;
    Oid objectId = 0;
    auto operator<=>(const ObjectKey &) const = default;
};

/// What a lock is on; nothing where that has no name of its own, such as a transaction.
std::optional<ObjectKey> objectOf(const LockTarget &target);

ObjectKey keyOf(const ObjectName &name);

/// Two statements that ask for the names of these objects, by OID. They give the names of shared
/// objects and of those in the database that we are connected to, and wait for nobody's lock on
/// any of them.
QList<pg::Query> nameQueries(const std::set<ObjectKey> &objects, int serverVersion);

/// The names in the answer to one of the two.
std::vector<ObjectName> decodeNames(const pg::Rows &rows);

/// Names of what locks are on, kept from one snapshot to the next. A name is asked for once and
/// then again each minute; what has none, because it is in another database or not there, is asked
/// for no more often than that. Nothing is asked for a while after an answer failed.
class ObjectNames final
{
public:
    /// What has to be asked before all of these have their names: no statement, or two.
    QList<pg::Query> queries(std::span<const Lock> locks, int serverVersion);

    /// Takes the answers in.
    void take(std::span<const base::Result<pg::Rows>> results);

    /// The names that are known, by database, class and OID.
    std::vector<ObjectName> of(std::span<const Lock> locks) const;

private:
    std::map<ObjectKey, ObjectName> m_names;
    std::set<ObjectKey> m_asked; ///< Since the last time that all were asked for again.
    QDeadlineTimer m_allAgain{QDeadlineTimer::Forever};
    QDeadlineTimer m_notBefore{0};
};

} // namespace snapshot
