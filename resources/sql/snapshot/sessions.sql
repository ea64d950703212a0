-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Every backend, the server's own processes included: the function behind pg_stat_activity, which
-- unlike the view needs no catalog and so answers while pg_authid or pg_database is locked. Names
-- are resolved elsewhere. The query comes as raw bytes, one more than we keep, so that a text that
-- is not valid in the server's encoding cannot fail the answer.
-- Sees details of other roles' sessions only with pg_read_all_stats. Costs about 2 µs a session.
SELECT a.pid, a.backend_start, a.backend_type, a.datid, a.usesysid, a.application_name,
       pg_catalog.host(a.client_addr) AS client, a.client_port, a.ssl, a.state,
       a.wait_event_type, a.wait_event, a.xact_start, a.query_start, a.state_change,
       a.backend_xid, a.backend_xmin, a.leader_pid, NULL::pg_catalog.int8 AS query_id,
       pg_catalog.substring(pg_catalog.textsend(a.query), 1, 4097) AS query
  FROM pg_catalog.pg_stat_get_activity(NULL) AS a
 ORDER BY a.pid
