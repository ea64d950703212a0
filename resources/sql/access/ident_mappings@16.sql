-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The maps of pg_ident.conf and of the files that it includes as the server reads them now. Quotes
-- are lost. The rows come in the order of the files.
-- Needs: superuser, or SELECT on the view and EXECUTE on its function. Cost: reads the files.
SELECT m.line_number, m.file_name, m.map_name, m.sys_name, m.pg_username, m.error
  FROM pg_catalog.pg_ident_file_mappings AS m
