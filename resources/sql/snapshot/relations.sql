-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Names of relations of our own database and of shared ones, and the table of an index or a TOAST
-- table. $1: databases, $2: OIDs, of the same length. Reads catalogs only by their indexes and opens no
-- relation that it names, so it answers while one is locked; waits where a catalog itself is locked, and
-- then ends by lock_timeout. Needs nothing. Costs about 20 µs a relation.
SELECT k.database, c.oid,
       CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'i' THEN 'index'
                      WHEN 'I' THEN 'partitioned index' WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view'
                      WHEN 'm' THEN 'materialized view' WHEN 't' THEN 'TOAST table'
                      WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'composite type' ELSE '' END AS kind,
       n.nspname AS schema, c.relname AS name, tn.nspname AS table_schema, t.relname AS table_name
  FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.oid[]), pg_catalog.unnest($2::pg_catalog.oid[]))
         AS k(database, oid)
  JOIN pg_catalog.pg_class AS c ON c.oid = k.oid AND c.relisshared = (k.database = 0::pg_catalog.oid)
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
  LEFT JOIN pg_catalog.pg_class AS b ON b.oid = COALESCE(i.indrelid, c.oid)
  LEFT JOIN pg_catalog.pg_depend AS d
         ON b.relkind = 't' AND d.classid = 1259::pg_catalog.oid AND d.objid = b.oid AND d.objsubid = 0
        AND d.refclassid = 1259::pg_catalog.oid AND d.refobjsubid = 0 AND d.deptype = 'i'
  LEFT JOIN pg_catalog.pg_class AS t ON t.oid = COALESCE(d.refobjid, b.oid) AND t.oid <> c.oid
  LEFT JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
 WHERE k.database = 0::pg_catalog.oid
    OR k.database = (SELECT a.datid FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) AS a)
