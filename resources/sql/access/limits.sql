-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The limits of the whole server and how much of them is used. Needs nothing. Costs about 0.3 ms.
SELECT pg_catalog.current_setting('max_connections')::pg_catalog.int4 AS max_connections,
       pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int4 AS for_superusers,
       coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::pg_catalog.int4 AS reserved,
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_get_activity(NULL) a
         WHERE a.datid IS NOT NULL AND a.backend_type = 'client backend')::pg_catalog.int4 AS used
