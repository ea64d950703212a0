-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The extensions whose files the server has: name, comment, whether only a superuser may create them (their default
-- version is not trusted).
-- Needs nothing. Reads the control files of all extensions: 5 to 50 ms.
SELECT e.name::pg_catalog.text, coalesce(e.comment, '') AS comment,
       coalesce(v.superuser AND NOT v.trusted, false) AS needs_superuser
  FROM pg_catalog.pg_available_extensions AS e
  LEFT JOIN pg_catalog.pg_available_extension_versions AS v
         ON v.name = e.name AND v.version = e.default_version
 WHERE e.name <> 'plpgsql'
 ORDER BY 1
