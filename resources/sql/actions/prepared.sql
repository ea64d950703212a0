-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What has become of the prepared transaction with the id $1 and the gid $2: asked just before it is ended.
-- Returns a row for each that has this id or this gid (of which there are none, one or two), or one row of
-- nulls. standby: nothing can be ended here. here: it belongs to the database of this connection.
-- Needs: nothing. Cost: the shared array of prepared transactions, two rows of pg_database by index with an
-- AccessShareLock on it; lock_timeout limits it.
SELECT pg_catalog.pg_is_in_recovery() AS standby, p.transaction, p.gid, p.prepared, p.ownerid, p.dbid,
       d.datname, d.datname = pg_catalog.current_database() AS here
  FROM (SELECT 1) AS one
  LEFT JOIN pg_catalog.pg_prepared_xact() AS p
    ON p.transaction = $1::pg_catalog.xid OR p.gid = $2::pg_catalog.text
  LEFT JOIN pg_catalog.pg_database AS d ON d.oid = p.dbid
