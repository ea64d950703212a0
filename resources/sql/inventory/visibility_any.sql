-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whether a table has a row at all; :place is filled in. TABLESAMPLE is refused for a view, so nobody's
-- code is run. Needs SELECT, and to be exempt from policies.
SELECT 1 AS one FROM :place AS t TABLESAMPLE pg_catalog.system (100) LIMIT 1
