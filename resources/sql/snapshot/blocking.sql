-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who blocks the processes whose pids are given. $1: those that wait for a lock, $2: those that wait
-- for a safe snapshot. Needs nothing. A pid may come several times, 0 is a prepared transaction, and
-- each row is of its own instant. Costs 20 to 100 µs a waiter: more, the longer its queue.
SELECT w.pid, pg_catalog.pg_blocking_pids(w.pid) AS blockers, false AS safe_snapshot
  FROM pg_catalog.unnest($1::pg_catalog.int4[]) AS w(pid)
 UNION ALL
SELECT w.pid, pg_catalog.pg_safe_snapshot_blocking_pids(w.pid), true
  FROM pg_catalog.unnest($2::pg_catalog.int4[]) AS w(pid)
