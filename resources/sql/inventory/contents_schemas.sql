-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The schemas that are not the system's. Needs nothing; reads catalogs only.
SELECT n.oid, n.nspname AS name, n.nspowner AS owner, n.nspacl IS NULL AS default_acl, d.description AS comment
  FROM pg_catalog.pg_namespace AS n
  LEFT JOIN pg_catalog.pg_description AS d
         ON d.objoid = n.oid AND d.classoid = 2615::pg_catalog.oid AND d.objsubid = 0
 WHERE pg_catalog.left(n.nspname::pg_catalog.text, 3) <> 'pg_' AND n.nspname <> 'information_schema'
 ORDER BY n.oid
