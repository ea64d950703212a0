// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "inventory/inventory.h"

namespace inventory {

/// Why something inside of a database could not be read.
enum class Unread {
    None,     ///< It was read.
    Locked,   ///< Somebody holds, or waits for, an exclusive lock on it: nothing waits for that.
    NoRight,  ///< Our role may not.
    NotPlain, ///< Reading it could run code of its owner with our rights.
    Failed,   ///< The server said no; see the problem.
};

struct Schema
{
    Oid oid = 0;
    QString name;
    Oid owner = 0;
    std::vector<AclItem> acl; ///< As in force.
    QString comment;

    bool operator==(const Schema &) const = default;
};

/// A table, view, sequence or their like.
struct Relation
{
    Oid oid = 0;
    Oid schema = 0;
    QString name;
    QString kind; ///< "table", "partitioned table", "view", "materialized view", "foreign table",
                  ///< "sequence"
    Oid owner = 0;
    std::vector<AclItem> acl; ///< As in force.
    /// From pg_class.relpages with TOAST and indexes: needs no lock. Nothing: never analyzed, or
    /// partitioned, where the partitions have it all.
    std::optional<qint64> estimatedBytes;
    std::optional<qint64> estimatedRows; ///< Nothing: never analyzed.
    qint64 deadRows = 0;
    std::optional<Timestamp> lastVacuum; ///< By hand or by autovacuum, the later one.
    std::optional<Timestamp> lastAnalyze;
    bool rowSecurity = false;
    bool forcedRowSecurity = false;
    bool locked = false; ///< ACCESS EXCLUSIVE was held or waited for when this was read.
    Oid partitionOf = 0; ///< 0: no partition.
    QString comment;

    bool operator==(const Relation &) const = default;
};

/// A policy of row-level security.
struct Policy
{
    Oid oid = 0;
    Oid relation = 0;
    QString name;
    bool permissive = true;
    QString command;         ///< "ALL", "SELECT", "INSERT", "UPDATE" or "DELETE"
    std::vector<Oid> roles;  ///< 0: PUBLIC.
    QString usingExpression; ///< Empty: none, or unread.
    QString checkExpression;
    Unread unread = Unread::None; ///< Of the expressions.

    bool operator==(const Policy &) const = default;
};

struct Extension
{
    QString name;
    QString version;
    QString availableVersion; ///< Empty: its files are not there.
    Oid schema = 0;

    bool operator==(const Extension &) const = default;
    bool isOutdated() const { return !availableVersion.isEmpty() && availableVersion != version; }
};

/// What is granted on one column of a relation.
struct ColumnGrants
{
    Oid relation = 0;
    QString column;
    std::vector<AclItem> acl;

    bool operator==(const ColumnGrants &) const = default;
};

/// What ALTER DEFAULT PRIVILEGES left.
struct DefaultPrivileges
{
    Oid role = 0;    ///< Whose new objects.
    Oid schema = 0;  ///< 0: in all of them.
    QString objects; ///< "tables", "sequences", "functions", "types", "schemas"
    std::vector<AclItem> acl;

    bool operator==(const DefaultPrivileges &) const = default;
};

/// Where a tool for migrations keeps what it has done, as found by its table.
struct Migration
{
    QString tool; ///< "Alembic", "Django" …
    Oid relation = 0;
    QString table;                 ///< Schema and name.
    QString version;               ///< The newest; empty: none, or unread.
    std::optional<qint64> applied; ///< How many; nothing where the tool keeps only the last.
    bool failed = false;           ///< The tool marks one as failed or dirty.
    Unread unread = Unread::None;
    QString problem; ///< The server's words where it said no.

    bool operator==(const Migration &) const = default;
};

/// A part of the contents that could not be read at all.
enum class ContentsPart {
    Grants,
    Policies,
    Expressions, ///< Of policies.
    Extensions,
    AvailableVersions, ///< Of extensions.
    DefaultPrivileges,
    Migrations,
};

struct ContentsGap
{
    ContentsPart part = ContentsPart::Grants;
    base::Error error;

    bool operator==(const ContentsGap &) const = default;
};

/// What is in one database; read over a connection to it.
struct DatabaseContents
{
    Oid database = 0;
    Timestamp takenAt;
    std::vector<Schema> schemas;     ///< Without those of the system, by OID.
    std::vector<Relation> relations; ///< By OID.
    std::vector<ColumnGrants> columnGrants;
    std::vector<Policy> policies;
    std::vector<Extension> extensions;
    std::vector<DefaultPrivileges> defaultPrivileges;
    std::vector<Migration> migrations;
    std::vector<ContentsGap> gaps; ///< What is missing above, and why.

    bool operator==(const DatabaseContents &) const = default;
    const Schema *schema(Oid oid) const;
    const Relation *relation(Oid oid) const;
};

using ContentsPtr = std::shared_ptr<const DatabaseContents>;

} // namespace inventory

Q_DECLARE_METATYPE(inventory::ContentsPtr)
