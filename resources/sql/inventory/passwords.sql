-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Which kind of password each role has, and not the password: none, md5, scram, or null for one
-- that is neither.
-- Needs to be superuser. Waits while pg_authid is locked, at most for lock_timeout.
SELECT a.oid,
       CASE WHEN a.rolpassword IS NULL THEN 'none'
            WHEN a.rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram'
            WHEN a.rolpassword ~ '^md5[0-9a-f]{32}$' THEN 'md5' END AS kind
  FROM pg_catalog.pg_authid AS a
