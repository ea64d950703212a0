-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What depends on the role $1: by database ('' for what all share) and catalog of the objects, how many, whether
-- the role owns them (else it has privileges or is named by a policy), and whether the database takes connections.
-- Needs nothing. Costs a scan of pg_shdepend by its index.
SELECT coalesce(b.datname, '')::pg_catalog.text AS database,
       c.relname::pg_catalog.text AS kind,
       d.deptype = 'o' AS owned,
       pg_catalog.count(*)::pg_catalog.int4 AS count,
       coalesce(b.datallowconn, true) AS allows_connections
  FROM pg_catalog.pg_shdepend AS d
  JOIN pg_catalog.pg_class AS c ON c.oid = d.classid
  LEFT JOIN pg_catalog.pg_database AS b ON b.oid = d.dbid
 WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
   AND d.refobjid = $1::pg_catalog.oid
 GROUP BY 1, 2, 3, 5
 ORDER BY 1, 3 DESC, 2
