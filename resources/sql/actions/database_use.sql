-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What tells whether the database $1 is used: its size (NULL where this role may not see it), sessions, when the
-- newest of them began, transactions since the counters were reset, when that was (NULL: never), and who has the most
-- sessions, as a JSON list of role, application and number (NULL: nobody).
-- Needs CONNECT or pg_read_all_stats for the size. Reads the sizes of its files: about 1 ms for 1,000 of them.
SELECT CASE WHEN pg_catalog.has_database_privilege(b.oid, 'CONNECT')
              OR pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
            THEN pg_catalog.pg_database_size(b.oid) END AS size_bytes,
       (SELECT pg_catalog.count(*)::pg_catalog.int4 FROM pg_catalog.pg_stat_activity AS a WHERE a.datid = b.oid) AS connections,
       (SELECT pg_catalog.max(a.backend_start) FROM pg_catalog.pg_stat_activity AS a WHERE a.datid = b.oid) AS newest_session,
       coalesce(s.xact_commit + s.xact_rollback, 0) AS transactions,
       s.stats_reset,
       (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(u.usename, u.application_name, u.sessions))
          FROM (SELECT a.usename, a.application_name, pg_catalog.count(*) AS sessions
                  FROM pg_catalog.pg_stat_activity AS a
                 WHERE a.datid = b.oid
                 GROUP BY a.usename, a.application_name
                 ORDER BY sessions DESC, a.usename, a.application_name
                 LIMIT 5) AS u) AS users
  FROM pg_catalog.pg_database AS b
  LEFT JOIN pg_catalog.pg_stat_database AS s ON s.datid = b.oid
 WHERE b.oid = $1::pg_catalog.oid
