-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Prepared transactions of all databases. Needs nothing. Reads no catalog, unlike pg_prepared_xacts.
SELECT p.transaction, p.gid, p.prepared, p.ownerid, p.dbid
  FROM pg_catalog.pg_prepared_xact() AS p
