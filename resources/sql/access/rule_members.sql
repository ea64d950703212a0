-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who is directly a member of which role, by name. At most 50,000.
-- Needs: nothing. Cost: one look at pg_auth_members.
SELECT m.rolname, g.rolname
  FROM pg_catalog.pg_auth_members AS a
       JOIN pg_catalog.pg_roles AS m ON m.oid = a.member
       JOIN pg_catalog.pg_roles AS g ON g.oid = a.roleid
 LIMIT 50000
