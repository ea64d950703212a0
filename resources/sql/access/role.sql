-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The role named $1 as everybody may see it, and how many sessions it has. No row: there is none.
-- Needs nothing. Costs about 1 ms.
SELECT r.rolcanlogin, r.rolsuper, r.rolreplication, r.rolconnlimit,
       r.rolvaliduntil::pg_catalog.text AS valid_until,
       coalesce(r.rolvaliduntil < pg_catalog.now(), false) AS expired,
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_get_activity(NULL) a
         WHERE a.usesysid = r.oid)::pg_catalog.int4 AS connections
  FROM pg_catalog.pg_roles r
 WHERE r.rolname = $1::pg_catalog.text
