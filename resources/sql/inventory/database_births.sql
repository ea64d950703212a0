-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Since when a database has been there at least: no catalog says it, but a file in its folder that
-- is hardly ever written again does. Recovery, or a copy of the cluster, may give it a later time.
-- Only of those that nobody is connected to, in the default tablespace.
-- Needs a superuser. Costs about 5 µs a database.
SELECT d.oid, f.modification AS exists_since
  FROM pg_catalog.pg_database AS d,
       pg_catalog.pg_stat_file('base/' || d.oid || '/PG_VERSION', true) AS f
 WHERE d.dattablespace = 1663 AND NOT d.datistemplate
   AND pg_catalog.pg_stat_get_db_numbackends(d.oid) = 0
   AND f.modification IS NOT NULL
