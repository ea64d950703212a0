-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The server's clock and limits, and who we are, as a number: our role may have been dropped, and
-- then every function that wants its name fails ("invalid role OID"). After a crash all counters
-- begin anew, and with them those of the background writer, which tell since when.
-- Needs nothing. Costs about 0.1 ms.
SELECT pg_catalog.clock_timestamp() AS taken_at,
       (SELECT a.usesysid
          FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) AS a) AS our_role,
       pg_catalog.current_setting('is_superuser') = 'on' AS superuser,
       s.max_connections,
       s.max_connections - s.superuser_reserved - s.reserved AS usable_connections,
       pg_catalog.current_setting('autovacuum_freeze_max_age')::pg_catalog.int8 AS freeze_max_age,
       pg_catalog.current_setting('autovacuum_multixact_freeze_max_age')::pg_catalog.int8
           AS multixact_freeze_max_age,
       pg_catalog.pg_stat_get_bgwriter_stat_reset_time() AS counters_since
  FROM (SELECT pg_catalog.current_setting('max_connections')::pg_catalog.int4 AS max_connections,
               pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int4
                   AS superuser_reserved,
               COALESCE(pg_catalog.current_setting('reserved_connections', true),
                        '0')::pg_catalog.int4 AS reserved) AS s
