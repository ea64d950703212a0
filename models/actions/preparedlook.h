// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/outcome.h"
#include "postgres/rows.h"

namespace actions {

/// What a server says of a prepared transaction just before it is ended.
struct PreparedLook
{
    bool standby = false;
    Reason missing = Reason::Gone; ///< None if exactly what was shown is there.
    bool here = false;             ///< It belongs to the database of the connection that asked.
    QString database;              ///< The name of its database now.
    QByteArray gid;                ///< As the server stores it, in whatever encoding.

    bool operator==(const PreparedLook &) const = default;
};

/// Reads the rows of preparedStatement(). A gid can be used again once it is free, and so can a
/// transaction id after four billion: it is the same one only if both agree, the moment at which it
/// was prepared, its owner and its database.
PreparedLook preparedLook(const pg::Rows &rows, const snapshot::PreparedTransaction &shown);

} // namespace actions
