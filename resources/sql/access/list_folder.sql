-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The names in the folder $1 of the server.
-- Needs: superuser, or EXECUTE on the function and pg_read_server_files. Cost: reads the folder.
SELECT n.name
  FROM pg_catalog.pg_ls_dir($1::pg_catalog.text) AS n(name)
 LIMIT 10000
