// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/knowncontents.h"

#include "inventory/inventorytext.h"

#include <QCoreApplication>

namespace ui {

using namespace inventory;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::KnownContents)
};

} // namespace

std::vector<Oid> KnownContents::unread(const Inventory &inventory) const
{
    std::vector<Oid> others;
    for (const Database &each : inventory.databases) {
        if (mayBeLookedInto(each) && !read.contains(each.oid) && !failed.contains(each.oid))
            others.push_back(each.oid);
    }
    return others;
}

QString knownContentsText(const Inventory &inventory, const KnownContents &known)
{
    const auto count = std::ranges::count_if(inventory.databases, [&](const Database &each) {
        return mayBeLookedInto(each) && known.read.contains(each.oid);
    });
    const auto open = std::ranges::count_if(inventory.databases, mayBeLookedInto);
    if (known.coming > 0)
        return Tr::tr("Looking into databases: %1 still to come…")
            .arg(InventoryText::number(known.coming));
    return Tr::tr("%1 of %2 were looked into.", "databases")
        .arg(InventoryText::number(count), InventoryText::databases(int(open)));
}

QString readOthersText(const Inventory &inventory, const KnownContents &known)
{
    const auto others = int(known.unread(inventory).size());
    if (others == 0)
        return {};
    return others == 1                ? Tr::tr("Look into the &Other One")
           : others <= ContentsAtOnce ? Tr::tr("Look into the &Other %1").arg(others)
                                      : Tr::tr("Look into %1 &Others").arg(ContentsAtOnce);
}

} // namespace ui
