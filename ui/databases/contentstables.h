// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"
#include "inventory/tablerows.h"

namespace ui {

/// The tables and views of a database.
class RelationRows final : public TableRows
{
public:
    enum Column {
        SchemaColumn,
        NameColumn,
        KindColumn,
        SizeColumn,
        RowsColumn,
        DeadColumn,
        VacuumColumn,
        AnalyzeColumn,
        OwnerColumn,
        ColumnCount
    };
    static std::vector<TableColumn> columns();

    RelationRows(inventory::InventoryPtr inventory, inventory::ContentsPtr contents)
        : m_inventory(std::move(inventory))
        , m_contents(std::move(contents))
    {
    }

    int count() const override { return int(m_contents->relations.size()); }
    quint64 key(int row) const override { return relation(row).oid; }
    Cell cell(int row, int column) const override;
    int compare(int a, int b, int column) const override;
    bool matches(int row, const TableQuery &query) const override;

private:
    const inventory::Relation &relation(int row) const
    {
        return m_contents->relations[size_t(row)];
    }
    QString schemaOf(int row) const;
    Cell nameCell(int row) const;
    std::optional<double> valueOf(int row, int column) const;

    inventory::InventoryPtr m_inventory;
    inventory::ContentsPtr m_contents;
};

std::vector<TableColumn> extensionColumns();
TableRowsPtr extensionRows(const inventory::DatabaseContents &contents);

std::vector<TableColumn> migrationColumns();
TableRowsPtr migrationRows(const inventory::DatabaseContents &contents);

/// Why something was not read, in a sentence; empty for None.
QString unreadText(inventory::Unread why);

} // namespace ui
