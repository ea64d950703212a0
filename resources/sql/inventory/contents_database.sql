-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The database that we are in, by OID, and the moment. Needs nothing, opens no user relation.
SELECT d.oid, pg_catalog.clock_timestamp() AS now
  FROM pg_catalog.pg_database AS d
 WHERE d.datname = pg_catalog.current_database()
