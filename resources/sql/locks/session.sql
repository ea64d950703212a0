-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- All locks of one session and its parallel workers, those that it waits for first, then those on
-- relations, at most $3 of them and how many there are. $1: pid, $2: its backend start, or null where this
-- role may not see it. One row without a lock where there are none; no row if that session is gone.
-- Needs nothing. Costs one read of the lock table: about 1 ms for 1,000 locks on the whole server, and
-- 60 ms for 60,000.
WITH g AS MATERIALIZED (
    SELECT a.pid, a.pid = $1::pg_catalog.int4 AS leads
      FROM pg_catalog.pg_stat_get_activity(NULL) AS a
     WHERE a.leader_pid = $1::pg_catalog.int4
        OR (a.pid = $1::pg_catalog.int4
            AND a.backend_start IS NOT DISTINCT FROM $2::pg_catalog.timestamptz)
)
SELECT l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid, l.transactionid,
       l.classid, l.objid, l.objsubid, l.virtualtransaction, l.pid, l.mode, l.granted, l.fastpath,
       NULL::pg_catalog.timestamptz AS waitstart, pg_catalog.count(l.pid) OVER () AS total
  FROM g
  LEFT JOIN pg_catalog.pg_lock_status() AS l ON l.pid = g.pid
 WHERE EXISTS (SELECT 1 FROM g AS leader WHERE leader.leads)
 ORDER BY l.granted, l.relation IS NULL, l.page IS NOT NULL
 LIMIT $3::pg_catalog.int4
