-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- As databases@15.sql, with the locale as PostgreSQL 17 and newer call it.
SELECT d.oid, d.datname AS name, d.datdba AS owner,
       pg_catalog.pg_encoding_to_char(d.encoding) AS encoding,
       CASE d.datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin'
            ELSE d.datlocprovider::pg_catalog.text END AS provider,
       d.datcollate AS "collation", d.datctype AS character_type,
       d.datlocale AS locale,
       t.spcname AS tablespace, c.description AS comment, d.datistemplate AS is_template,
       d.datallowconn AS allow_connections,
       pg_catalog.has_database_privilege(d.oid, 'CONNECT') AS can_connect,
       d.datconnlimit AS connection_limit,
       pg_catalog.age(d.datfrozenxid)::pg_catalog.int8 AS xid_age,
       pg_catalog.mxid_age(d.datminmxid)::pg_catalog.int8 AS mxid_age,
       pg_catalog.pg_stat_get_db_stat_reset_time(d.oid) AS stats_reset,
       pg_catalog.pg_stat_get_db_xact_commit(d.oid) + pg_catalog.pg_stat_get_db_xact_rollback(d.oid)
           AS transactions,
       pg_catalog.pg_stat_get_db_tuples_inserted(d.oid)
           + pg_catalog.pg_stat_get_db_tuples_updated(d.oid)
           + pg_catalog.pg_stat_get_db_tuples_deleted(d.oid) AS written,
       pg_catalog.pg_stat_get_db_sessions(d.oid) AS sessions,
       d.datacl IS NULL AS default_acl
  FROM pg_catalog.pg_database AS d
       LEFT JOIN pg_catalog.pg_tablespace AS t ON t.oid = d.dattablespace
       LEFT JOIN pg_catalog.pg_shdescription AS c ON c.objoid = d.oid AND c.classoid = 1262
 ORDER BY d.oid
