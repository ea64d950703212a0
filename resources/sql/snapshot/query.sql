-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The whole query text of one backend, up to 1 MiB. $1: pid, $2: its backend start. No row if that
-- backend is gone.
SELECT pg_catalog.substring(pg_catalog.textsend(a.query), 1, 1048576) AS query
  FROM pg_catalog.pg_stat_get_activity($1::pg_catalog.int4) AS a
 WHERE a.backend_start = $2::pg_catalog.timestamptz
