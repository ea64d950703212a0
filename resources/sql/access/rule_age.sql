-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Whether one of the files in the JSON list $1 is younger than the configuration that the server
-- loaded. Files know whole seconds only: what was written in the second of loading counts as
-- loaded. Needs: superuser, or EXECUTE on pg_stat_file(text, boolean) with pg_read_server_files for
-- files outside of the data folder. Cost: a look at each file.
SELECT pg_catalog.bool_or(s.modification > pg_catalog.pg_conf_load_time()) AS changed
  FROM pg_catalog.json_array_elements_text($1::pg_catalog.json) AS f(name),
       LATERAL pg_catalog.pg_stat_file(f.name, true) AS s
