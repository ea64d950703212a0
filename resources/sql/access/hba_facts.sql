-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Where the rule files are, whether TLS is on, and who is superuser (a JSON list of names).
-- The paths are null without pg_read_all_settings. Needs: nothing. Cost: one look at pg_authid.
SELECT (SELECT s.setting FROM pg_catalog.pg_settings AS s WHERE s.name = 'hba_file') AS hba_file,
       (SELECT s.setting FROM pg_catalog.pg_settings AS s WHERE s.name = 'ident_file') AS ident_file,
       pg_catalog.current_setting('ssl') AS ssl,
       (SELECT pg_catalog.json_agg(r.rolname)
          FROM pg_catalog.pg_roles AS r
         WHERE r.rolsuper) AS superusers
