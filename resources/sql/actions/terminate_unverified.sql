-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Ends the session $1 where this role may not see when it started (a member of
-- pg_signal_backend without pg_read_all_stats): compares what is visible, the role $2, the database $3
-- (0 for none) and the application $4. A new session of the same application that got the pid again
-- matches too, so this is sent only after a confirmation that says so.
-- Returns one row: did the server send the signal. No row: gone or another session.
-- Needs: the rights of the session's role or of pg_signal_backend; superuser where a superuser owns it.
-- Cost: one look at the shared array of backends; no lock.
SELECT pg_catalog.pg_terminate_backend(a.pid) AS signalled
  FROM pg_catalog.pg_stat_get_activity($1::pg_catalog.int4) AS a
 WHERE a.pid = $1::pg_catalog.int4
   AND a.backend_start IS NULL
   AND COALESCE(a.usesysid, 0::pg_catalog.oid) = $2::pg_catalog.oid
   AND COALESCE(a.datid, 0::pg_catalog.oid) = $3::pg_catalog.oid
   AND COALESCE(a.application_name, '') = $4::pg_catalog.text
