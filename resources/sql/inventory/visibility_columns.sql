-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The columns of a relation ($2) and whether a role ($1) may read each. Opens no relation. Needs nothing.
SELECT a.attname AS name, pg_catalog.quote_ident(a.attname) AS quoted,
       pg_catalog.has_column_privilege($1::pg_catalog.oid, a.attrelid, a.attnum, 'SELECT') AS may_read
  FROM pg_catalog.pg_attribute AS a
 WHERE a.attrelid = $2::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attnum
