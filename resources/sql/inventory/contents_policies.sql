-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Policies without their expressions, and whether reading those would wait: pg_get_expr() opens the
-- table and every relation that a subquery names. Needs nothing; opens none of them.
WITH held AS MATERIALIZED (
    SELECT DISTINCT l.relation
      FROM pg_catalog.pg_locks AS l
     WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
       AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d
                          WHERE d.datname = pg_catalog.current_database())
)
SELECT p.oid, p.polrelid AS relation, p.polname AS name, p.polpermissive AS permissive,
       CASE p.polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT'
                     WHEN 'w' THEN 'UPDATE' ELSE 'DELETE' END AS command,
       pg_catalog.array_to_string(p.polroles, ',') AS roles,
       p.polrelid IN (SELECT h.relation FROM held AS h)
         OR EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d JOIN held AS h ON h.relation = d.refobjid
                     WHERE d.classid = 3256::pg_catalog.oid AND d.objid = p.oid
                       AND d.refclassid = 1259::pg_catalog.oid) AS locked
  FROM pg_catalog.pg_policy AS p
 ORDER BY p.polrelid, p.oid
