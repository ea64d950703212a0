-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Cancels what the session $1 runs if it still is the session that started at $2 and still runs the statement
-- that started at $3 (both text, UTC, six digits). The select list runs only for rows that passed WHERE.
-- Returns one row: did the server send the signal. No row: gone, another session, another statement, none, or
-- not visible.
-- Needs: the rights of the session's role or of pg_signal_backend; superuser where a superuser owns it.
-- Cost: one look at the shared array of backends; no lock.
SELECT pg_catalog.pg_cancel_backend(a.pid) AS signalled
  FROM pg_catalog.pg_stat_get_activity($1::pg_catalog.int4) AS a
 WHERE a.pid = $1::pg_catalog.int4
   AND a.backend_start = $2::pg_catalog.timestamptz
   AND a.query_start = $3::pg_catalog.timestamptz
   AND a.state IN ('active', 'fastpath function call')
