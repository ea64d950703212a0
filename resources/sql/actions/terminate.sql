-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Ends the session $1 if it still is the one that started at $2 (text, UTC, six digits) and, where these
-- are not null, if it still is in the state that began at $3, in the transaction that began at $4, and in
-- the statement that began at $5. The select list runs only for rows that passed WHERE, so the signal can
-- reach no other session.
-- Returns one row: did the server send the signal. No row: gone, another session, changed, or not visible.
-- Needs: the rights of the session's role or of pg_signal_backend; superuser where a superuser owns it.
-- Cost: one look at the shared array of backends; no lock.
SELECT pg_catalog.pg_terminate_backend(a.pid) AS signalled
  FROM pg_catalog.pg_stat_get_activity($1::pg_catalog.int4) AS a
 WHERE a.pid = $1::pg_catalog.int4
   AND a.backend_start = $2::pg_catalog.timestamptz
   AND ($3::pg_catalog.timestamptz IS NULL OR a.state_change = $3::pg_catalog.timestamptz)
   AND ($4::pg_catalog.timestamptz IS NULL OR a.xact_start = $4::pg_catalog.timestamptz)
   AND ($5::pg_catalog.timestamptz IS NULL
        OR a.query_start = $5::pg_catalog.timestamptz AND a.state IN ('active', 'fastpath function call'))
