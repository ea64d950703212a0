// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/findings.h"

namespace ui {

/// What readings of a server tell: what was seen since it is looked at, which grows with each, and
/// what the last one finds wrong.
struct Observed : inventory::Watched
{
    struct Size
    {
        qint64 bytes = 0;
        base::Timestamp at;
    };
    std::map<inventory::Oid, Size> firstSizes;
    std::vector<inventory::Finding> findings;

    void take(const inventory::Inventory &reading);

private:
    void notice(const inventory::Inventory &reading);

    std::vector<inventory::Oid> m_roles; ///< Of the last reading, in order.
    std::vector<inventory::Oid> m_databases;
};

using ObservedPtr = std::shared_ptr<const Observed>;

} // namespace ui
