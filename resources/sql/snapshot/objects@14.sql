-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Names of objects that are no relations, of our own database and shared ones. $1: databases, $2: the
-- OIDs of their catalogs, $3: theirs. No row for what is not there. Quoted where SQL wants that; the
-- identity instead of schema and name where these do not tell it, as for functions. As relations.sql
-- it opens no relation but catalogs. Needs nothing. Costs about 50 µs an object.
SELECT k.database, k.class, k.oid, o.type AS kind, o.schema AS quoted_schema, o.name AS quoted_name,
       o.identity
  FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.oid[]), pg_catalog.unnest($2::pg_catalog.oid[]),
                  pg_catalog.unnest($3::pg_catalog.oid[])) AS k(database, class, oid)
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(k.class, k.oid, 0) AS o
 WHERE (k.database = 0::pg_catalog.oid
        OR k.database = (SELECT a.datid
                           FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) AS a))
   AND o.identity IS NOT NULL
