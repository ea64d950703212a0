-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The first $2 bytes of the file $1 of the server; null if there is none.
-- Needs: superuser, or EXECUTE on the function and pg_read_server_files. Cost: reads the file.
SELECT pg_catalog.pg_read_binary_file($1::pg_catalog.text, 0, $2::pg_catalog.int8, true) AS content
