-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- How many objects each role owns in each database, and how many name it otherwise, such as in an
-- access control list; database 0 are shared ones such as tablespaces. Owned databases are not among
-- them: their own list tells who owns them. The server keeps no such list for the role that made the
-- cluster.
-- Needs nothing. Costs a look through pg_shdepend: about 0.3 µs an object or grant.
SELECT s.refobjid AS role, s.dbid AS database,
       pg_catalog.count(*) FILTER (WHERE s.deptype = 'o' AND s.classid <> 1262)::pg_catalog.int4 AS count,
       pg_catalog.count(*) FILTER (WHERE s.deptype <> 'o')::pg_catalog.int4 AS naming
  FROM pg_catalog.pg_shdepend AS s
 WHERE s.refclassid = 1260
 GROUP BY s.refobjid, s.dbid
 ORDER BY s.refobjid, s.dbid
