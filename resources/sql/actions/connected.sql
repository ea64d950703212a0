-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who is connected to the database $1 or has left a prepared transaction in it: pid (0 for a prepared
-- transaction), role, application or global identifier. Background workers of the server itself, which DROP DATABASE
-- ends or waits for, are left out. At most 20.
-- Needs nothing. Costs about 1 ms.
SELECT a.pid::pg_catalog.int4,
       coalesce(a.usename, '')::pg_catalog.text AS role,
       coalesce(a.application_name, '')::pg_catalog.text AS application
  FROM pg_catalog.pg_stat_activity AS a
 WHERE a.datname = $1::pg_catalog.name
   AND (a.backend_type IS NULL OR a.backend_type <> 'autovacuum worker')
   AND a.pid <> pg_catalog.pg_backend_pid()
 UNION ALL
SELECT 0, p.owner::pg_catalog.text, p.gid
  FROM pg_catalog.pg_prepared_xacts AS p
 WHERE p.database = $1::pg_catalog.name
 LIMIT 20
