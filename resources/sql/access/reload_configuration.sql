-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Has the server read its configuration files again; true if the signal was sent.
-- Needs: superuser, or EXECUTE on the function. Cost: every backend reads the files.
SELECT pg_catalog.pg_reload_conf()
