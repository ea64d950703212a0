-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which kind of password the role named $1 has, and not the password. Needs to be superuser, or the
-- right to read pg_authid. Costs about 0.1 ms.
SELECT CASE WHEN a.rolpassword IS NULL THEN 'none'
            WHEN a.rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram'
            WHEN a.rolpassword LIKE 'md5%' THEN 'md5'
            ELSE 'other' END AS password
  FROM pg_catalog.pg_authid a
 WHERE a.rolname = $1::pg_catalog.text
