-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The size of the database $1 in bytes; null where that may not be asked, or it is gone.
-- Needs CONNECT on it or pg_read_all_stats. Takes no lock in it. Costs a walk through its folder:
-- about 1 ms for 500 relations.
SELECT CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')
                 OR pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
            THEN pg_catalog.pg_database_size(d.oid) END AS size
  FROM pg_catalog.pg_database AS d
 WHERE d.oid = $1::pg_catalog.oid
