-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Names and connection limits of the roles whose OIDs are given. $1: an array of OIDs. Waits while
-- pg_authid is locked, so it never runs in a tick and ends by lock_timeout.
SELECT r.oid, r.rolname AS name, r.rolconnlimit AS connection_limit
  FROM pg_catalog.pg_roles AS r
 WHERE r.oid = ANY ($1::pg_catalog.oid[])
