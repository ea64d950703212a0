// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"
#include "inventory/observed.h"
#include "inventory/tablerows.h"

#include <map>

namespace ui {

/// What was read of databases that were looked at.
using ContentsByDatabase = std::map<inventory::Oid, inventory::ContentsPtr>;

/// The quick filters of the databases.
enum class DatabaseChip { All, InUse, Idle, Old, Closed, Template, Finding, Count };

QString idOf(DatabaseChip chip);

/// The databases of an inventory as rows of a table.
class DatabaseRows final : public TableRows
{
public:
    enum Column {
        NameColumn,
        OwnerColumn,
        SizeColumn,
        GrowthColumn,
        SessionsColumn,
        XidAgeColumn,
        EncodingColumn,
        ConnectColumn,
        MigrationColumn,
        ExtensionsColumn,
        ColumnCount
    };
    static std::vector<TableColumn> columns();

    DatabaseRows(inventory::InventoryPtr inventory, ObservedPtr observed,
                 ContentsByDatabase contents);

    int count() const override { return int(m_inventory->databases.size()); }
    quint64 key(int row) const override { return m_inventory->databases[size_t(row)].oid; }
    Cell cell(int row, int column) const override;
    int compare(int a, int b, int column) const override;
    bool matches(int row, const TableQuery &query) const override;

    /// How many databases a chip shows.
    int countOf(DatabaseChip chip) const { return m_counts[size_t(chip)]; }

    /// Of all findings about databases.
    Severity worst() const;

private:
    const inventory::Database &database(int row) const
    {
        return m_inventory->databases[size_t(row)];
    }
    Severity severityOf(inventory::Oid database) const;
    bool belongsTo(int row, DatabaseChip chip) const;
    const inventory::DatabaseContents *contents(int row) const;
    std::optional<qint64> growth(int row) const;
    Cell growthCell(int row) const;
    Cell ageCell(int row) const;
    Cell connectCell(int row) const;
    Cell migrationCell(int row) const;
    Cell extensionCell(int row) const;
    std::optional<double> valueOf(int row, int column) const;

    inventory::InventoryPtr m_inventory;
    ObservedPtr m_observed;
    ContentsByDatabase m_contents;
    std::map<inventory::Oid, Severity> m_severities; ///< Of the worst finding.
    std::vector<int> m_counts = std::vector<int>(size_t(DatabaseChip::Count));
};

/// How near a database is to the limits of transaction ids: from autovacuum_freeze_max_age on the
/// server vacuums by force, from a billion on somebody should act.
Severity ageSeverity(const inventory::Inventory &inventory, const inventory::Database &database);

} // namespace ui
