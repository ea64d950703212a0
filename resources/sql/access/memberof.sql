-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The names of the roles that the role named $1 is a member of, directly or not. Needs nothing.
-- Costs about 1 ms, more with many memberships.
WITH RECURSIVE above AS (
    SELECT m.roleid
      FROM pg_catalog.pg_auth_members m
      JOIN pg_catalog.pg_roles r ON r.oid = m.member
     WHERE r.rolname = $1::pg_catalog.text
    UNION
    SELECT m.roleid
      FROM above a
      JOIN pg_catalog.pg_auth_members m ON m.member = a.roleid)
SELECT r.rolname::pg_catalog.text AS name
  FROM above a
  JOIN pg_catalog.pg_roles r ON r.oid = a.roleid
