-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Asked after a refusal, to name the right that is missing.
-- Returns one row: does a superuser own the sessions of role $1 (0, a process without a role, counts as one).
-- Needs: nothing. Cost: one row of pg_authid by index, with an AccessShareLock on it; lock_timeout limits it.
SELECT $1::pg_catalog.oid = 0::pg_catalog.oid
       OR EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE r.oid = $1::pg_catalog.oid AND r.rolsuper)
       AS superuser_owned
