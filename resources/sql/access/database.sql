-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The database named $1, its sessions, and whether the role named $2 may connect to it. No row: there
-- is none. Needs nothing. Costs about 1 ms.
SELECT d.datallowconn, d.datconnlimit,
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_get_activity(NULL) a
         WHERE a.datid = d.oid)::pg_catalog.int4 AS connections,
       (SELECT pg_catalog.has_database_privilege(r.oid, d.oid, 'CONNECT')
          FROM pg_catalog.pg_roles r WHERE r.rolname = $2::pg_catalog.text) AS may_connect
  FROM pg_catalog.pg_database d
 WHERE d.datname = $1::pg_catalog.text
