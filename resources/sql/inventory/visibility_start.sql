-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- When our own session began. Needs nothing.
SELECT a.backend_start
  FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) AS a
