-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Waits for a tenth of a second: the process that writes the server's log is a little behind.
SELECT pg_catalog.pg_sleep(0.1)
