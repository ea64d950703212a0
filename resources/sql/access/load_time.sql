-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- When this session's configuration was last read, to the microsecond. A session takes a reload
-- in between two statements. Needs: nothing. Cost: none.
SELECT pg_catalog.pg_conf_load_time()::pg_catalog.text
