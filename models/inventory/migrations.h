// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"

#include <QByteArray>
#include <QStringList>

namespace inventory {

/// How a tool for migrations keeps its state.
struct MigrationTool
{
    enum class Style {
        Last,      ///< Only the last version, in one row (or one for each head).
        List,      ///< A row for each that was applied.
        Flyway,    ///< A list with a column that says whether it succeeded.
        Liquibase, ///< A list with a word for how it went.
        Prisma,    ///< A list with the moments of its end and of its taking back.
        Dirty,     ///< Only the last, and whether it failed.
    };

    QString name;
    QString table;       ///< In lower case.
    QStringList columns; ///< All must be there; those are read, in this order.
    QString newest;      ///< The column to sort by.
    Style style = Style::List;
};

/// The names of all tables that tools use, in lower case.
QStringList migrationTables();

/// The tool that keeps its state in a table of this name and these columns; nothing if none does.
/// hasRailsMetadata: the schema has a table ar_internal_metadata, which tells Rails from others.
std::optional<MigrationTool> migrationToolOf(const QString &table, const QStringList &columns,
                                             bool hasRailsMetadata);

/// Fills in version, applied and failed from the rows, the newest first. NULL comes as an empty
/// text. complete: there are no more rows.
void addState(Migration &migration, const MigrationTool &tool, const std::vector<QStringList> &rows,
              bool complete);

} // namespace inventory
