-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The roles that the role named $1 is a member of, directly or not, as a JSON list; no row if there
-- is no such role. NOINHERIT makes no difference to the rules. Needs: nothing. Cost: small.
WITH RECURSIVE above(oid) AS (
    SELECT m.roleid
      FROM pg_catalog.pg_auth_members AS m
      JOIN pg_catalog.pg_roles AS r ON r.oid = m.member
     WHERE r.rolname = $1::pg_catalog.text
    UNION
    SELECT m.roleid
      FROM pg_catalog.pg_auth_members AS m
      JOIN above AS a ON a.oid = m.member
)
SELECT (SELECT pg_catalog.json_agg(o.rolname)
          FROM pg_catalog.pg_roles AS o
          JOIN above AS a ON a.oid = o.oid) AS member_of
  FROM pg_catalog.pg_roles AS r
 WHERE r.rolname = $1::pg_catalog.text
