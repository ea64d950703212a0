// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>

namespace tests {

/// The pids of PostgreSQL programs that work in the folder, seen from outside.
QList<qint64> processesIn(const QString &folder);

/// The pid that the server of the folder wrote down; 0 if there is none.
qint64 postmasterOf(const QString &folder);

/// The process that clears up after the supervisor; 0 if there is none.
qint64 keeperOf(const QString &folder);

} // namespace tests
