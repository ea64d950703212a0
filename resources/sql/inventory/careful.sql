-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Settings for one transaction that reads a table of somebody's: wait for nothing, let no policy run,
-- write nothing. $1: statement_timeout in milliseconds.
SELECT pg_catalog.set_config('transaction_read_only', 'on', true),
       pg_catalog.set_config('row_security', 'off', true),
       pg_catalog.set_config('lock_timeout', '200', true),
       pg_catalog.set_config('statement_timeout', $1::pg_catalog.text, true)
