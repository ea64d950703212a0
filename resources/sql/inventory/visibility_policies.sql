-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The policies for SELECT on a relation ($2) that apply to a role ($1), and what they and the functions
-- that they call say. Takes ACCESS SHARE on the relation for a moment. Needs nothing.
SELECT p.oid, p.polpermissive AS permissive,
       pg_catalog.concat_ws(' ', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
         (SELECT pg_catalog.string_agg(pg_catalog.left(f.prosrc, 100000), ' ')
            FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_proc AS f ON f.oid = d.refobjid
           WHERE d.classid = 3256::pg_catalog.oid AND d.objid = p.oid
             AND d.refclassid = 1255::pg_catalog.oid)) AS text
  FROM pg_catalog.pg_policy AS p
 WHERE p.polrelid = $2::pg_catalog.oid AND p.polcmd IN ('*', 'r')
   AND EXISTS (SELECT 1 FROM pg_catalog.unnest(p.polroles) AS g(role)
                WHERE g.role = 0::pg_catalog.oid OR pg_catalog.pg_has_role($1::pg_catalog.oid, g.role, 'USAGE'))
 ORDER BY p.oid
