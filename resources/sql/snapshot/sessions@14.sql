-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- As sessions.sql, with the query identifier of PostgreSQL 14 and newer.
SELECT a.pid, a.backend_start, a.backend_type, a.datid, a.usesysid, a.application_name,
       pg_catalog.host(a.client_addr) AS client, a.client_port, a.ssl, a.state,
       a.wait_event_type, a.wait_event, a.xact_start, a.query_start, a.state_change,
       a.backend_xid, a.backend_xmin, a.leader_pid, a.query_id AS query_id,
       pg_catalog.substring(pg_catalog.textsend(a.query), 1, 4097) AS query
  FROM pg_catalog.pg_stat_get_activity(NULL) AS a
 ORDER BY a.pid
