// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connectionspec.h"

namespace tests {

/// How whoever has nothing but the .env file connects.
inline pg::ConnectionSpec specOfDotEnv(const QByteArray &dotEnv)
{
    static const QMap<QByteArray, QString> names{{"PGHOST", QStringLiteral("host")},
                                                 {"PGPORT", QStringLiteral("port")},
                                                 {"PGUSER", QStringLiteral("user")},
                                                 {"PGDATABASE", QStringLiteral("dbname")},
                                                 {"PGPASSWORD", QStringLiteral("password")}};
    pg::ConnectionSpec spec;
    for (const QByteArray &line : dotEnv.split('\n')) {
        const qsizetype equals = line.indexOf('=');
        if (equals > 0 && names.contains(line.left(equals)))
            spec.set(names.value(line.left(equals)), QString::fromUtf8(line.mid(equals + 1)));
    }
    return spec;
}

} // namespace tests
