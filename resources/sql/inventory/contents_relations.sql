-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tables, views, sequences and their like outside of the system's schemas. Sizes are those of the last
-- VACUUM or ANALYZE (relpages of the heap, its indexes and its TOAST table): asking for the size itself
-- would wait behind an ACCESS EXCLUSIVE lock. No relation is opened, so this answers while any of
-- them is locked. Needs nothing. Costs about 10 µs a relation.
WITH held AS MATERIALIZED (
    SELECT DISTINCT l.relation
      FROM pg_catalog.pg_locks AS l
     WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
       AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d
                          WHERE d.datname = pg_catalog.current_database())
), indexed AS MATERIALIZED (
    SELECT i.indrelid AS relation, pg_catalog.sum(c.relpages) AS pages
      FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
     GROUP BY i.indrelid
)
SELECT c.oid, c.relnamespace AS schema, c.relname AS name,
       CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                      WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
                      ELSE 'sequence' END AS kind,
       c.relowner AS owner, c.relacl IS NULL AS default_acl,
       (pg_catalog.current_setting('block_size')::pg_catalog.int8
         * (c.relpages + COALESCE(i.pages, 0) + COALESCE(t.relpages, 0) + COALESCE(ti.pages, 0)))::pg_catalog.int8
           AS bytes,
       c.reltuples::pg_catalog.float8 AS rows, c.relpages AS pages,
       pg_catalog.pg_stat_get_dead_tuples(c.oid) AS dead_rows,
       GREATEST(pg_catalog.pg_stat_get_last_vacuum_time(c.oid),
                pg_catalog.pg_stat_get_last_autovacuum_time(c.oid)) AS last_vacuum,
       GREATEST(pg_catalog.pg_stat_get_last_analyze_time(c.oid),
                pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid)) AS last_analyze,
       c.relrowsecurity AS row_security, c.relforcerowsecurity AS forced_row_security,
       h.relation IS NOT NULL AS locked, p.inhparent AS partition_of, d.description AS comment
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN indexed AS i ON i.relation = c.oid
  LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.reltoastrelid AND c.reltoastrelid <> 0::pg_catalog.oid
  LEFT JOIN indexed AS ti ON ti.relation = t.oid
  LEFT JOIN held AS h ON h.relation = c.oid
  LEFT JOIN pg_catalog.pg_inherits AS p ON c.relispartition AND p.inhrelid = c.oid
  LEFT JOIN pg_catalog.pg_description AS d
         ON d.objoid = c.oid AND d.classoid = 1259::pg_catalog.oid AND d.objsubid = 0
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
   AND pg_catalog.left(n.nspname::pg_catalog.text, 3) <> 'pg_' AND n.nspname <> 'information_schema'
 ORDER BY c.oid
