-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What the pids $1 (an array) are now: to follow up a signal, and to say why none was sent.
-- Returns one row for each pid that is in use. Columns that this role may not see are null.
-- Needs: nothing. Cost: one look at the shared array of backends; no lock.
SELECT a.pid, a.backend_start, a.query_start, a.xact_start, a.state_change, a.state,
       a.usesysid, a.datid, a.application_name
  FROM pg_catalog.pg_stat_get_activity(NULL) AS a
 WHERE a.pid = ANY ($1::pg_catalog.int4[])
