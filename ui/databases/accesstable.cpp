// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/accesstable.h"

#include "inventory/inventorytext.h"

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::DatabaseDetail)
};

} // namespace

std::vector<TableColumn> databaseAccessColumns()
{
    return {{Tr::tr("who"), 170},
            {Tr::tr("may"), 240},
            {Tr::tr("granted by"), 90},
            {Tr::tr("as ACL"), 140, TableColumn::Fixed}};
}

TableRowsPtr databaseAccessRows(const Inventory &inventory, const Database &database)
{
    std::vector<AclItem> items = database.acl;
    const auto rank = [&](const AclItem &item) {
        return item.grantee == database.owner ? 0 : item.grantee == 0 ? 1 : 2;
    };
    std::ranges::stable_sort(items, {}, rank);
    auto rows = std::make_shared<CellRows>();
    for (const AclItem &item : items) {
        Cell who{.text = InventoryText::role(inventory, item.grantee)};
        if (item.grantee == 0)
            who = {.text = Tr::tr("every role"), .marks = {{u"PUBLIC"_s, Severity::Info}}};
        else if (item.grantee == database.owner)
            who.marks.push_back({Tr::tr("owner"), Severity::None});
        // One grantee may have several grantors.
        rows->add({who,
                   {.text = InventoryText::privileges(item)},
                   {.text = database.defaultAcl ? Tr::tr("by default")
                                                : InventoryText::role(inventory, item.grantor),
                    .muted = true},
                   {.text = InventoryText::aclItem(inventory, item), .muted = true}},
                  quint64(rows->count()) << 32 | item.grantee);
    }
    return rows;
}

} // namespace ui
