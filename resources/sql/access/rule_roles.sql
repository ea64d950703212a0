-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The roles that rules can be about, those that can log in first, by name. At most 5,000.
-- Needs: nothing. Cost: one look at pg_authid.
SELECT r.rolname, r.rolcanlogin, r.rolsuper
  FROM pg_catalog.pg_roles AS r
 ORDER BY NOT r.rolcanlogin, r.rolname
 LIMIT 5000
