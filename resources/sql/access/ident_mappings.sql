-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The maps of pg_ident.conf as the server reads the file now (15 and up). Quotes are lost.
-- Needs: superuser, or SELECT on the view and EXECUTE on its function. Cost: reads the file.
SELECT m.line_number, NULL::pg_catalog.text AS file_name, m.map_name, m.sys_name, m.pg_username,
       m.error
  FROM pg_catalog.pg_ident_file_mappings AS m
 ORDER BY m.line_number
