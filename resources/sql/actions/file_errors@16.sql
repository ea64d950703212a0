-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is wrong in the configuration files as they are now, one row an error. A value that only a restart
-- brings into force is no error here.
-- Needs: superuser, or SELECT on the views and EXECUTE on their functions. Cost: reads the files.
SELECT pg_catalog.concat(r.file_name, ':', r.line_number, ': ', r.error) AS error
  FROM pg_catalog.pg_hba_file_rules AS r
 WHERE r.error IS NOT NULL
 UNION ALL
SELECT pg_catalog.concat(m.file_name, ':', m.line_number, ': ', m.error)
  FROM pg_catalog.pg_ident_file_mappings AS m
 WHERE m.error IS NOT NULL
 UNION ALL
SELECT pg_catalog.concat(f.sourcefile, ':', f.sourceline, ': ', f.name, ' ', f.error) AS error
  FROM pg_catalog.pg_file_settings AS f
 WHERE f.error IS NOT NULL AND f.error <> 'setting could not be applied'
