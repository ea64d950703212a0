-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- As memberships.sql, with the options that PostgreSQL 16 and newer keep for each grant.
-- Needs nothing. Costs about 1 µs a grant.
SELECT m.roleid AS role, m.member, m.grantor, m.admin_option AS admin,
       m.inherit_option AS inherit, m.set_option AS set
  FROM pg_catalog.pg_auth_members AS m
 ORDER BY m.roleid, m.member, m.grantor
