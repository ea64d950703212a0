-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The server's clock and whether it is a standby. Needs nothing. Costs about 0.02 ms.
SELECT pg_catalog.clock_timestamp() AS now, pg_catalog.pg_is_in_recovery() AS standby
