// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/inventory.h"
#include "postgres/rows.h"

#include <map>

namespace inventory {

/// The ACLs in the answer of a statement on aclexplode(): columns object, grantee, grantor,
/// privilege and grantable, a row for each privilege. By object; entries in the order of the rows.
std::map<Oid, std::vector<AclItem>> decodeAcls(const pg::Rows &rows);

} // namespace inventory
