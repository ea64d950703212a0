// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"

#include <QStringList>

namespace app {

/// The programs of one PostgreSQL installation on this machine.
struct PostgresPrograms
{
    QString folder;
    int major = 0;

    bool operator==(const PostgresPrograms &) const = default;
    QString program(QLatin1StringView name) const { return folder + u'/' + name; }
};

/// The folders where distributions and builders put PostgreSQL's programs, newest release first,
/// then what pg_config says, then the search path.
QStringList postgresFolders();

/// The first of the folders with initdb, postgres and psql of a release that PgVigil supports (13
/// and newer); otherwise an error that says what to install.
base::Result<PostgresPrograms> findPostgres(const QStringList &folders);

} // namespace app
