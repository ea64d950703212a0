-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is stored for a role ($1) at its login to this database: search_path, and settings of
-- applications, which are those that the server does not know. Needs nothing.
SELECT s.setrole AS role, s.setdatabase AS database, pg_catalog.split_part(x.setting, '=', 1) AS name,
       pg_catalog.substr(x.setting, pg_catalog.strpos(x.setting, '=') + 1) AS value
  FROM pg_catalog.pg_db_role_setting AS s
 CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS x(setting)
 WHERE s.setrole IN ($1::pg_catalog.oid, 0::pg_catalog.oid)
   AND (s.setdatabase = 0::pg_catalog.oid
        OR s.setdatabase = (SELECT d.oid FROM pg_catalog.pg_database AS d
                             WHERE d.datname = pg_catalog.current_database()))
   AND (pg_catalog.split_part(x.setting, '=', 1) = 'search_path'
        OR NOT EXISTS (SELECT 1 FROM pg_catalog.pg_settings AS p
                        WHERE pg_catalog.lower(p.name) = pg_catalog.lower(pg_catalog.split_part(x.setting, '=', 1))))
