-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- When this session's process has read the configuration files. Needs nothing, costs nothing.
SELECT pg_catalog.pg_conf_load_time()::pg_catalog.text AS loaded_at
