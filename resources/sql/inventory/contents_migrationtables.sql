-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Relations of given names ($1: an array of names in lower case), a row for each column: what tells
-- whether a tool for migrations keeps its state there, and whether it may be read at all. A plain
-- column has a type of PostgreSQL's own and is not generated. Opens none of them. Needs nothing.
WITH held AS MATERIALIZED (
    SELECT DISTINCT l.relation
      FROM pg_catalog.pg_locks AS l
     WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
       AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d
                          WHERE d.datname = pg_catalog.current_database())
)
SELECT c.oid, n.nspname AS schema, c.relname AS name,
       pg_catalog.format('%I.%I', n.nspname, c.relname) AS quoted,
       c.relkind = 'r' AND NOT c.relispartition AS plain_table,
       pg_catalog.has_schema_privilege(n.oid, 'USAGE')
         AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS may_read,
       c.oid IN (SELECT h.relation FROM held AS h) AS locked,
       a.attname AS column_name,
       t.typnamespace = 11::pg_catalog.oid AND t.typtype = 'b' AND a.attgenerated = '' AS plain_column
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND pg_catalog.lower(c.relname::pg_catalog.text) = ANY ($1::pg_catalog.text[])
   AND pg_catalog.left(n.nspname::pg_catalog.text, 3) <> 'pg_'
 ORDER BY c.oid, a.attnum
 LIMIT 5000
