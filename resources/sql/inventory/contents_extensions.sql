-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The extensions of this database. Needs nothing.
SELECT e.extname AS name, e.extversion AS version, e.extnamespace AS schema
  FROM pg_catalog.pg_extension AS e
 ORDER BY e.extname
