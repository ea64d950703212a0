-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The rules of pg_hba.conf and of the files that it includes as the server reads them now, which
-- need not be what is in force. Lists are JSON. A line with an error has no rule number, and
-- nothing but the error; with an error and a type it is loaded nevertheless. Quotes are lost, and
-- "@" files are expanded. The rows come in the order of the files.
-- Needs: superuser, or SELECT on the view and EXECUTE on its function. Cost: reads the files.
SELECT r.line_number, r.file_name, r.type,
       pg_catalog.to_json(r.database) AS databases, pg_catalog.to_json(r.user_name) AS users,
       r.address, r.netmask, r.auth_method, pg_catalog.to_json(r.options) AS options, r.error
  FROM pg_catalog.pg_hba_file_rules AS r
