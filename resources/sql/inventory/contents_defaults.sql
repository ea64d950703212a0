-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What ALTER DEFAULT PRIVILEGES left, without its entries, which contents_grants.sql has. Needs nothing.
SELECT f.oid, f.defaclrole AS role, f.defaclnamespace AS schema,
       CASE f.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                            WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' WHEN 'L' THEN 'large objects'
                            ELSE '' END AS objects
  FROM pg_catalog.pg_default_acl AS f
 ORDER BY f.defaclrole, f.defaclnamespace, f.defaclobjtype
