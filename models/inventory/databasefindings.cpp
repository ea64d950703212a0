// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/findings.h"

using namespace Qt::StringLiterals;

namespace inventory {

namespace {

Finding about(const Database &database, FindingId id, FindingSeverity severity)
{
    return {.id = id, .severity = severity, .kind = SubjectKind::Database, .subject = database.oid};
}

std::optional<Finding> limitNear(const Database &database, const FindingOptions &options)
{
    const int limit = database.connectionLimit;
    if (limit <= 0 || database.connections * 100 < limit * options.nearPercent)
        return {};
    const bool full = database.connections >= limit;
    Finding finding = about(database, FindingId::DatabaseLimitNear,
                            full ? FindingSeverity::Critical : FindingSeverity::Warning);
    finding.value = database.connections;
    finding.limit = limit;
    if (isNameable(database.name))
        finding.sql += u"ALTER DATABASE %1 CONNECTION LIMIT %2"_s.arg(
            quotedIdentifier(database.name), QString::number(limit * 2LL));
    return finding;
}

struct Since
{
    Timestamp moment;
    UnusedBasis basis = UnusedBasis::None;
};

std::optional<Timestamp> found(const std::map<Oid, Timestamp> &moments, Oid oid)
{
    const auto at = moments.find(oid);
    return at == moments.end() ? std::nullopt : std::optional(at->second);
}

// Since when it is surely there.
std::optional<Since> existence(const Database &database, const Watched *watched)
{
    if (database.existsSince)
        return Since{*database.existsSince, UnusedBasis::Existence};
    if (!watched)
        return {};
    std::optional<Timestamp> moment = found(watched->newDatabases, database.oid);
    if (!moment)
        moment = watched->since;
    return moment ? std::optional(Since{*moment, UnusedBasis::Watching}) : std::nullopt;
}

// Since when sessions of it would have been counted.
std::optional<Since> countedSince(const Inventory &inventory, const Database &database,
                                  const Watched *watched)
{
    const auto counters = database.statsReset ? database.statsReset : inventory.countersSince;
    const auto exists = existence(database, watched);
    if (!counters || !exists)
        return {};
    return *counters > exists->moment ? Since{*counters, UnusedBasis::Counters} : *exists;
}

// What our own reading never does is to write: that it does not count among the sessions is not
// told. It can be opened again, unlike one that was dropped.
std::optional<Finding> unused(const Inventory &inventory, const Database &database,
                              const FindingOptions &options)
{
    const auto since = countedSince(inventory, database, options.watched);
    if (!since || options.now - since->moment < options.unusedAfter ||
        (options.watched && options.watched->databases.contains(database.oid)))
        return {};
    if (!isUserDatabase(database) || !database.allowConnections || database.connections > 0 ||
        database.written != 0)
        return {};
    Finding finding = about(database, FindingId::DatabaseUnused, FindingSeverity::Info);
    finding.when = since->moment;
    finding.basis = since->basis;
    finding.sessions = database.sessions;
    if (isNameable(database.name))
        finding.sql +=
            u"ALTER DATABASE %1 ALLOW_CONNECTIONS false"_s.arg(quotedIdentifier(database.name));
    return finding;
}

struct Age
{
    FindingId id;
    qint64 age;
    qint64 limit;
};

std::optional<Finding> aged(const Database &database, Age age, const FindingOptions &options)
{
    if (age.limit <= 0 || age.age < age.limit)
        return {};
    Finding finding =
        about(database, age.id,
              age.age > options.criticalAge ? FindingSeverity::Critical : FindingSeverity::Warning);
    finding.database = database.oid;
    finding.value = age.age;
    finding.limit = age.limit;
    if (database.allowConnections)
        finding.sql += u"VACUUM (FREEZE)"_s;
    return finding;
}

} // namespace

std::vector<Finding> databaseFindings(const Inventory &inventory, const FindingOptions &options)
{
    std::vector<Finding> findings;
    const auto add = [&findings](std::optional<Finding> finding) {
        if (finding)
            findings.push_back(*std::move(finding));
    };
    for (const Database &database : inventory.databases) {
        add(limitNear(database, options));
        add(unused(inventory, database, options));
        add(aged(database, {FindingId::XidAge, database.xidAge, inventory.freezeMaxAge}, options));
        add(aged(database, {FindingId::MxidAge, database.mxidAge, inventory.multixactFreezeMaxAge},
                 options));
    }
    return findings;
}

} // namespace inventory
