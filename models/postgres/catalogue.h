// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace pg {

/// The text of a statement kept in resources/sql: "snapshot/sessions" gives the variant for the
/// newest version that is not newer than the server's (sessions@14.sql for 14 and up), else
/// sessions.sql. serverVersion as 170004. Comments are left out. Each name is a promise: a missing
/// one is a bug.
QByteArray statement(const QString &name, int serverVersion);

/// An array of OIDs as a parameter: "{1,2,3}".
template <typename Range>
QByteArray oidArray(const Range &oids)
{
    QByteArray text = "{";
    for (const auto oid : oids) {
        if (text.size() > 1)
            text += ',';
        text += QByteArray::number(oid);
    }
    return text + '}';
}

} // namespace pg
