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
 WHERE EXISTS (SELECT 1 FROM l AS any_waiting WHERE NOT any_waiting.granted)
   AND EXISTS (SELECT 1
                 FROM l AS w
                WHERE NOT w.granted
                  AND w.locktype = l.locktype
                  AND COALESCE(w.database, 0) = COALESCE(l.database, 0)
                  AND COALESCE(w.relation, 0) = COALESCE(l.relation, 0)
                  AND COALESCE(w.page, -1) = COALESCE(l.page, -1)
                  AND COALESCE(w.tuple, -1) = COALESCE(l.tuple, -1)
                  AND COALESCE(w.virtualxid, '') = COALESCE(l.virtualxid, '')
                  AND COALESCE(w.transactionid, '0') = COALESCE(l.transactionid, '0')
                  AND COALESCE(w.classid, 0) = COALESCE(l.classid, 0)
                  AND COALESCE(w.objid, 0) = COALESCE(l.objid, 0)
                  AND COALESCE(w.objsubid, -1) = COALESCE(l.objsubid, -1))
