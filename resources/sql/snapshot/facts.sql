-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What changes rarely: settings, our role and its rights. Needs nothing.
SELECT pg_catalog.current_setting('server_version') AS version,
       pg_catalog.pg_postmaster_start_time() AS started_at,
       session_user AS role,
       pg_catalog.current_setting('is_superuser') AS superuser,
       pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') AS reads_all_stats,
       pg_catalog.pg_has_role('pg_signal_backend', 'USAGE') AS signals_backends,
       pg_catalog.current_setting('max_connections')::pg_catalog.int4 AS max_connections,
       pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int4 AS superuser_reserved,
       COALESCE(pg_catalog.current_setting('reserved_connections', true), '0')::pg_catalog.int4 AS reserved,
       pg_catalog.current_setting('max_prepared_transactions')::pg_catalog.int4 AS max_prepared
