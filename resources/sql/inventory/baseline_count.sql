-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The exact number of rows of a table; :place is filled in. Reads all of it. TABLESAMPLE is refused for
-- a view, which could have taken the name since, so nobody's code is run. Needs SELECT.
SELECT pg_catalog.count(*) AS rows FROM :place AS t TABLESAMPLE pg_catalog.system (100)
