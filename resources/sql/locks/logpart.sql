-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- $3 bytes of the server's file $1 from $2 on. Needs EXECUTE on this function, which only superusers have
-- until somebody grants it. Bytes, since a text cut inside a character would be refused.
SELECT pg_catalog.pg_read_binary_file($1::pg_catalog.text, $2::pg_catalog.int8, $3::pg_catalog.int8) AS part
