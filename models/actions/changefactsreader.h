// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/changefacts.h"
#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

namespace actions {

/// Read over an open connection; fails with the server's own words.
QCoro::Task<base::Result<std::vector<RoleDependents>>>
readRoleDependents(QPointer<pg::Connection> connection, quint32 role);
QCoro::Task<base::Result<std::vector<AvailableExtension>>>
readExtensions(QPointer<pg::Connection> connection);
QCoro::Task<base::Result<DatabaseUse>> readDatabaseUse(QPointer<pg::Connection> connection,
                                                       quint32 database);

} // namespace actions
