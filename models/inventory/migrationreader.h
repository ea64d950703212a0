// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"
#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

namespace inventory {

/// Finds the tables in which tools for migrations keep their state, and reads them as the texts of
/// strangers: waits for no lock, runs no view and no policy, and takes at most 10,000 rows of each.
QCoro::Task<base::Result<std::vector<Migration>>>
readMigrations(QPointer<pg::Connection> connection);

} // namespace inventory
