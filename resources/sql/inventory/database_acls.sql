-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who may do what with each database, as in force: the default where nothing is stored. A row for
-- each privilege; grantee 0 is PUBLIC.
-- Needs nothing. Waits while pg_database is locked, at most for lock_timeout.
SELECT d.oid AS object, a.grantee, a.grantor, a.privilege_type AS privilege,
       a.is_grantable AS grantable
  FROM pg_catalog.pg_database AS d,
       pg_catalog.aclexplode(COALESCE(d.datacl,
                                      pg_catalog.acldefault('d', d.datdba))) AS a
 ORDER BY d.oid
