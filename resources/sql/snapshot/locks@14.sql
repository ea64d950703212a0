-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- As locks.sql, with the start of each wait, which PostgreSQL 14 and newer know.
WITH l AS MATERIALIZED (
    SELECT s.* FROM pg_catalog.pg_lock_status() AS s
)
SELECT l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid, l.transactionid,
       l.classid, l.objid, l.objsubid, l.virtualtransaction, l.pid, l.mode, l.granted, l.fastpath,
       l.waitstart
  FROM l
 WHERE NOT l.granted
    OR (EXISTS (SELECT 1 FROM l AS w WHERE NOT w.granted)
        AND CASE
            WHEN l.page IS NOT NULL THEN true
            WHEN l.virtualxid IS NOT NULL THEN l.virtualxid IN (
                SELECT w.virtualxid FROM l AS w
                 WHERE NOT w.granted AND w.virtualxid IS NOT NULL)
            WHEN l.transactionid IS NOT NULL THEN l.pid IS NULL OR l.transactionid IN (
                SELECT w.transactionid FROM l AS w
                 WHERE NOT w.granted AND w.transactionid IS NOT NULL)
            WHEN l.relation IS NOT NULL THEN (l.relation, l.database) IN (
                SELECT w.relation, w.database FROM l AS w
                 WHERE NOT w.granted AND w.relation IS NOT NULL AND w.page IS NULL)
            WHEN l.objid IS NOT NULL THEN (l.objid, l.classid, l.database) IN (
                SELECT w.objid, w.classid, w.database FROM l AS w
                 WHERE NOT w.granted AND w.objid IS NOT NULL AND w.transactionid IS NULL)
            ELSE true END)
