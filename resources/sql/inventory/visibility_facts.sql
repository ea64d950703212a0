-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What must be known before a role's view of a relation is asked for. $1: the role, $2: the relation. No
-- row if one of them is not there. Opens no relation. Needs nothing. 6171 is pg_database_owner, which
-- stands for the owner of the database.
SELECT r.rolname AS role, pg_catalog.quote_ident(r.rolname) AS quoted_role, r.rolsuper AS superuser,
       r.rolbypassrls AS bypass, us.rolsuper AS we_superuser, us.rolsuper OR us.rolbypassrls AS we_see_all,
       us.oid = r.oid OR us.rolsuper OR pg_catalog.pg_has_role(us.oid, r.oid, :become) AS may_become,
       c.relkind::pg_catalog.text AS kind, pg_catalog.format('%I.%I', n.nspname, c.relname) AS quoted,
       c.relrowsecurity AS row_security, c.relforcerowsecurity AS forced,
       pg_catalog.pg_has_role(r.oid, c.relowner, 'USAGE') AS owner,
       pg_catalog.has_schema_privilege(r.oid, n.oid, 'USAGE') AS may_use_schema,
       (SELECT pg_catalog.bool_and(o.rolsuper OR o.oid = us.oid) FROM pg_catalog.pg_roles AS o
         WHERE o.oid IN (c.relowner, CASE WHEN n.nspowner = 6171::pg_catalog.oid THEN b.datdba
                                          ELSE n.nspowner END)) AS trusted
  FROM pg_catalog.pg_roles AS r
 CROSS JOIN pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_roles AS us ON us.rolname = CURRENT_USER
  JOIN pg_catalog.pg_database AS b ON b.datname = pg_catalog.current_database()
 WHERE r.oid = $1::pg_catalog.oid AND c.oid = $2::pg_catalog.oid
