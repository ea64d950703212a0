// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "commandline/serverchoice.h"
#include "inventory/findings.h"

#include <map>

namespace app {

/// What could be read of the inside of a database.
using ContentsRead = std::map<inventory::Oid, base::Result<inventory::DatabaseContents>>;

/// Connects and reads roles and databases. A connection that is made and then gives no inventory,
/// such as behind a locked catalog, is a failure too.
struct InventoryRead
{
    OpenServer server;
    inventory::Inventory inventory;
};
QCoro::Task<Connected<InventoryRead>> readInventoryOf(QString text,
                                                      base::Secret environmentPassword);

/// Asks for the sizes of the databases, and fills them in.
QCoro::Task<base::Result<void>> readSizes(InventoryRead *read);

/// Reads what is in each database that our role can connect to, over a few connections at a time,
/// and only as far as the server has connections to spare. Templates are left alone: a session in
/// one makes CREATE DATABASE fail for others. After half a minute no other one is begun; those
/// have an error that says so.
QCoro::Task<ContentsRead> readAllContents(const InventoryRead *read);

/// The exit code for these findings.
ExitCode exitCodeOf(const std::vector<inventory::Finding> &findings);

/// The findings on standard output, for people, after how many roles or databases they are about.
void printFindings(const inventory::Inventory &inventory,
                   const std::vector<inventory::Finding> &findings, inventory::SubjectKind kind);

/// "PostgreSQL 17.5 as anna, 2026-…: " and what was counted.
QString inventoryHeadline(const InventoryRead &read, const QString &counted);

} // namespace app
