// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/contents.h"

#include <algorithm>

namespace inventory {

namespace {

template <typename Row>
const Row *byOid(const std::vector<Row> &rows, Oid oid)
{
    const auto found = std::ranges::lower_bound(rows, oid, {}, &Row::oid);
    return found != rows.end() && found->oid == oid ? &*found : nullptr;
}

} // namespace

const Role *Inventory::role(Oid oid) const
{
    return byOid(roles, oid);
}

const Database *Inventory::database(Oid oid) const
{
    return byOid(databases, oid);
}

const Schema *DatabaseContents::schema(Oid oid) const
{
    return byOid(schemas, oid);
}

const Relation *DatabaseContents::relation(Oid oid) const
{
    return byOid(relations, oid);
}

} // namespace inventory
