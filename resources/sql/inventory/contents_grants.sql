-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Every entry of every stored access control list of schemas (class 2615), relations (1259; with a
-- column's name where it is a column's) and default privileges (826). What is not stored is the
-- default one. Privileges are those letters of the ACL, in no order. Needs nothing; reads catalogs only.
SELECT o.class, o.oid, o.column_name, a.grantee, a.grantor,
       pg_catalog.string_agg(l.letter, '') AS privileges,
       COALESCE(pg_catalog.string_agg(l.letter, '') FILTER (WHERE a.is_grantable), '') AS grantable
  FROM (SELECT 2615::pg_catalog.oid AS class, n.oid, NULL::pg_catalog.name AS column_name, n.nspacl AS acl
          FROM pg_catalog.pg_namespace AS n
         WHERE n.nspacl IS NOT NULL AND pg_catalog.left(n.nspname::pg_catalog.text, 3) <> 'pg_'
           AND n.nspname <> 'information_schema'
         UNION ALL
        SELECT 1259::pg_catalog.oid, c.oid, NULL, c.relacl
          FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
         WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
           AND pg_catalog.left(n.nspname::pg_catalog.text, 3) <> 'pg_' AND n.nspname <> 'information_schema'
         UNION ALL
        SELECT 1259::pg_catalog.oid, t.attrelid, t.attname, t.attacl
          FROM pg_catalog.pg_attribute AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.attrelid
          JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
         WHERE t.attacl IS NOT NULL AND NOT t.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
           AND pg_catalog.left(n.nspname::pg_catalog.text, 3) <> 'pg_' AND n.nspname <> 'information_schema'
         UNION ALL
        SELECT 826::pg_catalog.oid, f.oid, NULL, f.defaclacl
          FROM pg_catalog.pg_default_acl AS f) AS o
  CROSS JOIN LATERAL pg_catalog.aclexplode(o.acl) AS a
  JOIN (VALUES ('SELECT', 'r'), ('INSERT', 'a'), ('UPDATE', 'w'), ('DELETE', 'd'), ('TRUNCATE', 'D'),
               ('REFERENCES', 'x'), ('TRIGGER', 't'), ('EXECUTE', 'X'), ('USAGE', 'U'), ('CREATE', 'C'),
               ('TEMPORARY', 'T'), ('CONNECT', 'c'), ('SET', 's'), ('ALTER SYSTEM', 'A'),
               ('MAINTAIN', 'm')) AS l(name, letter) ON l.name = a.privilege_type
 GROUP BY o.class, o.oid, o.column_name, a.grantee, a.grantor
 ORDER BY o.class, o.oid, o.column_name, a.grantee, a.grantor
