-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The expressions of policies. $1: an array of their OIDs. Takes ACCESS SHARE on the tables for a
-- moment, so ask only for those that nobody has locked. It waits, if somebody was
-- quicker, until lock_timeout. Needs nothing.
SELECT p.oid, pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using_expression,
       pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check_expression
  FROM pg_catalog.pg_policy AS p
 WHERE p.oid = ANY ($1::pg_catalog.oid[])
