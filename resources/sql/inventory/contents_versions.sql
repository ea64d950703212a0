-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The versions of extensions that the server's files offer. Reads those files, some milliseconds; needs
-- EXECUTE on pg_available_extensions(), which PUBLIC has unless somebody took it away.
SELECT a.name, a.default_version AS version
  FROM pg_catalog.pg_available_extensions() AS a
