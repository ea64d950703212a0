-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Every role as everybody may see it, by OID. A password that was never valid ("-infinity") comes
-- as the year 1, since the binary form of that is no moment.
-- Needs nothing. Waits while pg_authid is locked, at most for lock_timeout. Costs about 3 µs a role.
SELECT r.oid, r.rolname AS name, r.rolsuper AS superuser, r.rolinherit AS inherits,
       r.rolcreaterole AS create_role, r.rolcreatedb AS create_database, r.rolcanlogin AS login,
       r.rolreplication AS replication, r.rolbypassrls AS bypass_rls,
       r.rolconnlimit AS connection_limit,
       CASE WHEN r.rolvaliduntil = '-infinity' THEN '0001-01-01 00:00:00+00'
            ELSE r.rolvaliduntil END AS valid_until,
       c.description AS comment
  FROM pg_catalog.pg_roles AS r
       LEFT JOIN pg_catalog.pg_shdescription AS c ON c.objoid = r.oid AND c.classoid = 1260
 ORDER BY r.oid
