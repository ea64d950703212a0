-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The exact number of rows of a table, and its size with indexes and TOAST, of all partitions if it has
-- some; :place is filled in, $1 is its OID. Reads all of it, so the size is asked where the locks for
-- that are held already. TABLESAMPLE is refused for a view, which could have taken the name since, so
-- nobody's code is run. Needs SELECT.
SELECT pg_catalog.count(*) AS rows,
       COALESCE((SELECT pg_catalog.sum(pg_catalog.pg_total_relation_size(p.relid))
                   FROM pg_catalog.pg_partition_tree($1::pg_catalog.oid::pg_catalog.regclass) AS p)::pg_catalog.int8,
                pg_catalog.pg_total_relation_size($1::pg_catalog.oid::pg_catalog.regclass)) AS bytes
  FROM :place AS t TABLESAMPLE pg_catalog.system (100)
