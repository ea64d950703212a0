-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Lets the statements after it in the same transaction take no longer than $1 (such as 3000ms): they run on
-- a connection that actions may need.
SELECT pg_catalog.set_config('statement_timeout', $1::pg_catalog.text, true)
