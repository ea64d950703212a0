-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The newest rows of a table in which a tool for migrations keeps its state. :columns, :place
-- (ONLY and the table) and :newest are filled in. The table may be anybody's, and between finding and reading it a view could
-- have taken its name: TABLESAMPLE is refused for a view, row_security is
-- off, and concat() uses a type's output function, so nobody's code is run. Needs SELECT.
SELECT :columns
  FROM :place AS m TABLESAMPLE pg_catalog.system (100)
 ORDER BY :newest DESC
 LIMIT 10000
