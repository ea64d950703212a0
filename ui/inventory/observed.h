// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventory.h"

#include <map>

namespace ui {

/// What was seen of a server since it is looked at; grows with every reading.
struct Observed
{
    struct Size
    {
        qint64 bytes = 0;
        base::Timestamp at;
    };
    std::map<inventory::Oid, base::Timestamp> roles;     ///< Last seen connected.
    std::map<inventory::Oid, base::Timestamp> databases; ///< Last seen in use.
    std::map<inventory::Oid, Size> firstSizes;

    void take(const inventory::Inventory &inventory);
};

using ObservedPtr = std::shared_ptr<const Observed>;

} // namespace ui
