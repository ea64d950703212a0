// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/migrations.h"

#include <algorithm>
#include <set>

namespace inventory {

using namespace Qt::StringLiterals;

namespace {

using Style = MigrationTool::Style;
using Rows = std::vector<QStringList>;

// All the columns must be there and are read; the first one is the version.
struct Known
{
    const char *name;
    const char *table;
    const char *columns;
    const char *newest;
    Style style = Style::List;
};

constexpr Known AllKnown[] = {
    {"Alembic", "alembic_version", "version_num", "version_num", Style::Last},
    {"Django", "django_migrations", "name app id", "id"},
    {"Flyway", "flyway_schema_history", "version success installed_rank", "installed_rank",
     Style::Flyway},
    {"Flyway", "schema_version", "version success installed_rank", "installed_rank", Style::Flyway},
    {"Liquibase", "databasechangelog", "id exectype author orderexecuted", "orderexecuted",
     Style::Liquibase},
    {"Prisma", "_prisma_migrations", "migration_name finished_at rolled_back_at started_at",
     "started_at", Style::Prisma},
    {"golang-migrate", "schema_migrations", "version dirty", "version", Style::Dirty},
    {"Ecto", "schema_migrations", "version inserted_at", "version"},
    {"Rails", "schema_migrations", "version", "version"},
    {"Sqitch", "changes", "change project change_id committed_at", "committed_at"},
    {"Knex", "knex_migrations", "name batch id", "id"},
    {"Entity Framework", "__efmigrationshistory", "MigrationId ProductVersion", "MigrationId"},
    {"Entity Framework", "__ef_migrations_history", "migration_id product_version", "migration_id"},
};

MigrationTool toolOf(const Known &known)
{
    return {.name = QString::fromLatin1(known.name),
            .table = QString::fromLatin1(known.table),
            .columns = QString::fromLatin1(known.columns).split(u' '),
            .newest = QString::fromLatin1(known.newest),
            .style = known.style};
}

QString newestOf(const MigrationTool &tool, const Rows &rows)
{
    if (rows.empty())
        return {};
    const QStringList &row = rows.front();
    return tool.name == "Django"_L1 ? row[1] + u'.' + row[0] : row[0];
}

// Heads that were not merged yet have a row each.
QString headsOf(const Rows &rows)
{
    QStringList heads;
    for (const QStringList &row : rows)
        heads.append(row[0]);
    heads.sort();
    return heads.join(u", "_s);
}

bool isDone(Style style, const QStringList &row)
{
    switch (style) {
    case Style::Flyway:
        return row[1] == "t"_L1;
    case Style::Liquibase:
        return row[1] != "FAILED"_L1;
    case Style::Prisma:
        return !row[1].isEmpty() && row[2].isEmpty();
    default:
        return true;
    }
}

bool isFailed(Style style, const QStringList &row)
{
    // Prisma's that were taken back are done with.
    return style == Style::Prisma ? row[1].isEmpty() && row[2].isEmpty() : !isDone(style, row);
}

} // namespace

QStringList migrationTables()
{
    QStringList names{u"ar_internal_metadata"_s};
    for (const Known &known : AllKnown)
        names.append(QString::fromLatin1(known.table));
    names.removeDuplicates();
    return names;
}

std::optional<MigrationTool> migrationToolOf(const QString &table, const QStringList &columns,
                                             bool hasRailsMetadata)
{
    const QString name = table.toLower();
    for (const Known &known : AllKnown) {
        MigrationTool tool = toolOf(known);
        const bool fits =
            tool.table == name && std::ranges::all_of(tool.columns, [&columns](const QString &one) {
                return columns.contains(one);
            });
        if (!fits)
            continue;
        // Both keep nothing but a version.
        if (tool.name == "Rails"_L1 && !hasRailsMetadata)
            tool.name = u"Rails or dbmate"_s;
        return tool;
    }
    return {};
}

void addState(Migration &migration, const MigrationTool &tool, const Rows &rows, bool complete)
{
    if (tool.style == Style::Last || tool.style == Style::Dirty) {
        migration.version = tool.style == Style::Last ? headsOf(rows) : newestOf(tool, rows);
        migration.failed = tool.style == Style::Dirty && !rows.empty() && rows[0][1] == "t"_L1;
        return;
    }
    const auto done = [&tool](const QStringList &row) { return isDone(tool.style, row); };
    const auto failed = [&tool](const QStringList &row) { return isFailed(tool.style, row); };
    // Flyway's repeatable ones have no version.
    const auto newest = std::ranges::find_if(
        rows, [&done](const QStringList &row) { return done(row) && !row[0].isEmpty(); });
    if (newest != rows.end())
        migration.version = newestOf(tool, {*newest});
    migration.failed = std::ranges::any_of(rows, failed);
    if (complete)
        migration.applied = qint64(std::ranges::count_if(rows, done));
}

} // namespace inventory
