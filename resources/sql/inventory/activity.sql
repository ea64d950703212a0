-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- How many sessions each role has in each database, when the newest of them began, and when one of
-- them last did something. Database 0: replication. Of sessions whose details are hidden from us the
-- times are missing, and a worker of theirs cannot be told from a client and counts as well.
-- Needs nothing; sees times of others with pg_read_all_stats. Costs about 2 µs a session.
SELECT a.usesysid AS role, COALESCE(a.datid, 0) AS database,
       pg_catalog.count(*)::pg_catalog.int4 AS connections,
       pg_catalog.max(a.backend_start) AS last_start,
       pg_catalog.max(GREATEST(a.backend_start, a.query_start, a.state_change)) AS last_activity
  FROM pg_catalog.pg_stat_get_activity(NULL) AS a
 WHERE a.usesysid IS NOT NULL
   AND (a.backend_type IS NULL OR a.backend_type IN ('client backend', 'walsender'))
 GROUP BY a.usesysid, COALESCE(a.datid, 0)
