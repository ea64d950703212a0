-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who holds the connections: by role, program and state, the greatest number first. Needs
-- pg_read_all_stats for states and programs of other roles. Costs about 1 ms.
SELECT coalesce(r.rolname, '')::pg_catalog.text AS role, coalesce(a.application_name, '') AS application,
       coalesce(a.state, '') AS state, pg_catalog.count(*)::pg_catalog.int4 AS sessions,
       coalesce(pg_catalog.date_part('epoch', pg_catalog.max(pg_catalog.now() - a.state_change)), 0)
           ::pg_catalog.int8 AS idle_seconds
  FROM pg_catalog.pg_stat_get_activity(NULL) a
  LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
 WHERE a.backend_type = 'client backend'
 GROUP BY 1, 2, 3
 ORDER BY 4 DESC, 1, 2, 3
 LIMIT 20
