-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Whether the role $1 may connect to the database $2 now, by itself or by membership. Asked after a GRANT,
-- which is only a warning where the grantor may not grant.
-- Needs nothing. Costs about 1 ms.
SELECT pg_catalog.has_database_privilege($1::pg_catalog.name, $2::pg_catalog.text, 'CONNECT') AS may_connect
