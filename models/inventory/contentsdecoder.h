// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"
#include "postgres/rows.h"

namespace inventory {

// One decoder for each statement of resources/sql/inventory/contents_*.sql; all are asked for
// binary results.

void decodeDatabase(const pg::Rows &rows, DatabaseContents &contents);
std::vector<Schema> decodeSchemas(const pg::Rows &rows);
std::vector<Relation> decodeRelations(const pg::Rows &rows, int serverVersion);
std::vector<Extension> decodeExtensions(const pg::Rows &rows);
/// Unread is Locked where reading the expressions would have waited.
std::vector<Policy> decodePolicies(const pg::Rows &rows);

/// Fills in the newest versions that the server's files offer.
void addAvailableVersions(const pg::Rows &rows, std::vector<Extension> &extensions);

/// Fills in the expressions of the policies that the answer has.
void addExpressions(const pg::Rows &rows, std::vector<Policy> &policies);

/// Gives schemas and relations the stored ACLs, and what is granted on columns. defaults: the
/// answer of contents_defaults.sql, if there is one.
void addGrants(const pg::Rows &grants, const pg::Rows *defaults, DatabaseContents &contents);

} // namespace inventory
