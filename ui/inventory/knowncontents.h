// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"

#include <map>
#include <set>

namespace ui {

/// What was read of the insides of databases. Each takes a connection of its own, so that it is
/// done only for those that somebody looks at, or asks for.
struct KnownContents
{
    std::map<inventory::Oid, inventory::ContentsPtr> read;
    std::set<inventory::Oid> failed; ///< The last attempt to.
    int coming = 0;                  ///< How many are still to be read of those asked for.

    /// Those that may be looked into unasked, and that nobody has tried yet, by OID.
    std::vector<inventory::Oid> unread(const inventory::Inventory &inventory) const;
};

using KnownContentsPtr = std::shared_ptr<const KnownContents>;

/// How many are read at one wish: who has ten thousand databases shall not wait for all of them.
constexpr int ContentsAtOnce = 50;

/// "2 of 6 databases were looked into.", of those that may be looked into unasked. What the others
/// would add is said by whoever shows it.
QString knownContentsText(const inventory::Inventory &inventory, const KnownContents &known);
/// For a button that reads others: "Read the Other 4"; empty if there are none.
QString readOthersText(const inventory::Inventory &inventory, const KnownContents &known);

} // namespace ui
