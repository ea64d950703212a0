-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The last $1 bytes of the file that the server logs to, and the server's time as that file has it.
-- Needs to be superuser, or pg_read_server_files and the right to execute the functions; and
-- logging_collector. A message may begin in its middle. Costs about 1 ms.
SELECT pg_catalog.pg_read_binary_file(f.name, greatest(s.size - $1::pg_catalog.int8, 0), $1::pg_catalog.int8) AS tail,
       pg_catalog.to_char(pg_catalog.timezone(pg_catalog.current_setting('log_timezone'), pg_catalog.clock_timestamp()),
                          'YYYY-MM-DD HH24:MI:SS') AS now
  FROM (SELECT pg_catalog.pg_current_logfile() AS name) f,
       LATERAL pg_catalog.pg_stat_file(f.name) s
 WHERE f.name IS NOT NULL
