-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is set for roles, for databases, and for roles in databases: "name=value", as kept.
-- Needs nothing.
SELECT s.setrole AS role, s.setdatabase AS database, c.setting
  FROM pg_catalog.pg_db_role_setting AS s,
       pg_catalog.unnest(s.setconfig) WITH ORDINALITY AS c(setting, place)
 ORDER BY s.setrole, s.setdatabase, c.place
