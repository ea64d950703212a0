-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- As objects@14.sql, for PostgreSQL 13, where pg_identify_object() fails for what is not there: only
-- the kinds that sessions queue for in practice, straight from their catalogs.
WITH k AS MATERIALIZED (
    SELECT k.database, k.class, k.oid
      FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.oid[]), pg_catalog.unnest($2::pg_catalog.oid[]),
                      pg_catalog.unnest($3::pg_catalog.oid[])) AS k(database, class, oid)
     WHERE k.database = 0::pg_catalog.oid
        OR k.database = (SELECT a.datid
                           FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) AS a)
)
SELECT k.database, k.class, k.oid, 'schema' AS kind, NULL::pg_catalog.name AS schema, o.nspname AS name
  FROM k JOIN pg_catalog.pg_namespace AS o ON o.oid = k.oid
 WHERE k.class = 2615::pg_catalog.oid
 UNION ALL
SELECT k.database, k.class, k.oid, 'database', NULL, o.datname
  FROM k JOIN pg_catalog.pg_database AS o ON o.oid = k.oid
 WHERE k.class = 1262::pg_catalog.oid
 UNION ALL
SELECT k.database, k.class, k.oid, 'role', NULL, o.rolname
  FROM k JOIN pg_catalog.pg_roles AS o ON o.oid = k.oid
 WHERE k.class = 1260::pg_catalog.oid
 UNION ALL
SELECT k.database, k.class, k.oid, 'tablespace', NULL, o.spcname
  FROM k JOIN pg_catalog.pg_tablespace AS o ON o.oid = k.oid
 WHERE k.class = 1213::pg_catalog.oid
 UNION ALL
SELECT k.database, k.class, k.oid, 'extension', NULL, o.extname
  FROM k JOIN pg_catalog.pg_extension AS o ON o.oid = k.oid
 WHERE k.class = 3079::pg_catalog.oid
 UNION ALL
SELECT k.database, k.class, k.oid, 'function', n.nspname, o.proname
  FROM k JOIN pg_catalog.pg_proc AS o ON o.oid = k.oid
         JOIN pg_catalog.pg_namespace AS n ON n.oid = o.pronamespace
 WHERE k.class = 1255::pg_catalog.oid
 UNION ALL
SELECT k.database, k.class, k.oid, 'type', n.nspname, o.typname
  FROM k JOIN pg_catalog.pg_type AS o ON o.oid = k.oid
         JOIN pg_catalog.pg_namespace AS n ON n.oid = o.typnamespace
 WHERE k.class = 1247::pg_catalog.oid
