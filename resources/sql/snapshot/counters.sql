-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Counters of the databases whose OIDs are given, since their statistics were reset. Needs nothing
-- and reads no catalog, unlike pg_stat_database. $1: an array of OIDs. Costs about 2 µs a database.
SELECT d.oid,
       pg_catalog.pg_stat_get_db_xact_commit(d.oid) AS commits,
       pg_catalog.pg_stat_get_db_xact_rollback(d.oid) AS rollbacks,
       pg_catalog.pg_stat_get_db_blocks_fetched(d.oid) AS blocks_fetched,
       pg_catalog.pg_stat_get_db_blocks_hit(d.oid) AS blocks_hit,
       pg_catalog.pg_stat_get_db_deadlocks(d.oid) AS deadlocks,
       pg_catalog.pg_stat_get_db_temp_bytes(d.oid) AS temp_bytes,
       pg_catalog.pg_stat_get_db_conflict_all(d.oid) AS conflicts
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS d(oid)
