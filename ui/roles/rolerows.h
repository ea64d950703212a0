// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/observed.h"
#include "inventory/tablerows.h"

namespace ui {

/// The quick filters of the roles.
enum class RoleChip { Created, Login, Superuser, Unused, Finding, Predefined, Count };

QString idOf(RoleChip chip);

/// The roles of an inventory as rows of a table.
class RoleRows final : public TableRows
{
public:
    enum Column {
        NameColumn,
        AttributesColumn,
        MemberOfColumn,
        OwnsColumn,
        ConnectionsColumn,
        PasswordColumn,
        ValidUntilColumn,
        LastSeenColumn,
        ColumnCount
    };
    static std::vector<TableColumn> columns();

    RoleRows(inventory::InventoryPtr inventory, ObservedPtr observed);

    int count() const override { return int(m_inventory->roles.size()); }
    quint64 key(int row) const override { return m_inventory->roles[size_t(row)].oid; }
    Cell cell(int row, int column) const override;
    int compare(int a, int b, int column) const override;
    bool matches(int row, const TableQuery &query) const override;

    /// How many roles a chip shows.
    int countOf(RoleChip chip) const { return m_counts[size_t(chip)]; }

    /// Of all findings about roles.
    Severity worst() const { return m_worst; }

private:
    struct Facts
    {
        std::vector<inventory::Oid> memberOf;
        int databases = 0;                  ///< Owned.
        int objects = 0;                    ///< Owned, without databases.
        Severity severity = Severity::None; ///< Of the worst finding.
        bool unused = false;                ///< One of them says so.
    };
    const inventory::Role &role(int row) const { return m_inventory->roles[size_t(row)]; }
    const Facts &facts(int row) const { return m_facts[size_t(row)]; }
    int rowOf(inventory::Oid oid) const;
    bool belongsTo(int row, RoleChip chip) const;
    QString memberOfText(int row) const;
    std::optional<base::Timestamp> lastSeen(int row) const;
    Cell validUntil(int row) const;
    Cell owns(int row) const;
    std::optional<double> valueOf(int row, int column) const;

    inventory::InventoryPtr m_inventory;
    ObservedPtr m_observed;
    std::vector<Facts> m_facts;
    Severity m_worst = Severity::None;
    std::vector<int> m_counts = std::vector<int>(size_t(RoleChip::Count));
};

/// Badges for the attributes that matter, by what they let a role do.
std::vector<CellMark> attributeMarks(const inventory::Role &role);

} // namespace ui
