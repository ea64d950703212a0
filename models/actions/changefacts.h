// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/timestamp.h"

#include <QString>

#include <optional>
#include <vector>

namespace actions {

/// What depends on a role in one database: a kind of object, and how.
struct RoleDependents
{
    QString database;   ///< Empty: what all databases share.
    QString kind;       ///< The catalog of the objects: "pg_class", "pg_proc" …
    bool owned = false; ///< Otherwise a privilege, or a policy that names the role.
    int count = 0;
    bool allowsConnections = true;

    bool operator==(const RoleDependents &) const = default;
};

/// An extension whose files the server has.
struct AvailableExtension
{
    QString name;
    QString comment;
    bool needsSuperuser = false; ///< Not trusted: CREATE on the database is not enough.

    bool operator==(const AvailableExtension &) const = default;
};

/// Who is connected to a database.
struct DatabaseUser
{
    QString role;
    QString application;
    int sessions = 0;

    bool operator==(const DatabaseUser &) const = default;
};

/// What is known of a database before it is dropped.
struct DatabaseUse
{
    std::optional<qint64> sizeBytes; ///< Nothing: not allowed to see.
    int connections = 0;
    std::vector<DatabaseUser> users; ///< Those with the most sessions first; not all of many.
    std::optional<base::Timestamp> newestSession;
    qint64 transactions = 0; ///< Since statsReset, or since the server lost its statistics.
    std::optional<base::Timestamp> statsReset;

    bool operator==(const DatabaseUse &) const = default;
};

} // namespace actions
