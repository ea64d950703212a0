-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who is a member of what, by OIDs. Before PostgreSQL 16 it is the member's own INHERIT that says
-- whether it uses the rights at once, and SET ROLE is always allowed.
-- Needs nothing. Waits while pg_authid is locked, at most for lock_timeout.
SELECT m.roleid AS role, m.member, m.grantor, m.admin_option AS admin, r.rolinherit AS inherit,
       true AS set
  FROM pg_catalog.pg_auth_members AS m
       JOIN pg_catalog.pg_roles AS r ON r.oid = m.member
 ORDER BY m.roleid, m.member, m.grantor
