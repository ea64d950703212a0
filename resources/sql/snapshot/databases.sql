-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Names and connection limits of all databases, at most 10,000. Waits while pg_database is locked, so
-- it never runs in a tick and ends by lock_timeout.
SELECT d.oid, d.datname AS name, d.datconnlimit AS connection_limit
  FROM pg_catalog.pg_database AS d
 ORDER BY d.oid
 LIMIT 10000
