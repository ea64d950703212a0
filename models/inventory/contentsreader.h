// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"
#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

namespace inventory {

/// Reads what is in the database that the connection is open to: catalogs only, plus the tables
/// where tools for migrations keep their state. Opens no relation that somebody has locked, runs
/// nobody's code, and asks for no size that would wait. Takes well under a second, and at worst, on
/// a server on its knees or with tables made to be slow, about a minute. What could not be read is
/// named in the contents. Fails if the relations themselves cannot be read.
QCoro::Task<base::Result<DatabaseContents>> readContents(QPointer<pg::Connection> connection);

/// The same over a connection made for it, that of the parameters, and closed at once.
QCoro::Task<base::Result<DatabaseContents>> readContentsApart(QObject *owner,
                                                              pg::ConnectParameters parameters);

} // namespace inventory
